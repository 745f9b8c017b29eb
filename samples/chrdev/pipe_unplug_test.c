// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: its platform device is unbound while files are open and calls
 * wait or run. Whoever waits wakes with ENODEV or POLLHUP | POLLERR, and a file
 * that was open stays dead when the device is bound again: to an empty pipe.
 *
 * Every caller that has to wait is seen asleep in its call before the device goes.
 * DEED_ROUNDS says how many rounds there are, over all tests together.
 */
#include "pipe_test.h"

FIXTURE(unbind)
{
	int rounds;
};

FIXTURE_SETUP(unbind)
{
	const char *all = getenv("DEED_ROUNDS");

	self->rounds = ((all ? atoi(all) : 50) + 2) / 3;
	ASSERT_LT(0, self->rounds);
}

FIXTURE_TEARDOWN(unbind)
{
}

static void expect_gone(struct __test_metadata *_metadata, int fd)
{
	struct deed_pipe_stats s;
	char byte = 0;
	int mode = fcntl(fd, F_GETFL) & O_ACCMODE;

	EXPECT_EQ(mode == O_WRONLY ? -EBADF : -ENODEV, result(read(fd, &byte, 1)));
	EXPECT_EQ(mode == O_RDONLY ? -EBADF : -ENODEV, result(write(fd, &byte, 1)));
	EXPECT_EQ(-ENODEV, result(ioctl(fd, DEED_PIPE_GET_STATS, &s)));
	EXPECT_EQ(-ENODEV, result(pipe_set_capacity(fd, CAPACITY)));
	EXPECT_EQ(POLLHUP | POLLERR, events(fd));
}

/* The device goes and comes back; the files that were open see it go. */
static void unbind_and_bind(struct __test_metadata *_metadata, int rd, int wr,
			    struct task *waiting, int tasks)
{
	ASSERT_EQ(0, bind_device(&pipe_device, false));
	for (int i = 0; i < tasks; i++)
		finish(&waiting[i]);
	expect_gone(_metadata, rd);
	expect_gone(_metadata, wr);
	EXPECT_EQ(-1, open(DEVICE, O_RDWR));
	EXPECT_EQ(0, bind_device(&pipe_device, true));
	ASSERT_TRUE(until(!access(DEVICE, F_OK)));
	expect_gone(_metadata, rd);
	expect_gone(_metadata, wr);
}

#define WAITING 3

/* Two calls of one kind, and a poll, all asleep; in an empty or a full pipe. */
static void wait_and_unbind(struct __test_metadata *_metadata, bool full)
{
	struct task waiting[WAITING];
	struct pollfd p = { .events = full ? POLLOUT : POLLIN };
	char buf[2][PAGE] = {};
	int rd, wr;

	pipe_begin(_metadata, &rd, &wr);
	if (full)
		fill_up(wr, 0);
	p.fd = full ? wr : rd;
	for (int i = 0; i < 2; i++)
		start(&waiting[i], full ? SYS_write : SYS_read, p.fd, (long)buf[i], PAGE);
	start(&waiting[2], SYS_ppoll, (long)&p, 1);
	for (int i = 0; i < WAITING; i++)
		ASSERT_TRUE(blocked(&waiting[i]));

	unbind_and_bind(_metadata, rd, wr, waiting, WAITING);
	EXPECT_EQ(-ENODEV, waiting[0].result);
	EXPECT_EQ(-ENODEV, waiting[1].result);
	EXPECT_EQ(1, waiting[2].result);
	EXPECT_EQ(POLLHUP | POLLERR, p.revents);
	pipe_end(_metadata, &rd, &wr);
}

TEST_F_TIMEOUT(unbind, with_readers_inside, 3600)
{
	int i;

	for (i = 0; i < self->rounds && !_metadata->exit_code; i++)
		wait_and_unbind(_metadata, false);
	TH_LOG("%d rounds, each caught two readers and a poll inside", i);
}

TEST_F_TIMEOUT(unbind, with_writers_inside, 3600)
{
	int i;

	for (i = 0; i < self->rounds && !_metadata->exit_code; i++)
		wait_and_unbind(_metadata, true);
	TH_LOG("%d rounds, each caught two writers and a poll inside", i);
}

/* One end of a stream that goes on until the device goes. */
struct stream {
	pthread_t thread;
	int fd;
	bool writes;
	size_t pos;
	long result;	/* of the last call, or -EBADMSG */
};

static void *stream(void *arg)
{
	struct stream *s = arg;
	unsigned char buf[1000];
	size_t n;

	for (;;) {
		if (s->writes)
			fill(buf, s->pos, sizeof(buf));
		s->result = result(s->writes ? write(s->fd, buf, sizeof(buf)) :
					       read(s->fd, buf, sizeof(buf)));
		if (s->result <= 0)
			return NULL;
		n = s->result;
		if (right(buf, s->pos, n) != n) {
			s->result = -EBADMSG;
			return NULL;
		}
		__atomic_add_fetch(&s->pos, n, __ATOMIC_RELEASE);
	}
}

TEST_F_TIMEOUT(unbind, while_bytes_flow, 3600)
{
	int i;

	for (i = 0; i < self->rounds && !_metadata->exit_code; i++) {
		struct stream s[2] = { { .writes = false }, { .writes = true } };

		pipe_begin(_metadata, &s[0].fd, &s[1].fd);
		for (int j = 0; j < 2; j++)
			ASSERT_EQ(0, pthread_create(&s[j].thread, NULL, stream, &s[j]));
		while (__atomic_load_n(&s[0].pos, __ATOMIC_ACQUIRE) < 3 * CAPACITY)
			sched_yield();
		unbind_and_bind(_metadata, s[0].fd, s[1].fd, NULL, 0);
		for (int j = 0; j < 2; j++) {
			pthread_join(s[j].thread, NULL);
			EXPECT_EQ(-ENODEV, s[j].result);
		}
		EXPECT_LE(s[0].pos, s[1].pos);
		pipe_end(_metadata, &s[0].fd, &s[1].fd);
	}
	TH_LOG("%d rounds", i);
}

TEST_HARNESS_MAIN
