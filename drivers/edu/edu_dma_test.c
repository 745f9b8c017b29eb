// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-edu<N>: the device's memory, which is read and written by DMA.
 *
 * DEED_TRANSFERS says how many transfers there are in a row, on each device. DEED_REACH
 * says that the devices reach all memory: else what is O_DIRECT may be copied, too.
 */
#include "edu_test.h"

#include <sys/uio.h>
#include <sys/wait.h>

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

/* The same file, of which nothing is copied: pages of the test, and a hole behind them. */
#define PAGE	4096

FIXTURE(direct)
{
	struct device device[2];
	int fd[2], copied[2];
	unsigned char *out, *in; /* two pages each */
};

static unsigned char *pages(void)
{
	unsigned char *first = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (first != MAP_FAILED)
		munmap(first + 2 * PAGE, PAGE);
	return first;
}

FIXTURE_SETUP(direct)
{
	char node[PATH_MAX];

	edu_begin(_metadata, self->device, self->copied);
	for (int i = 0; i < 2; i++) {
		ASSERT_TRUE(device_node(&self->device[i], node, sizeof(node)));
		self->fd[i] = open(node, O_RDWR | O_DIRECT);
		ASSERT_LE(0, self->fd[i]) TH_LOG("%s: %s", node, strerror(errno));
	}
	self->out = pages();
	self->in = pages();
	ASSERT_NE(MAP_FAILED, self->out);
	ASSERT_NE(MAP_FAILED, self->in);
}

FIXTURE_TEARDOWN(direct)
{
	for (int i = 0; i < 2; i++) {
		close(self->fd[i]);
		close(self->copied[i]);
	}
}

/* Pieces that begin, end, and lie across where pages do. */
TEST_F_TIMEOUT(direct, round_trip, 300)
{
	static const struct { size_t out, in, len; } pieces[] = {
		{ 0, 0, 1 }, { 0, 0, MEMORY }, { 2, 0, MEMORY }, { 0, 2, MEMORY },
		{ PAGE - 1, PAGE - 1, 2 }, { PAGE - 1, 1, MEMORY }, { PAGE - 3, PAGE - 5, 8 },
		{ 2 * PAGE - 1, 2 * PAGE - 1, 1 }, { 4000, 3, 96 }, { PAGE, 2048, MEMORY },
	};

	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++) {
		unsigned char *out = self->out + pieces[i].out, *in = self->in + pieces[i].in;
		long len = pieces[i].len;

		memset(self->in, 0xee, 2 * PAGE);
		fill(out, len, i);
		ASSERT_EQ(len, put_at(self->fd[i & 1], out, len, MEMORY - len));
		ASSERT_EQ(len, get_at(self->fd[i & 1], in, len, MEMORY - len));
		ASSERT_EQ(0, memcmp(in, out, len)) TH_LOG("piece %zu", i);
		/* and no byte beside them */
		for (unsigned char *b = self->in; b < self->in + 2 * PAGE; b++) {
			if (b < in || b >= in + len)
				ASSERT_EQ(0xee, *b) TH_LOG("piece %zu", i);
		}
	}
}

/* Parts of one page, of another, and of the first one again. */
TEST_F(direct, scattered)
{
	struct iovec out[] = {
		{ self->out, 100 }, { self->out + 100, 28 }, { self->out + PAGE - 10, 20 },
		{ self->out + 5, 1 },
	};
	struct iovec in[] = { { self->in + 200, 74 }, { self->in, 75 } };
	unsigned char all[149];

	fill(self->out, 2 * PAGE, 3);
	memcpy(all, self->out, 128);
	memcpy(all + 128, self->out + PAGE - 10, 20);
	all[148] = self->out[5];
	ASSERT_EQ(149, result(pwritev(self->fd[0], out, 4, 17)));
	ASSERT_EQ(149, result(preadv(self->fd[0], in, 2, 17)));
	EXPECT_EQ(0, memcmp(self->in + 200, all, 74));
	EXPECT_EQ(0, memcmp(self->in, all + 74, 75));
}

