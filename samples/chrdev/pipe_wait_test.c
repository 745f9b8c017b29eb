// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: waiting, and being woken. Reads and writes that block or must
 * not, peers that are gone or not yet there, signals, and processes that are
 * killed while they wait.
 */
#include "pipe_test.h"

TEST_F(pipe, reader_waits_for_data)
{
	struct task t;
	char buf[16];

	start(&t, SYS_read, self->rd, (long)buf, sizeof(buf));
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(5, write(self->wr, "hello", 5));
	ASSERT_EQ(5, finish(&t));
	EXPECT_EQ(0, memcmp(buf, "hello", 5));
}

TEST_F(pipe, writer_waits_for_room)
{
	unsigned char buf[CAPACITY], more[PAGE];
	size_t pos = fill_up(self->wr, 0);
	struct task t;

	ASSERT_EQ(CAPACITY, pos);
	fill(more, pos, sizeof(more));
	start(&t, SYS_write, self->wr, (long)more, sizeof(more));
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(PAGE, read(self->rd, buf, PAGE));
	ASSERT_EQ(PAGE, finish(&t));
	ASSERT_EQ(PAGE, right(buf, 0, PAGE));
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(CAPACITY, right(buf, PAGE, CAPACITY));
}

/* Each write goes on as soon as there is any room once it has begun. */
TEST_F(pipe, long_write_trickles)
{
	size_t len = 5 * CAPACITY + 3, pos = 0;
	unsigned char *data = malloc(len), buf[777];
	struct task t;

	fill(data, 0, len);
	start(&t, SYS_write, self->wr, (long)data, len);
	while (pos < len) {
		ssize_t n = read(self->rd, buf, sizeof(buf));

		ASSERT_LT(0, n);
		ASSERT_EQ((size_t)n, right(buf, pos, n));
		pos += n;
	}
	EXPECT_EQ((long)len, finish(&t));
	EXPECT_EQ(0, pipe_holds(self->rd));
	free(data);
}

#define CROWD 4

TEST_F(pipe, all_waiting_readers_are_woken)
{
	char got[CROWD + 1] = "";
	struct task t[CROWD];

	for (int i = 0; i < CROWD; i++)
		start(&t[i], SYS_read, self->rd, (long)&got[i], 1);
	for (int i = 0; i < CROWD; i++)
		ASSERT_TRUE(blocked(&t[i]));
	ASSERT_EQ(CROWD, write(self->wr, "aaaa", CROWD));
	for (int i = 0; i < CROWD; i++)
		EXPECT_EQ(1, finish(&t[i]));
	EXPECT_STREQ("aaaa", got);
}

