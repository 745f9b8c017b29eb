// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: a call that stands still in the middle of its copy, because the
 * page that it needs next does not come. All that need not wait for it goes on,
 * and whoever has to wait can be interrupted or killed.
 */
#include "pipe_test.h"

#include <linux/userfaultfd.h>

#define OTHER_DEVICE	"/dev/deed-first"

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
	long n;

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
		/* some machines stop some bytes before what they lack */
		n = finish(&reader);
		ASSERT_TRUE(n > PAGE - 128 && n <= PAGE);
		ASSERT_EQ(n, right(l.buf, 0, n));
		/* and the rest is still there */
		ASSERT_EQ(2 * PAGE - n, read(self->rd, data, sizeof(data)));
		ASSERT_EQ(2 * PAGE - n, right(data, n, 2 * PAGE - n));
	}
}

/* A record, of which only the first half ever comes: all or nothing. */
TEST_F(pipe, record_whose_buffer_goes_away)
{
	unsigned long long before = pipe_written(self->wr);
	struct task writer, reader;
	struct late l;
	char c = 0;

	if (!late_make(&l))
		SKIP(return, NO_USERFAULTFD);
	fill(l.buf, 0, PAGE);
	start(&reader, SYS_read, self->rd, (long)&c, 1);
	ASSERT_TRUE(blocked(&reader));
	start(&writer, SYS_write, self->wr, (long)l.buf + PAGE / 2, PAGE);
	ASSERT_TRUE(late_touched(&l));
	ASSERT_EQ(0, late_lose(&l));
	EXPECT_EQ(-EFAULT, finish(&writer));
	ASSERT_TRUE(blocked(&reader));
	EXPECT_EQ(before, pipe_written(self->wr));
	EXPECT_EQ(0, pipe_holds(self->rd));
	ASSERT_EQ(1, write(self->wr, "x", 1));
	EXPECT_EQ(1, finish(&reader));
	EXPECT_EQ('x', c);
}

/* A call has copied its first page and waits for the second: all the others. */
FIXTURE(stalled)
{
	int rd, wr;
	struct late late;
	struct task task;
	unsigned char data[2 * PAGE];
};

FIXTURE_VARIANT(stalled)
{
	long nr;
};

FIXTURE_VARIANT_ADD(stalled, reader) { SYS_read };
FIXTURE_VARIANT_ADD(stalled, writer) { SYS_write };

FIXTURE_SETUP(stalled)
{
	int fd;

	pipe_begin(_metadata, &self->rd, &self->wr);
	if (!late_make(&self->late))
		SKIP(return, NO_USERFAULTFD);
	fill(self->data, 0, 2 * PAGE);
	if (variant->nr == SYS_read) {
		ASSERT_EQ(2 * PAGE, write(self->wr, self->data, 2 * PAGE));
		fd = self->rd;
	} else {
		memcpy(self->late.buf, self->data, PAGE);
		fd = self->wr;
	}
	start(&self->task, variant->nr, fd, (long)self->late.buf, 2 * PAGE);
	ASSERT_TRUE(late_touched(&self->late));
}

/* Bring the page: the call takes its data as if nothing had been. */
FIXTURE_TEARDOWN(stalled)
{
	if (!_metadata->exit_code && !finished(&self->task)) {
		EXPECT_EQ(0, late_bring(&self->late, self->data + PAGE));
		EXPECT_EQ(2 * PAGE, finish(&self->task));
		if (variant->nr == SYS_read)
			EXPECT_EQ(2 * PAGE, right(self->late.buf, 0, 2 * PAGE));
	}
	pipe_end(_metadata, &self->rd, &self->wr);
}

#define go_on() \
	do { \
		ASSERT_FALSE(finished(&self->task)); \
		ASSERT_EQ(0, late_bring(&self->late, self->data + PAGE)); \
		ASSERT_EQ(2 * PAGE, finish(&self->task)); \
	} while (0)

/* open and close, of all kinds. */
TEST_F(stalled, pipe_is_opened_and_closed)
{
	static const int modes[] = { O_RDONLY, O_WRONLY, O_RDWR, O_RDWR | O_NONBLOCK };

	for (unsigned int i = 0; i < ARRAY_SIZE(modes); i++) {
		int fd = open(DEVICE, modes[i]);

		ASSERT_LE(0, fd);
		ASSERT_EQ(0, close(fd));
	}
	EXPECT_FALSE(finished(&self->task));
}

/* All opens of misc devices come through one lock. */
TEST_F(stalled, another_device_is_opened)
{
	struct task t;
	int fd;

	if (access(OTHER_DEVICE, F_OK))
		SKIP(return, OTHER_DEVICE " is not there: load deed_first");
	start(&t, SYS_openat, AT_FDCWD, (long)DEVICE, O_RDWR);
	blocked(&t);	/* or done, as it should be */
	fd = open(OTHER_DEVICE, O_RDONLY);
	EXPECT_LE(0, fd);
	close(fd);
	fd = finish(&t);
	ASSERT_LE(0, fd);
	EXPECT_EQ(0, close(fd));
	EXPECT_FALSE(finished(&self->task));
}

