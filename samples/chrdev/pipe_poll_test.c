// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: poll, select and epoll, by level and by edge. What they say, and
 * what wakes somebody who waits in them.
 */
#include "pipe_test.h"

#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/stat.h>

#define IN	(POLLIN | POLLRDNORM)
#define OUT	(POLLOUT | POLLWRNORM)

TEST_F(pipe, poll_says_what_holds)
{
	unsigned char buf[CAPACITY];
	int both = open(DEVICE, O_RDWR);

	EXPECT_EQ(0, events(self->rd));
	EXPECT_EQ(OUT, events(self->wr));
	EXPECT_EQ(OUT, events(both));
	ASSERT_EQ(1, write(self->wr, "x", 1));
	EXPECT_EQ(IN, events(self->rd));
	EXPECT_EQ(OUT, events(self->wr));
	EXPECT_EQ(IN | OUT, events(both));
	fill_up(self->wr, 0);
	EXPECT_EQ(0, events(self->wr));
	EXPECT_EQ(IN, events(both));
	ASSERT_EQ(PIPE_BUF - 1, read(self->rd, buf, PIPE_BUF - 1));
	EXPECT_EQ(0, events(self->wr));
	ASSERT_EQ(1, read(self->rd, buf, 1));
	EXPECT_EQ(OUT, events(self->wr));
	close(both);

	close_end(&self->wr);
	EXPECT_EQ(IN | POLLHUP, events(self->rd));
	ASSERT_EQ(CAPACITY - PIPE_BUF, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(POLLHUP, events(self->rd));
	self->wr = open(DEVICE, O_WRONLY);
	EXPECT_EQ(0, events(self->rd));
	EXPECT_EQ(OUT, events(self->wr));
	close_end(&self->rd);
	EXPECT_EQ(OUT | POLLERR, events(self->wr));
	self->rd = open(DEVICE, O_RDONLY);
	EXPECT_EQ(OUT, events(self->wr));
}

#define STATES 20

/* Lead it through all its states, alone, and note what poll says at both ends. */
static void note_events(const char *path, int *said)
{
	int rd = open(path, O_RDONLY | O_NONBLOCK);
	int wr = open(path, O_WRONLY | O_NONBLOCK);
	unsigned char buf[CAPACITY] = "";

	fcntl(wr, F_SETPIPE_SZ, CAPACITY);
	*said++ = events(rd);
	*said++ = events(wr);
	*said++ = write(wr, buf, 1);
	*said++ = events(rd);
	*said++ = events(wr);
	*said++ = read(rd, buf, 1);
	*said++ = write(wr, buf, CAPACITY);
	*said++ = events(rd);
	*said++ = events(wr);
	close(rd);	/* while it is full */
	*said++ = events(wr);
	rd = open(path, O_RDONLY | O_NONBLOCK);
	*said++ = events(wr);
	*said++ = read(rd, buf, CAPACITY);
	close(rd);	/* while it is empty */
	*said++ = events(wr);
	rd = open(path, O_RDONLY | O_NONBLOCK);
	*said++ = write(wr, buf, 1);
	close(wr);	/* before the data was read */
	*said++ = events(rd);
	*said++ = read(rd, buf, 1);
	*said++ = events(rd);
	close(rd);
	rd = open(path, O_RDONLY | O_NONBLOCK);
	*said++ = events(rd);	/* before any writer */
	wr = open(path, O_WRONLY | O_NONBLOCK);
	*said++ = events(wr);
	close(wr);
	*said++ = events(rd);
	close(rd);
}

TEST_F(pipe, poll_says_what_a_fifo_says)
{
	int fifo[STATES], device[STATES];
	char path[64];

	snprintf(path, sizeof(path), "/tmp/fifo-%d", getpid());
	ASSERT_EQ(0, mkfifo(path, 0600));
	note_events(path, fifo);
	unlink(path);
	close_end(&self->rd);
	close_end(&self->wr);
	note_events(DEVICE, device);
	for (int i = 0; i < STATES; i++) {
		EXPECT_EQ(fifo[i], device[i])
			TH_LOG("state %d", i);
	}
	/* not all of them the same error */
	EXPECT_EQ(OUT, fifo[1]);
	EXPECT_EQ(POLLERR, fifo[9]);
	EXPECT_EQ(OUT | POLLERR, fifo[12]);
	EXPECT_EQ(POLLHUP, fifo[16]);
}

TEST_F(pipe, select_is_woken)
{
	unsigned char buf[CAPACITY];
	struct task t;
	fd_set set;

	FD_ZERO(&set);
	FD_SET(self->rd, &set);
	start(&t, SYS_pselect6, self->rd + 1, (long)&set);
	ASSERT_TRUE(blocked(&t));
	fill_up(self->wr, 0);
	EXPECT_EQ(1, finish(&t));
	EXPECT_TRUE(FD_ISSET(self->rd, &set));

	FD_ZERO(&set);
	FD_SET(self->wr, &set);
	start(&t, SYS_pselect6, self->wr + 1, 0, (long)&set);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(1, finish(&t));
	EXPECT_TRUE(FD_ISSET(self->wr, &set));
}

enum happening { WRITE, READ, GROW, READER_LEAVES, WRITER_LEAVES };

/* What wakes a blocked poller: each event asked for alone. */
FIXTURE(poller)
{
	int rd, wr;
};

FIXTURE_VARIANT(poller)
{
	int waits_for;	/* what the poller asks for */
	int sees;	/* what it must get */
	enum happening what;
};

FIXTURE_VARIANT_ADD(poller, in) { POLLIN, POLLIN, WRITE };
FIXTURE_VARIANT_ADD(poller, rdnorm) { POLLRDNORM, POLLRDNORM, WRITE };
FIXTURE_VARIANT_ADD(poller, out) { POLLOUT, POLLOUT, READ };
FIXTURE_VARIANT_ADD(poller, wrnorm) { POLLWRNORM, POLLWRNORM, READ };
FIXTURE_VARIANT_ADD(poller, out_grow) { POLLOUT, POLLOUT, GROW };
FIXTURE_VARIANT_ADD(poller, wrnorm_grow) { POLLWRNORM, POLLWRNORM, GROW };
FIXTURE_VARIANT_ADD(poller, hup) { 0, POLLHUP, WRITER_LEAVES };
FIXTURE_VARIANT_ADD(poller, in_hup) { POLLIN, POLLHUP, WRITER_LEAVES };
FIXTURE_VARIANT_ADD(poller, err) { 0, POLLERR, READER_LEAVES };
FIXTURE_VARIANT_ADD(poller, out_err) { POLLOUT, POLLERR, READER_LEAVES };

FIXTURE_SETUP(poller)
{
	pipe_begin(_metadata, &self->rd, &self->wr);
	if (!(variant->sees & (IN | POLLHUP)))
		ASSERT_EQ(CAPACITY, fill_up(self->wr, 0));
}

FIXTURE_TEARDOWN(poller)
{
	pipe_end(_metadata, &self->rd, &self->wr);
}

/* The end that is polled. */
#define POLLED (variant->sees & (IN | POLLHUP) ? self->rd : self->wr)

static void happen(enum happening what, int *rd, int *wr)
{
	static char buf[CAPACITY];

	switch (what) {
	case WRITE:
		if (write(*wr, "x", 1) != 1)
			abort();
		break;
	case READ:
		if (read(*rd, buf, sizeof(buf)) != sizeof(buf))
			abort();
		break;
	case GROW:
		if (pipe_set_capacity(*rd, 2 * CAPACITY))
			abort();
		break;
	case READER_LEAVES:
		close_end(rd);
		break;
	case WRITER_LEAVES:
		close_end(wr);
		break;
	}
}

TEST_F(poller, poll)
{
	struct pollfd p = {
		.fd = POLLED,
		.events = variant->waits_for,
	};
	struct task t;

	start(&t, SYS_ppoll, (long)&p, 1);
	ASSERT_TRUE(blocked(&t));
	happen(variant->what, &self->rd, &self->wr);
	ASSERT_EQ(1, finish(&t));
	EXPECT_EQ(variant->sees, p.revents);
}

static int watch(int fd, __u32 events)
{
	struct epoll_event e = { .events = events };
	int epoll = epoll_create1(0);

	return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e) ? -errno : epoll;
}