/* Else the device would be told of one piece, which is the copy. */
TEST_F(direct, is_not_copied)
{
	struct iovec parts[] = { { self->in, 1 }, { self->in + PAGE, 1 } };
	unsigned long before = edu_count(&self->device[0], "interrupts");

	if (!getenv("DEED_REACH"))
		SKIP(return, "the pages may be out of reach, and copied");
	EXPECT_EQ(2, result(preadv(self->copied[0], parts, 2, 0)));
	EXPECT_EQ(before + 1, edu_count(&self->device[0], "interrupts"));
	EXPECT_EQ(2, result(preadv(self->fd[0], parts, 2, 0)));
	EXPECT_EQ(before + 3, edu_count(&self->device[0], "interrupts"));
	EXPECT_EQ(2, result(pwritev(self->fd[0], parts, 2, 0)));
	EXPECT_EQ(before + 5, edu_count(&self->device[0], "interrupts"));
}

/* It can be asked for later, too, and given up. */
TEST_F(direct, by_fcntl)
{
	struct iovec parts[] = { { self->in, 1 }, { self->in + PAGE, 1 } };
	unsigned long before = edu_count(&self->device[0], "interrupts");

	if (!getenv("DEED_REACH"))
		SKIP(return, "the pages may be out of reach, and copied");
	ASSERT_EQ(0, fcntl(self->copied[0], F_SETFL, O_DIRECT));
	EXPECT_EQ(2, result(preadv(self->copied[0], parts, 2, 0)));
	EXPECT_EQ(before + 2, edu_count(&self->device[0], "interrupts"));
	ASSERT_EQ(0, fcntl(self->copied[0], F_SETFL, 0));
	EXPECT_EQ(2, result(preadv(self->copied[0], parts, 2, 0)));
	EXPECT_EQ(before + 3, edu_count(&self->device[0], "interrupts"));
}

TEST_F(direct, ends_where_the_memory_ends)
{
	EXPECT_EQ(0, get_at(self->fd[0], self->in, 1, MEMORY));
	EXPECT_EQ(-ENOSPC, put_at(self->fd[0], self->out, 1, MEMORY));
	EXPECT_EQ(10, put_at(self->fd[0], self->out, MEMORY, MEMORY - 10));
	EXPECT_EQ(10, get_at(self->fd[0], self->in, MEMORY, MEMORY - 10));
	EXPECT_EQ(0, get_at(self->fd[0], self->in, 0, 0));
}

/* Nothing of a call whose memory is not all there; nor is its position moved. */
TEST_F(direct, bad_addresses)
{
	unsigned char *last = self->out + 2 * PAGE - 100;

	fill(self->out, 2 * PAGE, 5);
	ASSERT_EQ(MEMORY, put_at(self->copied[0], self->out, MEMORY, 0));
	EXPECT_EQ(-EFAULT, put_at(self->fd[0], self->out + 2 * PAGE, 1, 0));
	EXPECT_EQ(-EFAULT, put_at(self->fd[0], last, 101, 0));
	EXPECT_EQ(-EFAULT, get_at(self->fd[0], last, 101, 0));
	EXPECT_EQ(-EFAULT, result(read(self->fd[0], last, 101)));
	EXPECT_EQ(0, lseek(self->fd[0], 0, SEEK_CUR));
	ASSERT_EQ(MEMORY, get_at(self->copied[0], self->in, MEMORY, 0));
	EXPECT_EQ(0, memcmp(self->in, self->out, MEMORY));
}

/* Which the device may read, but not write. */
TEST_F(direct, page_that_is_read_only)
{
	fill(self->out, 2 * PAGE, 6);
	memset(self->in, 0xee, 2 * PAGE);
	ASSERT_EQ(0, mprotect(self->out + PAGE, PAGE, PROT_READ));
	ASSERT_EQ(0, mprotect(self->in + PAGE, PAGE, PROT_READ));
	EXPECT_EQ(100, put_at(self->fd[0], self->out + PAGE - 50, 100, 0));
	EXPECT_EQ(-EFAULT, get_at(self->fd[0], self->in + PAGE, 1, 0));
	EXPECT_EQ(-EFAULT, get_at(self->fd[0], self->in + PAGE - 50, 100, 0));
	EXPECT_EQ(50, get_at(self->fd[0], self->in + PAGE - 50, 50, 0));
	EXPECT_EQ(0, memcmp(self->in + PAGE - 50, self->out + PAGE - 50, 50));
	for (int i = 0; i < PAGE; i++)
		ASSERT_EQ(0xee, self->in[PAGE + i]);
}

