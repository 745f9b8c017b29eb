// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: buffers that are not what they should be. Bad addresses, half
 * mapped buffers, buffers that change, come and go or stand still in the middle of
 * a call. Every byte that a call counts is right; no other is lost or invented.
 */
#include "pipe_test.h"

#include <linux/userfaultfd.h>

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

/* A vector with a hole in the middle: what is before it counts. */
TEST_F(pipe, vector_with_a_hole)
{
	unsigned char buf[64], *end = half_mapped(1);
	struct iovec iov[3] = { { buf, 10 }, { end - 3, 10 }, { buf + 13, 10 } };

	fill(buf, 0, sizeof(buf));
	fill(end - 3, 10, 3);
	ASSERT_EQ(13, writev(self->wr, iov, 3));
	ASSERT_EQ(13, pipe_holds(self->wr));
	fill(buf, 13, 20);
	ASSERT_EQ(20, write(self->wr, buf, 20));
	memset(buf, 0, sizeof(buf));
	memset(end - 3, 0, 3);
	ASSERT_EQ(13, readv(self->rd, iov, 3));
	EXPECT_EQ(10, right(buf, 0, 10));
	EXPECT_EQ(3, right(end - 3, 10, 3));
	EXPECT_EQ(0, buf[13]);
	ASSERT_EQ(20, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(20, right(buf, 13, 20));
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
			ASSERT_EQ((ssize_t)k, write(self->wr, end - k, k + 1 + place * 300));
			in += k;
			ASSERT_EQ(in - out, pipe_holds(self->wr));
			/* one more, so that a read can fail after k */
			fill(buf, in, 100);
			ASSERT_EQ(100, write(self->wr, buf, 100));
			in += 100;

			memset(end - k, 0, k);
			ASSERT_EQ((ssize_t)k, read(self->rd, end - k, CAPACITY));
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
		fill(v.steady, in, VIEW);
		n = write(self->wr, v.shaky, VIEW - turn);
		ASSERT_TRUE(n > 0 || errno == EFAULT);
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

/* A buffer of two pages, the second of which waits for us to bring it. */
struct late {
	unsigned char *buf;
	int fd;
};

static bool late_make(struct late *l)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range.len = PAGE,
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};

	l->fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (l->fd < 0)
		return false;
	l->buf = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	reg.range.start = (unsigned long)l->buf + PAGE;
	return !ioctl(l->fd, UFFDIO_API, &api) &&
	       !ioctl(l->fd, UFFDIO_REGISTER, &reg);
}

/* Wait until somebody touches the second page. */
static bool late_touched(const struct late *l)
{
	struct uffd_msg msg;

	return read(l->fd, &msg, sizeof(msg)) == sizeof(msg) &&
	       msg.event == UFFD_EVENT_PAGEFAULT;
}

static int late_bring(const struct late *l, const void *page)
{
	struct uffdio_copy copy = {
		.dst = (unsigned long)l->buf + PAGE,
		.src = (unsigned long)page,
		.len = PAGE,
	};

	return ioctl(l->fd, UFFDIO_COPY, &copy);
}

/* Unmap it instead, and let who waits for it see that. */
static int late_lose(const struct late *l)
{
	struct uffdio_range range = { (unsigned long)l->buf + PAGE, PAGE };

	return munmap(l->buf + PAGE, PAGE) ?: ioctl(l->fd, UFFDIO_WAKE, &range);
}

#define NO_USERFAULTFD "this kernel has no userfaultfd"

/*
 * A write stands still in the middle. What it has fetched is fetched; a reader
 * that waits for it can be disturbed, and gets all of it in the end.
 */
