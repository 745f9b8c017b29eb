// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: buffers that are not what they should be. Bad addresses, half
 * mapped buffers, buffers that change, or come and go in the middle of a call.
 * Every byte that a call counts is right; no other is lost or invented. A write of
 * up to PIPE_BUF bytes counts as a whole or not at all.
 */
#include "pipe_test.h"

TEST_F(pipe, bad_addresses)
{
	unsigned char *end = half_mapped(1), *none, *only, buf[64];
	unsigned long long before;

	none = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	only = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *bad[] = {
		NULL, (void *)1, end, none, (void *)-1, (void *)-PAGE,
		(void *)0xffff888000000000,	/* the kernel's own memory */
		(void *)0xffffffff81000000,	/* the kernel's own code */
		(void *)0x0000800000000000,	/* not canonical */
		(void *)0x00007ffffffff000,	/* the first page beyond */
		only,				/* the last: a write may read it */
	};
	int n = ARRAY_SIZE(bad);

	fill(buf, 0, sizeof(buf));
	ASSERT_EQ(10, write(self->wr, buf, 10));
	before = pipe_written(self->wr);
	for (int i = 0; i < n; i++) {
		struct iovec iov[2] = { { bad[i], 5 }, { buf, 5 } };

		EXPECT_EQ(-EFAULT, result(read(self->rd, bad[i], 10)))
			TH_LOG("address %p", bad[i]);
		EXPECT_EQ(-EFAULT, result(readv(self->rd, iov, 2)))
			TH_LOG("address %p", bad[i]);
		if (i == n - 1)
			break;
		EXPECT_EQ(-EFAULT, result(write(self->wr, bad[i], 10)))
			TH_LOG("address %p", bad[i]);
		EXPECT_EQ(-EFAULT, result(writev(self->wr, iov, 2)))
			TH_LOG("address %p", bad[i]);
		/* nor can the vector itself be there */
		EXPECT_EQ(-EFAULT, result(readv(self->rd, bad[i], 2)));
		EXPECT_EQ(-EFAULT, result(writev(self->wr, bad[i], 2)));
	}
	EXPECT_EQ(before, pipe_written(self->wr));
	EXPECT_EQ(10, pipe_holds(self->wr));
	ASSERT_EQ(10, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(10, right(buf, 0, 10));
}

/* A vector with a hole in the middle: what is before it counts, if it may. */
TEST_F(pipe, vector_with_a_hole)
{
	unsigned char buf[64], *end = half_mapped(1);
	struct iovec iov[3] = { { buf, 10 }, { end - 8, 12 }, { buf + 18, 10 } };
	unsigned long long before = pipe_written(self->wr);

	fill(buf, 0, sizeof(buf));
	fill(end - 8, 10, 8);
	EXPECT_EQ(-EFAULT, result(writev(self->wr, iov, 3)));
	EXPECT_EQ(before, pipe_written(self->wr));
	EXPECT_EQ(0, pipe_holds(self->wr));
	iov[1].iov_len = PIPE_BUF;
	ASSERT_EQ(18, writev(self->wr, iov, 3));
	ASSERT_EQ(18, pipe_holds(self->wr));
	iov[1].iov_len = 12; /* of which all machines copy 8 */
	fill(buf, 18, 20);
	ASSERT_EQ(20, write(self->wr, buf, 20));
	memset(buf, 0, sizeof(buf));
	memset(end - 8, 0, 8);
	ASSERT_EQ(18, readv(self->rd, iov, 3));
	EXPECT_EQ(10, right(buf, 0, 10));
	EXPECT_EQ(8, right(end - 8, 10, 8));
	EXPECT_EQ(0, buf[18]);
	ASSERT_EQ(20, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(20, right(buf, 18, 20));
}

/* A write of len bytes, of which only some can be fetched, leaves no trace. */
static bool leaves_no_trace(int wr, const unsigned char *end, size_t good, size_t len)
{
	struct deed_pipe_stats before, after;

	pipe_stats(wr, &before);
	if (result(write(wr, end - good, len)) != -EFAULT)
		return false;
	pipe_stats(wr, &after);
	return !memcmp(&before, &after, sizeof(after));
}

/* At all places in the ring, so that its wrap is before, in and after the hole. */
TEST_F(pipe, record_that_faults_is_not_there)
{
	static const size_t good[] = { 0, 1, 50, 99, PIPE_BUF / 2, PIPE_BUF - 1 };
	unsigned char *end = half_mapped(1), buf[CAPACITY];

	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	for (size_t pos = 0; pos < CAPACITY + PAGE; pos += 37) {
		for (unsigned int i = 0; i < ARRAY_SIZE(good); i++) {
			fill(end - good[i], ~pos, good[i]);
			ASSERT_TRUE(leaves_no_trace(self->wr, end, good[i], PIPE_BUF))
				TH_LOG("%zu good bytes at %zu", good[i], pos);
			if (good[i] < 100) {
				ASSERT_TRUE(leaves_no_trace(self->wr, end, good[i], 100))
					TH_LOG("%zu good bytes at %zu", good[i], pos);
			}
			ASSERT_EQ(-EAGAIN, result(read(self->rd, buf, 1)));
		}
		/* nor does one in front of which, and after which, there is data */
		fill(buf, pos, 37);
		ASSERT_EQ(20, write(self->wr, buf, 20));
		ASSERT_TRUE(leaves_no_trace(self->wr, end, 50, 100));
		ASSERT_EQ(17, write(self->wr, buf + 20, 17));
		ASSERT_EQ(37, read(self->rd, buf, sizeof(buf)));
		ASSERT_EQ(37, right(buf, pos, 37));
	}
	/* the limit */
	fill(end - PIPE_BUF, 0, PIPE_BUF);
	EXPECT_EQ(PIPE_BUF, write(self->wr, end - PIPE_BUF, PIPE_BUF + 1));
	EXPECT_EQ(PIPE_BUF, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(PIPE_BUF, right(buf, 0, PIPE_BUF));
}

/* Who waits for data does not notice it. */
TEST_F(pipe, record_that_faults_wakes_nobody)
{
	unsigned char *end = half_mapped(1);
	struct task reader;
	char c = 0;

	start(&reader, SYS_read, self->rd, (long)&c, 1);
	ASSERT_TRUE(blocked(&reader));
	ASSERT_TRUE(leaves_no_trace(self->wr, end, 50, 100));
	ASSERT_TRUE(blocked(&reader));
	EXPECT_EQ(0, events(self->rd));
	ASSERT_EQ(1, write(self->wr, "x", 1));
	EXPECT_EQ(1, finish(&reader));
	EXPECT_EQ('x', c);
}

/* How near to the hole a read stops is the machine's affair; the next goes on. */
static size_t read_to_the_hole(int rd, unsigned char *buf, size_t len)
{
	size_t done = 0;
	ssize_t n;

	do {
		n = read(rd, buf + done, CAPACITY);
		done += n > 0 ? n : 0;
	} while (n > 0 && done < len);
	return done;
}

/*
 * Every byte that counts is right, and the others are still there: at all places
 * in the ring, so that the hole comes before, at and after its wrap.
 */
TEST_F(pipe, half_mapped_buffers)
{
	static const size_t good[] = { 1, 7, 64, 1000, 4095, 4096, 4097, 6000 };
	unsigned char *end = half_mapped(2), buf[CAPACITY];
	size_t in = 0, out = 0;

	for (int place = 0; place < 24; place++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(good); i++) {
			size_t k = good[i];

			fill(end - k, in, k);
			ASSERT_EQ((ssize_t)k,
				  write(self->wr, end - k, PIPE_BUF + k + place * 300));
			in += k;
			ASSERT_EQ(in - out, pipe_holds(self->wr));
			/* one more, so that a read can fail after k */
			fill(buf, in, 100);
			ASSERT_EQ(100, write(self->wr, buf, 100));
			in += 100;

			memset(end - k, 0, k);
			ASSERT_EQ(k, read_to_the_hole(self->rd, end - k, k));
			ASSERT_EQ(k, right(end - k, out, k));
			out += k;
			ASSERT_EQ(100, read(self->rd, buf, CAPACITY));
			ASSERT_EQ(100, right(buf, out, 100));
			out += 100;
		}
		ASSERT_EQ(117, write(self->wr, buf, 117));
		ASSERT_EQ(117, read(self->rd, buf, 117));
		in += 117;
		out += 117;
	}
}

/* A blocking write whose buffer ends after what fitted. */
TEST_F(pipe, hole_after_the_pipe_was_full)
{
	unsigned char *end = half_mapped(4), buf[CAPACITY];
	struct task t;

	fill(end - CAPACITY - 5, 0, CAPACITY + 5);
	start(&t, SYS_write, self->wr, (long)(end - CAPACITY - 5), 1 << 20);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	ASSERT_EQ(CAPACITY, right(buf, 0, CAPACITY));
	EXPECT_EQ(CAPACITY + 5, finish(&t));
	ASSERT_EQ(5, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(5, right(buf, CAPACITY, 5));
}

/* Memory that the process sees twice; one view may come and go. */
struct views {
	unsigned char *steady, *shaky;
	bool stop;
};

#define VIEW (4 * PAGE)

static void views_make(struct views *v)
{
	int fd = memfd_create("views", 0);

	*v = (struct views){};
	if (fd < 0 || ftruncate(fd, VIEW))
		abort();
	v->steady = mmap(NULL, VIEW, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	v->shaky = mmap(NULL, VIEW, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
}

static void *shake(void *arg)
{
	struct views *v = arg;

	for (int page = 0; !__atomic_load_n(&v->stop, __ATOMIC_ACQUIRE); page++) {
		mprotect(v->shaky + page % 4 * PAGE, PAGE, PROT_NONE);
		sched_yield();
		mprotect(v->shaky + page % 4 * PAGE, PAGE, PROT_READ | PROT_WRITE);
	}
	return NULL;
}

/* Buffers that come and go during the call: counts stay true. */
TEST_F(pipe, buffers_that_come_and_go)
{
	unsigned long long before = pipe_written(self->wr);
	size_t in = 0, out = 0;
	pthread_t thread;
	struct views v;
	ssize_t n;

	views_make(&v);
	ASSERT_EQ(0, pipe_set_capacity(self->wr, 32768));
	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, pthread_create(&thread, NULL, shake, &v));
	for (int turn = 0; turn < 1000; turn++) {
		/* every other time a record, in two pages */
		size_t at = turn % 2 ? PAGE / 2 : 0;
		size_t len = turn % 2 ? PIPE_BUF - turn : VIEW - turn;

		fill(v.steady + at, in, len);
		n = write(self->wr, v.shaky + at, len);
		ASSERT_TRUE(n > 0 || errno == EFAULT);
		if (len <= PIPE_BUF && n > 0)
			ASSERT_EQ((ssize_t)len, n);
		in += n > 0 ? n : 0;
		ASSERT_EQ(in, pipe_written(self->wr) - before);
		do {
			memset(v.steady, 0, VIEW);
			n = read(self->rd, turn % 2 ? v.shaky : v.steady, VIEW);
			ASSERT_TRUE(n > 0 || errno == EFAULT || errno == EAGAIN);
			if (n > 0)
				ASSERT_EQ((size_t)n, right(v.steady, out, n));
			out += n > 0 ? n : 0;
			ASSERT_EQ(in - out, pipe_holds(self->rd));
		} while (out < in);
	}
	__atomic_store_n(&v.stop, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
}

static void *change(void *arg)
{
	struct views *v = arg;

	for (unsigned int i = 0; !__atomic_load_n(&v->stop, __ATOMIC_ACQUIRE); i++)
		memset(v->steady, i % 2 ? 'a' : 'b', VIEW);
	return NULL;
}

/* A buffer that another thread changes: each byte has one of its two values. */
TEST_F(pipe, buffer_that_changes)
{
	static unsigned char buf[VIEW];
	pthread_t thread;
	struct views v;
	size_t other;

	views_make(&v);
	memset(v.steady, 'a', VIEW);
	ASSERT_EQ(0, pipe_set_capacity(self->wr, VIEW));
	ASSERT_EQ(0, pthread_create(&thread, NULL, change, &v));
	for (int turn = 0; turn < 500; turn++) {
		ASSERT_EQ(VIEW, write(self->wr, v.steady, VIEW));
		ASSERT_EQ(VIEW, read(self->rd, buf, VIEW));
		other = 0;
		for (int i = 0; i < VIEW; i++)
			other += buf[i] != 'a' && buf[i] != 'b';
		ASSERT_EQ(0, other);
	}
	__atomic_store_n(&v.stop, true, __ATOMIC_RELEASE);
	pthread_join(thread, NULL);
}

TEST_HARNESS_MAIN
