// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-edu<N>: the device's memory, which is read and written by DMA.
 *
 * DEED_TRANSFERS says how many transfers there are in a row, on each device.
 */
#include "edu_test.h"

#define MEMORY	DEED_EDU_MEMORY
#define SILENT	5000 /* ms: what the driver waits for a transfer */

/* Bytes that tell where they are, and which time it is. */
static void fill(unsigned char *bytes, size_t len, unsigned int time)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = i * 7 + i / 251 + time * 13;
}

static long put_at(int fd, const void *bytes, size_t len, off_t at)
{
	return result(pwrite(fd, bytes, len, at));
}

static long get_at(int fd, void *bytes, size_t len, off_t at)
{
	return result(pread(fd, bytes, len, at));
}

TEST_F(edu, round_trip)
{
	static const struct { off_t at; size_t len; } pieces[] = {
		{ 0, 1 }, { 1, 2 }, { 3, 5 }, { 100, 1000 }, { 2047, 2 }, { 0, 2048 },
		{ 4000, 95 }, { 4094, 1 }, { 0, MEMORY },
	};
	unsigned char out[MEMORY], in[MEMORY];

	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		long len = pieces[i].len;

		fill(out, len, i);
		memset(in, 0, sizeof(in));
		ASSERT_EQ(len, put_at(self->fd[i & 1], out, len, pieces[i].at));
		ASSERT_EQ(len, get_at(self->fd[i & 1], in, len, pieces[i].at));
		ASSERT_EQ(0, memcmp(in, out, len)) TH_LOG("piece %zu", i);
	}
}

/* What stood around the bytes that were written is as it was. */
TEST_F(edu, writes_no_more_than_it_was_given)
{
	unsigned char out[MEMORY], in[MEMORY];

	fill(out, MEMORY, 1);
	ASSERT_EQ(MEMORY, put_at(self->fd[0], out, MEMORY, 0));
	memset(out + 1000, 0xee, 24);
	ASSERT_EQ(24, put_at(self->fd[0], out + 1000, 24, 1000));
	ASSERT_EQ(MEMORY, get_at(self->fd[0], in, MEMORY, 0));
	EXPECT_EQ(0, memcmp(in, out, MEMORY));
}

TEST_F(edu, ends_where_the_memory_ends)
{
	unsigned char bytes[MEMORY];

	EXPECT_EQ(0, get_at(self->fd[0], bytes, 1, MEMORY));
	EXPECT_EQ(0, get_at(self->fd[0], bytes, 1, 1ll << 40));
	EXPECT_EQ(-EINVAL, get_at(self->fd[0], bytes, 1, -1));
	EXPECT_EQ(-ENOSPC, put_at(self->fd[0], bytes, 1, MEMORY));
	EXPECT_EQ(-ENOSPC, put_at(self->fd[0], bytes, 1, 1ll << 40));
	EXPECT_EQ(10, put_at(self->fd[0], bytes, MEMORY, MEMORY - 10));
	EXPECT_EQ(10, get_at(self->fd[0], bytes, MEMORY, MEMORY - 10));
	EXPECT_EQ(0, get_at(self->fd[0], bytes, 0, 0));
	EXPECT_EQ(0, put_at(self->fd[0], bytes, 0, MEMORY));
}

TEST_F(edu, has_a_position)
{
	char text[8] = "";

	EXPECT_EQ(MEMORY, lseek(self->fd[0], 0, SEEK_END));
	EXPECT_EQ(-EINVAL, result(lseek(self->fd[0], 1, SEEK_END)));
	EXPECT_EQ(-EINVAL, result(lseek(self->fd[0], -1, SEEK_SET)));
	EXPECT_EQ(64, lseek(self->fd[0], 64, SEEK_SET));
	EXPECT_EQ(4, result(write(self->fd[0], "deed", 4)));
	EXPECT_EQ(68, lseek(self->fd[0], 0, SEEK_CUR));
	EXPECT_EQ(64, lseek(self->fd[0], 64, SEEK_SET));
	EXPECT_EQ(4, result(read(self->fd[0], text, 4)));
	EXPECT_STREQ("deed", text);
	EXPECT_EQ(68, lseek(self->fd[0], 0, SEEK_CUR));
	/* another file of the device has its own */
	EXPECT_EQ(0, lseek(self->fd[1], 0, SEEK_CUR));
}