/* poll's and epoll's numbers are the same. */
TEST_F(poller, epoll)
{
	int epoll = watch(POLLED, variant->waits_for);
	struct epoll_event e = {};
	struct task t;

	ASSERT_LE(0, epoll);
	start(&t, SYS_epoll_pwait, epoll, (long)&e, 1, -1);
	ASSERT_TRUE(blocked(&t));
	happen(variant->what, &self->rd, &self->wr);
	ASSERT_EQ(1, finish(&t));
	EXPECT_EQ((__u32)variant->sees, e.events);
	/* level: for as long as it holds */
	EXPECT_EQ(1, epoll_wait(epoll, &e, 1, 0));
	EXPECT_EQ((__u32)variant->sees, e.events);
	close(epoll);
}

TEST_F(poller, epoll_edge)
{
	int epoll = watch(POLLED, variant->waits_for | EPOLLET);
	struct epoll_event e = {};
	struct task t;

	ASSERT_LE(0, epoll);
	start(&t, SYS_epoll_pwait, epoll, (long)&e, 1, -1);
	ASSERT_TRUE(blocked(&t));
	happen(variant->what, &self->rd, &self->wr);
	ASSERT_EQ(1, finish(&t));
	EXPECT_EQ((__u32)variant->sees, e.events);
	/* edge: not for as long as it holds; a close may wake more than once */
	epoll_wait(epoll, &e, 1, 0);
	EXPECT_EQ(0, epoll_wait(epoll, &e, 1, 0));
	close(epoll);
}