TEST_F(pipe, all_waiting_writers_are_woken)
{
	unsigned char buf[CAPACITY];
	struct task t[CROWD];

	fill_up(self->wr, 0);
	for (int i = 0; i < CROWD; i++)
		start(&t[i], SYS_write, self->wr, (long)"b", 1);
	for (int i = 0; i < CROWD; i++)
		ASSERT_TRUE(blocked(&t[i]));
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	for (int i = 0; i < CROWD; i++)
		EXPECT_EQ(1, finish(&t[i]));
	ASSERT_EQ(CROWD, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(0, memcmp(buf, "bbbb", CROWD));
}

TEST_F(pipe, more_capacity_wakes_writers)
{
	unsigned char more[PAGE];
	struct task t;

	fill(more, fill_up(self->wr, 0), sizeof(more));
	start(&t, SYS_write, self->wr, (long)more, sizeof(more));
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(0, pipe_set_capacity(self->rd, 2 * CAPACITY));
	EXPECT_EQ(PAGE, finish(&t));
	EXPECT_EQ(CAPACITY + PAGE, pipe_holds(self->rd));
}

TEST_F(pipe, nonblock_read_of_nothing)
{
	char c;

	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	EXPECT_EQ(-EAGAIN, result(read(self->rd, &c, 1)));
	ASSERT_EQ(1, write(self->wr, "x", 1));
	EXPECT_EQ(1, read(self->rd, &c, 1));
	EXPECT_EQ('x', c);
	EXPECT_EQ(-EAGAIN, result(read(self->rd, &c, 1)));
}

/* Up to PIPE_BUF all or nothing; beyond, what fits. */
TEST_F(pipe, nonblock_write_without_room)
{
	unsigned char buf[2 * CAPACITY];

	fill(buf, 0, sizeof(buf));
	ASSERT_EQ(0, fcntl(self->wr, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(CAPACITY, write(self->wr, buf, sizeof(buf)));
	EXPECT_EQ(-EAGAIN, result(write(self->wr, buf, 1)));
	EXPECT_EQ(-EAGAIN, result(write(self->wr, buf, sizeof(buf))));
	ASSERT_EQ(PAGE - 1, read(self->rd, buf, PAGE - 1));
	EXPECT_EQ(-EAGAIN, result(write(self->wr, buf, PIPE_BUF)));
	EXPECT_EQ(CAPACITY - PAGE + 1, pipe_holds(self->wr));
	EXPECT_EQ(PIPE_BUF - 1, write(self->wr, buf, PIPE_BUF - 1));
	EXPECT_EQ(-EAGAIN, result(write(self->wr, buf, 1)));
	for (int room = 1; room < PAGE; room += room) {
		ASSERT_EQ(room, read(self->rd, buf, room));
		EXPECT_EQ(room, write(self->wr, buf, PIPE_BUF + 1));
		EXPECT_EQ(-EAGAIN, result(write(self->wr, buf, sizeof(buf))));
	}
	ASSERT_EQ(PAGE, read(self->rd, buf, PAGE));
	EXPECT_EQ(PAGE, result(write(self->wr, buf, sizeof(buf))));
}

/* A write of PIPE_BUF waits until all of it fits, also at the least capacity. */
TEST_F(pipe, atomic_write_waits_for_all_its_room)
{
	unsigned char buf[PAGE], more[PAGE];
	struct task t;

	ASSERT_EQ(0, pipe_set_capacity(self->wr, DEED_PIPE_MIN));
	ASSERT_EQ(3, write(self->wr, "one", 3));
	memset(more, 'm', sizeof(more));
	start(&t, SYS_write, self->wr, (long)more, sizeof(more));
	for (int i = 0; i < 2; i++) {
		ASSERT_TRUE(blocked(&t));
		ASSERT_EQ(3 - i, pipe_holds(self->wr));
		ASSERT_EQ(1, read(self->rd, buf, 1));
	}
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(1, read(self->rd, buf, 1));
	ASSERT_EQ(PAGE, finish(&t));
	ASSERT_EQ(PAGE, read(self->rd, buf, PAGE));
	EXPECT_EQ(0, memcmp(buf, more, PAGE));
}

TEST_F(pipe, end_comes_after_the_data)
{
	char buf[16] = "";

	ASSERT_EQ(4, write(self->wr, "last", 4));
	close_end(&self->wr);
	EXPECT_EQ(2, read(self->rd, buf, 2));
	EXPECT_EQ(2, read(self->rd, buf + 2, sizeof(buf) - 2));
	EXPECT_STREQ("last", buf);
	for (int i = 0; i < 3; i++)
		EXPECT_EQ(0, read(self->rd, buf, sizeof(buf)));
	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	EXPECT_EQ(0, read(self->rd, buf, sizeof(buf)));
}

TEST_F(pipe, end_wakes_readers)
{
	int other = open(DEVICE, O_WRONLY);
	struct task t[2];
	char c[2];

	for (int i = 0; i < 2; i++)
		start(&t[i], SYS_read, self->rd, (long)&c[i], 1);
	for (int i = 0; i < 2; i++)
		ASSERT_TRUE(blocked(&t[i]));
	close_end(&self->wr);
	/* not the last */
	EXPECT_EQ(0, events(self->rd));
	for (int i = 0; i < 2; i++)
		ASSERT_TRUE(blocked(&t[i]));
	close(other);
	for (int i = 0; i < 2; i++)
		EXPECT_EQ(0, finish(&t[i]));
}

/* SIGPIPE would end this program. */
TEST_F(pipe, nobody_reads_any_more)
{
	close_end(&self->rd);
	EXPECT_EQ(-EPIPE, result(write(self->wr, "x", 1)));
	fcntl(self->wr, F_SETFL, O_NONBLOCK);
	EXPECT_EQ(-EPIPE, result(write(self->wr, "x", 1)));
	EXPECT_EQ(0, pipe_holds(self->wr));
}

TEST_F(pipe, leaving_reader_wakes_writers)
{
	unsigned char more[2 * CAPACITY] = "";
	struct task t;

	fill_up(self->wr, 0);
	start(&t, SYS_write, self->wr, (long)more, 1);
	ASSERT_TRUE(blocked(&t));
	close_end(&self->rd);
	EXPECT_EQ(-EPIPE, finish(&t));
	EXPECT_EQ(CAPACITY, pipe_holds(self->wr));

	/* what it wrote before counts */
	self->rd = open(DEVICE, O_RDONLY);
	ASSERT_EQ(CAPACITY, read(self->rd, more, sizeof(more)));
	start(&t, SYS_write, self->wr, (long)more, sizeof(more));
	ASSERT_TRUE(blocked(&t));
	close_end(&self->rd);
	EXPECT_EQ(CAPACITY, finish(&t));
}

TEST_F(pipe, new_writer_after_the_end)
{
	struct task t;
	char c = 0;

	close_end(&self->wr);
	ASSERT_EQ(0, read(self->rd, &c, 1));
	self->wr = open(DEVICE, O_WRONLY);
	start(&t, SYS_read, self->rd, (long)&c, 1);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(1, write(self->wr, "n", 1));
	EXPECT_EQ(1, finish(&t));
	EXPECT_EQ('n', c);
	close_end(&self->wr);
	EXPECT_EQ(0, read(self->rd, &c, 1));
}

TEST_F(pipe, new_reader_after_the_last)
{
	char c = 0;

	close_end(&self->rd);
	ASSERT_EQ(-EPIPE, result(write(self->wr, "x", 1)));
	self->rd = open(DEVICE, O_RDONLY);
	ASSERT_EQ(1, write(self->wr, "y", 1));
	EXPECT_EQ(1, read(self->rd, &c, 1));
	EXPECT_EQ('y', c);
}

TEST_F(pipe, reader_before_any_writer_waits)
{
	struct task t;
	char c = 0;

	close_end(&self->rd);
	close_end(&self->wr);
	self->rd = open(DEVICE, O_RDONLY);
	EXPECT_EQ(0, events(self->rd));
	start(&t, SYS_read, self->rd, (long)&c, 1);
	ASSERT_TRUE(blocked(&t));
	self->wr = open(DEVICE, O_WRONLY);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(1, write(self->wr, "z", 1));
	EXPECT_EQ(1, finish(&t));
	EXPECT_EQ('z', c);
}

/* A writer that came and left before the reader looked is the end, too. */
TEST_F(pipe, reader_misses_a_short_writer)
{
	struct task t;
	char c;

	close_end(&self->rd);
	close_end(&self->wr);
	self->rd = open(DEVICE, O_RDONLY);
	start(&t, SYS_read, self->rd, (long)&c, 1);
	ASSERT_TRUE(blocked(&t));
	close(open(DEVICE, O_WRONLY));
	EXPECT_EQ(0, finish(&t));
}

TEST_F(pipe, writer_before_any_reader_waits)
{
	char buf[CAPACITY];
	struct task t;

	close_end(&self->rd);
	close_end(&self->wr);
	self->wr = open(DEVICE, O_WRONLY);
	EXPECT_EQ(POLLOUT | POLLWRNORM, events(self->wr));
	ASSERT_EQ(CAPACITY, fill_up(self->wr, 0));
	start(&t, SYS_write, self->wr, (long)"x", 1);
	ASSERT_TRUE(blocked(&t));
	self->rd = open(DEVICE, O_RDONLY);
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(1, finish(&t));
}

/* A handler in the middle: -EINTR, or on it goes, by its SA_RESTART. */
FIXTURE(signal)
{
	int rd, wr;
};

FIXTURE_VARIANT(signal)
{
	int flags;
};

FIXTURE_VARIANT_ADD(signal, interrupts) { 0 };
FIXTURE_VARIANT_ADD(signal, restarts) { SA_RESTART };

FIXTURE_SETUP(signal)
{
	pipe_begin(_metadata, &self->rd, &self->wr);
	handle(SIGUSR1, variant->flags);
}

FIXTURE_TEARDOWN(signal)
{
	pipe_end(_metadata, &self->rd, &self->wr);
}

TEST_F(signal, read)
{
	struct task t;
	char c = 0;

	start(&t, SYS_read, self->rd, (long)&c, 1);
	ASSERT_TRUE(blocked(&t));
	disturb(&t, SIGUSR1);
	if (!variant->flags) {
		EXPECT_EQ(-EINTR, finish(&t));
		return;
	}
	ASSERT_TRUE(blocked(&t));
	disturb(&t, SIGUSR1);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(1, write(self->wr, "s", 1));
	EXPECT_EQ(1, finish(&t));
	EXPECT_EQ('s', c);
}

TEST_F(signal, write_of_which_nothing_fits)
{
	unsigned char buf[CAPACITY];
	struct task t;

	fill_up(self->wr, 0);
	start(&t, SYS_write, self->wr, (long)"w", 1);
	ASSERT_TRUE(blocked(&t));
	disturb(&t, SIGUSR1);
	if (!variant->flags) {
		EXPECT_EQ(-EINTR, finish(&t));
		EXPECT_EQ(CAPACITY, pipe_holds(self->wr));
		return;
	}
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(1, finish(&t));
	ASSERT_EQ(1, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ('w', buf[0]);
}

/* What was written cannot be taken back: the count is returned either way. */
TEST_F(signal, write_of_which_some_fits)
{
	size_t len = 4 * CAPACITY;
	unsigned char *data = malloc(len), buf[2 * CAPACITY];
	struct task t;

	fill(data, 0, len);
	start(&t, SYS_write, self->wr, (long)data, len);
	ASSERT_TRUE(blocked(&t));
	ASSERT_EQ(100, read(self->rd, buf, 100));
	while (pipe_holds(self->rd) != CAPACITY)
		sched_yield();
	ASSERT_TRUE(blocked(&t));
	disturb(&t, SIGUSR1);
	EXPECT_EQ(CAPACITY + 100, finish(&t));
	ASSERT_EQ(CAPACITY, read(self->rd, buf + 100, sizeof(buf) - 100));
	EXPECT_EQ(CAPACITY + 100, right(buf, 0, CAPACITY + 100));
	EXPECT_EQ(0, pipe_holds(self->rd));
	free(data);
}

TEST_F(pipe, stopped_and_continued)
{
	struct task *t = start_process(O_RDONLY, SYS_read, self, 1);
	int status;

	ASSERT_TRUE(blocked(t));
	ASSERT_EQ(0, kill(t->tid, SIGSTOP));
	ASSERT_EQ(t->tid, waitpid(t->tid, &status, WUNTRACED));
	ASSERT_TRUE(WIFSTOPPED(status));
	ASSERT_EQ(0, kill(t->tid, SIGCONT));
	ASSERT_EQ(t->tid, waitpid(t->tid, &status, WCONTINUED));
	ASSERT_TRUE(blocked(t));
	ASSERT_EQ(1, write(self->wr, "c", 1));
	EXPECT_EQ(1, finish(t));
}

TEST_F(pipe, killed_reader)
{
	struct task *t = start_process(O_RDONLY, SYS_read, self, 1);
	struct deed_pipe_stats s;
	char c = 0;

	ASSERT_TRUE(blocked(t));
	pipe_stats(self->rd, &s);
	EXPECT_EQ(2, s.readers);
	ASSERT_EQ(0, kill(t->tid, SIGKILL));
	EXPECT_EQ(-ESRCH, finish(t));
	pipe_stats(self->rd, &s);
	EXPECT_EQ(1, s.readers);
	ASSERT_EQ(1, write(self->wr, "k", 1));
	EXPECT_EQ(1, read(self->rd, &c, 1));
	EXPECT_EQ('k', c);
}

TEST_F(pipe, killed_writer)
{
	size_t len = 2 * CAPACITY;
	unsigned char *data = malloc(len), buf[2 * CAPACITY];
	struct deed_pipe_stats s;
	struct task *t;

	fill(data, 0, len);
	t = start_process(O_WRONLY, SYS_write, data, len);
	ASSERT_TRUE(blocked(t));
	ASSERT_EQ(0, kill(t->tid, SIGKILL));
	EXPECT_EQ(-ESRCH, finish(t));
	pipe_stats(self->rd, &s);
	EXPECT_EQ(1, s.writers);
	/* what it had written is there, and no more */
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(CAPACITY, right(buf, 0, CAPACITY));
	ASSERT_EQ(1, write(self->wr, "k", 1));
	EXPECT_EQ(1, read(self->rd, buf, sizeof(buf)));
	/* the last writer by way of a kill is the end as well */
	t = start_process(O_RDWR, SYS_read, self, 1);
	ASSERT_TRUE(blocked(t));
	close_end(&self->wr);
	ASSERT_EQ(0, kill(t->tid, SIGKILL));
	finish(t);
	EXPECT_EQ(0, read(self->rd, buf, 1));
	free(data);
}

TEST_HARNESS_MAIN