TEST_F(edu, bad_addresses)
{
	char byte = 'x', *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *none = page + 4096;

	ASSERT_NE(MAP_FAILED, page);
	munmap(none, 4096);
	EXPECT_EQ(1, put_at(self->fd[0], &byte, 1, 0));
	EXPECT_EQ(-EFAULT, put_at(self->fd[0], none, 1, 0));
	EXPECT_EQ(-EFAULT, put_at(self->fd[0], page + 4000, 200, 0));
	EXPECT_EQ(-EFAULT, get_at(self->fd[0], none, 1, 0));
	byte = 0;
	EXPECT_EQ(1, get_at(self->fd[0], &byte, 1, 0));
	EXPECT_EQ('x', byte);
	munmap(page, 4096);
}

/* One of many that use one device at once: each has its own piece of the memory. */
struct caller {
	int fd, nr, times;
	pthread_t thread;
	const char *wrong;
};

static void *transfer(void *arg)
{
	struct caller *c = arg;
	unsigned char out[64], in[64];

	for (int i = 0; i < c->times; i++) {
		fill(out, sizeof(out), c->nr + i);
		memset(in, 0, sizeof(in));
		if (put_at(c->fd, out, sizeof(out), c->nr * 64) != sizeof(out))
			c->wrong = "write";
		else if (get_at(c->fd, in, sizeof(in), c->nr * 64) != sizeof(in))
			c->wrong = "read";
		else if (memcmp(in, out, sizeof(in)))
			c->wrong = "bytes";
		if (c->wrong)
			break;
	}
	return NULL;
}

TEST_F_TIMEOUT(edu, many_wait_for_their_turn, 600)
{
	int times = getenv("DEED_TRANSFERS") ? atoi(getenv("DEED_TRANSFERS")) / 8 : 2;
	unsigned long before[2];
	struct caller callers[8];

	for (int i = 0; i < 2; i++)
		before[i] = edu_count(&self->device[i], "transfers");
	for (int i = 0; i < 8; i++) {
		callers[i] = (struct caller){ .fd = self->fd[i & 1], .nr = i, .times = times };
		ASSERT_EQ(0, pthread_create(&callers[i].thread, NULL, transfer, &callers[i]));
	}
	for (int i = 0; i < 8; i++) {
		pthread_join(callers[i].thread, NULL);
		EXPECT_EQ(NULL, callers[i].wrong) TH_LOG("caller %d: %s", i, callers[i].wrong);
	}
	for (int i = 0; i < 2; i++)
		EXPECT_EQ(before[i] + 8 * times, edu_count(&self->device[i], "transfers"));
}

/*
 * Muted, it cannot reach memory, nor interrupt: the caller gives up. It has finished
 * then, so that the next one has its turn at once.
 */
TEST_F_TIMEOUT(edu, does_not_answer, 120)
{
	long long start = now_ns();
	char byte = 'a';

	EXPECT_EQ(1, put_at(self->fd[0], &byte, 1, 7));
	ASSERT_TRUE(edu_mute(&self->device[0], true));
	EXPECT_EQ(-ETIMEDOUT, get_at(self->fd[0], &byte, 1, 7));
	EXPECT_LE(SILENT, (now_ns() - start) / 1000000);
	ASSERT_TRUE(edu_mute(&self->device[0], false));
	byte = 0;
	EXPECT_EQ(1, get_at(self->fd[0], &byte, 1, 7));
	EXPECT_EQ('a', byte);
}

static void nothing(int signal)
{
	(void)signal;
}

static void *reader(void *arg)
{
	struct caller *c = arg;
	char byte;

	__atomic_store_n(&c->nr, syscall(SYS_gettid), __ATOMIC_RELEASE);
	c->times = get_at(c->fd, &byte, 1, 0);
	return NULL;
}

/*
 * A signal ends the call; what the device does to its end is nobody's. Muted, so that
 * it cannot be done before the signal comes.
 */
TEST_F(edu, signal_ends_the_call)
{
	struct sigaction action = { .sa_handler = nothing };
	struct caller c = { .fd = self->fd[0] };
	char byte = 'z';

	sigaction(SIGUSR1, &action, NULL);
	ASSERT_TRUE(edu_mute(&self->device[0], true));
	ASSERT_EQ(0, pthread_create(&c.thread, NULL, reader, &c));
	while (!__atomic_load_n(&c.nr, __ATOMIC_ACQUIRE) || !sleeps_in(c.nr, SYS_pread64))
		usleep(1000);
	pthread_kill(c.thread, SIGUSR1);
	pthread_join(c.thread, NULL);
	ASSERT_TRUE(edu_mute(&self->device[0], false));
	EXPECT_EQ(-EINTR, c.times);
	EXPECT_EQ(1, put_at(self->fd[0], &byte, 1, 0));
	byte = 0;
	EXPECT_EQ(1, get_at(self->fd[0], &byte, 1, 0));
	EXPECT_EQ('z', byte);
}

TEST_HARNESS_MAIN