TEST_F(pipe, write_that_stands_still)
{
	unsigned char page[PAGE], buf[2 * PAGE];
	struct task writer, reader;
	struct late l;

	if (!late_make(&l))
		SKIP(return, NO_USERFAULTFD);
	handle(SIGUSR1, SA_RESTART);
	fill(l.buf, 0, PAGE);
	fill(page, PAGE, PAGE);
	start(&writer, SYS_write, self->wr, (long)l.buf, 2 * PAGE);
	ASSERT_TRUE(late_touched(&l));
	/* all but the word that may be fetched again with what follows it */
	memset(l.buf, 0xaa, PAGE - 8);
	start(&reader, SYS_read, self->rd, (long)buf, sizeof(buf));
	ASSERT_TRUE(blocked(&reader));
	disturb(&reader, SIGUSR1);
	ASSERT_TRUE(blocked(&reader));
	ASSERT_EQ(0, late_bring(&l, page));
	EXPECT_EQ(2 * PAGE, finish(&writer));
	EXPECT_EQ(2 * PAGE, finish(&reader));
	EXPECT_EQ(2 * PAGE, right(buf, 0, sizeof(buf)));
}

/* One that waits for somebody who stands still can be killed. */
TEST_F(pipe, killed_behind_one_that_stands_still)
{
	unsigned char page[PAGE];
	struct task writer, *reader;
	struct late l;

	if (!late_make(&l))
		SKIP(return, NO_USERFAULTFD);
	reader = start_process(O_RDONLY, SYS_read, page, PAGE);
	ASSERT_TRUE(blocked(reader));
	fill(l.buf, 0, PAGE);
	start(&writer, SYS_write, self->wr, (long)l.buf, 2 * PAGE);
	ASSERT_TRUE(late_touched(&l));
	ASSERT_EQ(0, kill(reader->tid, SIGKILL));
	/* its file is closed when the lock is free again */
	ASSERT_EQ(0, late_bring(&l, page));
	EXPECT_EQ(2 * PAGE, finish(&writer));
	EXPECT_EQ(-ESRCH, finish(reader));
}

/* The page that a write waits for will never come: the count stops before it. */
TEST_F(pipe, write_whose_buffer_goes_away)
{
	unsigned char buf[2 * PAGE];
	struct task writer;
	struct late l;

	if (!late_make(&l))
		SKIP(return, NO_USERFAULTFD);
	fill(l.buf, 0, PAGE);
	start(&writer, SYS_write, self->wr, (long)l.buf, 2 * PAGE);
	ASSERT_TRUE(late_touched(&l));
	ASSERT_EQ(0, late_lose(&l));
	EXPECT_EQ(PAGE, finish(&writer));
	ASSERT_EQ(PAGE, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(PAGE, right(buf, 0, PAGE));
}

TEST_F(pipe, read_that_stands_still)
{
	unsigned char zeros[PAGE] = "", data[2 * PAGE];
	struct task reader;
	struct late l;

	if (!late_make(&l))
		SKIP(return, NO_USERFAULTFD);
	fill(data, 0, sizeof(data));
	for (int gone = 0; gone < 2; gone++) {
		ASSERT_EQ(2 * PAGE, write(self->wr, data, sizeof(data)));
		start(&reader, SYS_read, self->rd, (long)l.buf, 2 * PAGE);
		ASSERT_TRUE(late_touched(&l));
		if (!gone) {
			ASSERT_EQ(0, late_bring(&l, zeros));
			EXPECT_EQ(2 * PAGE, finish(&reader));
			ASSERT_EQ(2 * PAGE, right(l.buf, 0, 2 * PAGE));
			ASSERT_EQ(0, madvise(l.buf + PAGE, PAGE, MADV_DONTNEED));
			continue;
		}
		ASSERT_EQ(0, late_lose(&l));
		EXPECT_EQ(PAGE, finish(&reader));
		ASSERT_EQ(PAGE, right(l.buf, 0, PAGE));
		/* and the rest is still there */
		ASSERT_EQ(PAGE, read(self->rd, l.buf, PAGE));
		ASSERT_EQ(PAGE, right(l.buf, PAGE, PAGE));
	}
}

TEST_HARNESS_MAIN