/* Whoever reads only a part at each edge hears of the next write all the same. */
TEST_F(pipe, each_write_is_an_edge)
{
	int epoll = watch(self->rd, EPOLLIN | EPOLLET);
	unsigned char *end = half_mapped(1);
	struct epoll_event e = {};
	struct task t;
	char c;

	ASSERT_LE(0, epoll);
	ASSERT_EQ(0, epoll_wait(epoll, &e, 1, 0));
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(2, write(self->wr, "ab", 2));
		EXPECT_EQ(1, epoll_wait(epoll, &e, 1, 0));
		EXPECT_EQ(EPOLLIN, e.events);
		EXPECT_EQ(0, epoll_wait(epoll, &e, 1, 0));
		/* neither a read nor a write that fails is one */
		ASSERT_EQ(1, read(self->rd, &c, 1));
		ASSERT_EQ(-EFAULT, result(write(self->wr, end - 1, 2)));
		EXPECT_EQ(0, epoll_wait(epoll, &e, 1, 0));
	}
	/* and it wakes who waits for the next */
	start(&t, SYS_epoll_pwait, epoll, (long)&e, 1, -1);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(1, write(self->wr, "c", 1));
	EXPECT_EQ(1, finish(&t));
	EXPECT_EQ(4, pipe_holds(self->rd));
	close(epoll);
}

/* Who reads until EAGAIN after each edge gets everything. */
TEST_F(pipe, edges_are_enough_to_get_everything)
{
	int epoll = watch(self->rd, EPOLLIN | EPOLLET);
	unsigned char data[10000], buf[64];
	struct epoll_event e;
	size_t pos = 0;
	struct task t;

	fill(data, 0, sizeof(data));
	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, pipe_set_capacity(self->rd, DEED_PIPE_MIN));
	start(&t, SYS_write, self->wr, (long)data, sizeof(data));
	while (pos < sizeof(data)) {
		ssize_t n;

		ASSERT_EQ(1, epoll_wait(epoll, &e, 1, -1));
		while ((n = read(self->rd, buf, sizeof(buf))) > 0) {
			ASSERT_EQ((size_t)n, right(buf, pos, n));
			pos += n;
		}
		ASSERT_EQ(EAGAIN, errno);
	}
	EXPECT_EQ((long)sizeof(data), finish(&t));
	close(epoll);
}

TEST_HARNESS_MAIN