/* A page of a file: what the device wrote is written back. */
TEST_F(direct, page_of_a_file)
{
	int fd = memfd_create("deed", 0);
	unsigned char byte;
	char *page;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ftruncate(fd, PAGE));
	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_NE(MAP_FAILED, page);
	self->out[0] = 'f';
	ASSERT_EQ(1, put_at(self->fd[0], self->out, 1, 9));
	EXPECT_EQ(1, get_at(self->fd[0], page + 77, 1, 9));
	munmap(page, PAGE);
	EXPECT_EQ(1, get_at(fd, &byte, 1, 77));
	EXPECT_EQ('f', byte);
	close(fd);
}

/* A read of the first two pieces of two pages, at 100 ms a piece. */
struct slow {
	int fd, tid;
	unsigned char *to;
	long result;
	pthread_t thread;
};

static void *read_slowly(void *arg)
{
	struct slow *s = arg;
	struct iovec parts[] = { { s->to + PAGE, 64 }, { s->to, 64 } };

	__atomic_store_n(&s->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	s->result = result(preadv(s->fd, parts, 2, 0));
	return NULL;
}

/* Under way, and what the device has to give is in @out. */
static void begin(struct __test_metadata *_metadata, struct slow *s, unsigned char *out)
{
	fill(out, 128, 8);
	ASSERT_EQ(128, put_at(s->fd, out, 128, 0));
	ASSERT_EQ(0, pthread_create(&s->thread, NULL, read_slowly, s));
	while (!__atomic_load_n(&s->tid, __ATOMIC_ACQUIRE) ||
	       !sleeps_in(s->tid, SYS_preadv))
		usleep(1000);
}

/* The device has the pages that were there, and not those that are there now. */
TEST_F(direct, munmap_while_it_is_under_way)
{
	struct slow s = { .fd = self->fd[0], .to = self->in };
	unsigned char *now;

	if (!getenv("DEED_REACH"))
		SKIP(return, "the pages may be out of reach, and copied");
	begin(_metadata, &s, self->out);
	now = mmap(self->in, 2 * PAGE, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	ASSERT_EQ(self->in, now);
	memset(now, 0xdd, 2 * PAGE);
	pthread_join(s.thread, NULL);
	EXPECT_EQ(128, s.result);
	for (int i = 0; i < 2 * PAGE; i++)
		ASSERT_EQ(0xdd, now[i]);
}

/* The pages stay with who called. */
TEST_F(direct, fork_while_it_is_under_way)
{
	struct slow s = { .fd = self->fd[0], .to = self->in };
	pid_t child;
	int status;

	memset(self->in, 0xee, 2 * PAGE);
	begin(_metadata, &s, self->out);
	child = fork();
	if (!child) {
		memset(self->in, 0x11, 2 * PAGE);
		_exit(0);
	}
	ASSERT_LT(0, child);
	/* a page that both have would be copied here, and the device have the other */
	self->in[200] = 0x22;
	self->in[PAGE + 200] = 0x22;
	ASSERT_EQ(child, waitpid(child, &status, 0));
	pthread_join(s.thread, NULL);
	EXPECT_EQ(128, s.result);
	EXPECT_EQ(0, memcmp(self->in + PAGE, self->out, 64));
	EXPECT_EQ(0, memcmp(self->in, self->out + 64, 64));
}

/* Nobody is left to whom the pages belong, but the device. */
TEST_F(direct, exit_while_it_is_under_way)
{
	pid_t child;
	int status;

	fill(self->out, 128, 9);
	ASSERT_EQ(128, put_at(self->fd[0], self->out, 128, 0));
	child = fork();
	if (!child) {
		struct slow s = { .fd = self->fd[0], .to = self->in };

		read_slowly(&s);
		_exit(0);
	}
	ASSERT_LT(0, child);
	ASSERT_TRUE(until(sleeps_in(child, SYS_preadv)));
	kill(child, SIGKILL);
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	/* what the device has is over before this has its turn */
	EXPECT_EQ(128, get_at(self->fd[0], self->in, 128, 0));
	EXPECT_EQ(0, memcmp(self->in, self->out, 128));
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