/* Nothing of the device waits for a page; the call ends on what it has begun. */
TEST_F(stalled, device_is_unbound)
{
	unsigned char byte = 0;
	int fd;

	ASSERT_EQ(0, bind_device(&pipe_device, false));
	EXPECT_FALSE(finished(&self->task));
	ASSERT_EQ(0, bind_device(&pipe_device, true));
	ASSERT_TRUE(until(!access(DEVICE, F_OK)));
	fd = open(DEVICE, O_RDWR);
	EXPECT_EQ(1, write(fd, "x", 1));
	EXPECT_EQ(1, read(fd, &byte, 1));
	EXPECT_EQ('x', byte);
	EXPECT_EQ(0, close(fd));
	go_on();
	EXPECT_EQ(-ENODEV, result(read(self->rd, &byte, 1)));
	EXPECT_EQ(-ENODEV, result(write(self->wr, &byte, 1)));
}

/* Also the last close, of the peer. */
TEST_F(stalled, peer_leaves)
{
	unsigned char buf[2 * PAGE];

	close_end(variant->nr == SYS_read ? &self->wr : &self->rd);
	go_on();
	if (variant->nr == SYS_read) {
		EXPECT_EQ(2 * PAGE, right(self->late.buf, 0, 2 * PAGE));
		EXPECT_EQ(POLLHUP, events(self->rd));
		EXPECT_EQ(0, read(self->rd, buf, sizeof(buf)));
		return;
	}
	EXPECT_EQ(POLLERR, events(self->wr));
	EXPECT_EQ(-EPIPE, result(write(self->wr, buf, 1)));
	self->rd = open(DEVICE, O_RDONLY);
	EXPECT_EQ(2 * PAGE, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(2 * PAGE, right(buf, 0, sizeof(buf)));
}

/* poll has to wait, even if it must not sleep; what it then says is right. */
TEST_F(stalled, poll_waits)
{
	struct pollfd p[2] = {
		{ .fd = self->rd, .events = POLLIN },
		{ .fd = self->wr, .events = POLLOUT },
	};
	struct timespec at_once = {};
	struct task t;

	start(&t, SYS_ppoll, (long)p, 2, (long)&at_once);
	ASSERT_TRUE(blocked(&t));
	go_on();
	EXPECT_EQ(1, finish(&t));
	EXPECT_EQ(variant->nr == SYS_read ? 0 : POLLIN, p[0].revents);
	EXPECT_EQ(variant->nr == SYS_read ? POLLOUT : 0, p[1].revents);
}

TEST_F(stalled, poll_is_killed)
{
	struct pollfd p[2] = {
		{ .fd = self->rd, .events = POLLIN },
		{ .fd = self->wr, .events = POLLOUT },
	};

	for (int i = 0; i < 2; i++) {
		struct task *t = process_start(-1, SYS_ppoll, (long[6]) { (long)&p[i], 1 });

		ASSERT_TRUE(blocked(t));
		ASSERT_EQ(0, kill(t->tid, SIGKILL));
		ASSERT_EQ(-ESRCH, finish(t));
		ASSERT_FALSE(finished(&self->task));
	}
}

TEST_F(stalled, others_are_interrupted)
{
	struct task t[2];
	char c;

	handle(SIGUSR1, 0);
	start(&t[0], SYS_read, self->rd, (long)&c, 1);
	start(&t[1], SYS_write, self->wr, (long)"x", 1);
	for (int i = 0; i < 2; i++) {
		ASSERT_TRUE(blocked(&t[i]));
		disturb(&t[i], SIGUSR1);
		ASSERT_EQ(-EINTR, finish(&t[i]));
	}
	EXPECT_FALSE(finished(&self->task));
}

/* A handler with SA_RESTART in between, and then they get what they wanted. */
TEST_F(stalled, others_are_disturbed_and_go_on)
{
	unsigned char buf[2 * PAGE];
	struct task t[2];

	handle(SIGUSR1, SA_RESTART);
	start(&t[0], SYS_read, self->rd, (long)buf, sizeof(buf));
	start(&t[1], SYS_write, self->wr, (long)"x", 1);
	for (int i = 0; i < 2; i++) {
		ASSERT_TRUE(blocked(&t[i]));
		disturb(&t[i], SIGUSR1);
		ASSERT_TRUE(blocked(&t[i]));
	}
	go_on();
	EXPECT_EQ(1, finish(&t[1]));
	if (variant->nr == SYS_read) {
		EXPECT_EQ(1, finish(&t[0]));
		EXPECT_EQ('x', buf[0]);
		return;
	}
	EXPECT_EQ(2 * PAGE, finish(&t[0]));
	EXPECT_EQ(2 * PAGE, right(buf, 0, sizeof(buf)));
	EXPECT_EQ(1, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ('x', buf[0]);
}

/* And their files are closed at once. */
TEST_F(stalled, others_are_killed)
{
	static const int modes[] = { O_RDONLY, O_WRONLY };
	struct deed_pipe_stats s;

	for (int i = 0; i < 2; i++) {
		struct task *t = start_process(modes[i], i ? SYS_write : SYS_read,
					       self->data, 1);

		ASSERT_TRUE(blocked(t));
		ASSERT_EQ(0, kill(t->tid, SIGKILL));
		ASSERT_EQ(-ESRCH, finish(t));
	}
	go_on();
	pipe_stats(self->rd, &s);
	EXPECT_EQ(1, s.readers);
	EXPECT_EQ(1, s.writers);
}

TEST_HARNESS_MAIN
