// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: io_uring. Whoever submits a call must not wait for it: what can
 * be done at once is done, and the rest when the pipe says that it can be. A test
 * in which the submission waits ends by its timeout.
 */
#include "pipe_test.h"

#include <linux/io_uring.h>

#define ENTRIES 8

struct ring {
	int fd;
	unsigned int *sq_tail, *sq_mask, *sq_array;
	unsigned int *cq_head, *cq_tail, *cq_mask;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
};

static void *ring_map(const struct ring *r, size_t len, off_t what)
{
	void *m = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
		       r->fd, what);

	if (m == MAP_FAILED)
		abort();
	return m;
}

/* 0, or why there is none. */
static int ring_make(struct ring *r)
{
	struct io_uring_params p = {};
	char *sq, *cq;

	r->fd = syscall(SYS_io_uring_setup, ENTRIES, &p);
	if (r->fd < 0)
		return -errno;
	sq = ring_map(r, p.sq_off.array + p.sq_entries * sizeof(__u32), IORING_OFF_SQ_RING);
	cq = ring_map(r, p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe),
		      IORING_OFF_CQ_RING);
	r->sqes = ring_map(r, p.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
	r->sq_tail = (void *)(sq + p.sq_off.tail);
	r->sq_mask = (void *)(sq + p.sq_off.ring_mask);
	r->sq_array = (void *)(sq + p.sq_off.array);
	r->cq_head = (void *)(cq + p.cq_off.head);
	r->cq_tail = (void *)(cq + p.cq_off.tail);
	r->cq_mask = (void *)(cq + p.cq_off.ring_mask);
	r->cqes = (void *)(cq + p.cq_off.cqes);
	return 0;
}

static int ring_enter(const struct ring *r, unsigned int submit, unsigned int wait)
{
	return syscall(SYS_io_uring_enter, r->fd, submit, wait,
		       wait ? IORING_ENTER_GETEVENTS : 0, NULL, 0);
}

/* Hand in a call and wait for nothing; name is found in its completion. */
static int ring_submit(struct ring *r, int op, int fd, const void *buf, size_t len,
		       int name)
{
	unsigned int tail = *r->sq_tail, i = tail & *r->sq_mask;

	r->sqes[i] = (struct io_uring_sqe){
		.opcode = op,
		.fd = fd,
		.addr = (unsigned long)buf,
		.len = len,
		/* read and write want to hear that there is no position */
		.off = op == IORING_OP_ASYNC_CANCEL ? 0 : -1,
		.user_data = name,
	};
	r->sq_array[i] = i;
	__atomic_store_n(r->sq_tail, tail + 1, __ATOMIC_RELEASE);
	return ring_enter(r, 1, 0);
}

/* How many completions are there. */
static unsigned int ring_done(const struct ring *r)
{
	return __atomic_load_n(r->cq_tail, __ATOMIC_ACQUIRE) - *r->cq_head;
}

/* Wait for the next completion: its result, and its name. */
static int ring_next(struct ring *r, int *name)
{
	struct io_uring_cqe *cqe;
	int res;

	while (!ring_done(r)) {
		if (ring_enter(r, 0, 1) < 0 && errno != EINTR)
			abort();
	}
	cqe = &r->cqes[*r->cq_head & *r->cq_mask];
	*name = cqe->user_data;
	res = cqe->res;
	__atomic_store_n(r->cq_head, *r->cq_head + 1, __ATOMIC_RELEASE);
	return res;
}

FIXTURE(uring)
{
	int rd, wr;
	struct ring ring;
};

FIXTURE_SETUP(uring)
{
	int err;

	pipe_begin(_metadata, &self->rd, &self->wr);
	if (access("/proc/sys/kernel/io_uring_disabled", F_OK))
		SKIP(return, "this kernel has no io_uring");
	err = ring_make(&self->ring);
	if (err == -EPERM)
		SKIP(return, "this kernel is told to allow no io_uring");
	ASSERT_EQ(0, err);
}

FIXTURE_TEARDOWN(uring)
{
	pipe_end(_metadata, &self->rd, &self->wr);
}

/* There is room for a part, nobody reads, and the file would block. */
TEST_F(uring, write_of_more_than_fits)
{
	unsigned char data[3 * CAPACITY], buf[CAPACITY];
	size_t pos = 0;
	int name = 0;

	fill(data, 0, sizeof(data));
	for (int room = CAPACITY; room >= PIPE_BUF; room -= PAGE) {
		ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_WRITE, self->wr,
					 data + pos, sizeof(data) - pos, room));
		ASSERT_EQ(room, ring_next(&self->ring, &name));
		ASSERT_EQ(room, name);
		ASSERT_EQ(CAPACITY, pipe_holds(self->rd));
		ASSERT_EQ(PAGE, read(self->rd, buf, PAGE));
		ASSERT_EQ(PAGE, right(buf, pos / CAPACITY * PAGE, PAGE));
		pos += room;
	}
	ASSERT_EQ(CAPACITY - PAGE, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(CAPACITY - PAGE, right(buf, 2 * PAGE, CAPACITY - PAGE));
}

/* A record waits until all of it fits. */
TEST_F(uring, write_without_room)
{
	unsigned char more[PIPE_BUF], buf[CAPACITY];
	int name = 0;

	fill(more, fill_up(self->wr, 0), sizeof(more));
	ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_WRITE, self->wr, more, PIPE_BUF, 1));
	ASSERT_EQ(PIPE_BUF - 1, read(self->rd, buf, PIPE_BUF - 1));
	EXPECT_EQ(0, ring_done(&self->ring));
	EXPECT_EQ(CAPACITY - PIPE_BUF + 1, pipe_holds(self->rd));
	ASSERT_EQ(1, read(self->rd, buf + PIPE_BUF - 1, 1));
	EXPECT_EQ(PIPE_BUF, ring_next(&self->ring, &name));
	EXPECT_EQ(PIPE_BUF, right(buf, 0, PIPE_BUF));
	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(CAPACITY, right(buf, PIPE_BUF, CAPACITY));
}

/* All that wait are woken; those for whom nothing is left go on waiting. */
TEST_F(uring, reads_of_nothing)
{
	int name, sum = 0;
	char buf[3][4];

	for (int i = 0; i < 3; i++)
		ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_READ, self->rd, buf[i], 4, i));
	EXPECT_EQ(0, ring_done(&self->ring));
	for (int i = 0; i < 3; i++) {
		ASSERT_EQ(4, write(self->wr, "abcd", 4));
		ASSERT_EQ(4, ring_next(&self->ring, &name));
		EXPECT_EQ(0, memcmp(buf[name], "abcd", 4));
		EXPECT_EQ(0, ring_done(&self->ring));
		sum += 1 << name;
	}
	EXPECT_EQ(7, sum);
}

TEST_F(uring, peer_leaves)
{
	int name;
	char c;

	ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_READ, self->rd, &c, 1, 1));
	EXPECT_EQ(0, ring_done(&self->ring));
	close_end(&self->wr);
	EXPECT_EQ(0, ring_next(&self->ring, &name));

	self->wr = open(DEVICE, O_WRONLY);
	fill_up(self->wr, 0);
	ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_WRITE, self->wr, "x", 1, 2));
	EXPECT_EQ(0, ring_done(&self->ring));
	close_end(&self->rd);
	EXPECT_EQ(-EPIPE, ring_next(&self->ring, &name));
	EXPECT_EQ(CAPACITY, pipe_holds(self->wr));
}

/* A call that waits can be taken back. */
TEST_F(uring, cancelled)
{
	int name, res[3] = {};
	char c;

	ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_READ, self->rd, &c, 1, 1));
	ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_ASYNC_CANCEL, -1, (void *)1, 0, 2));
	for (int i = 0; i < 2; i++) {
		int r = ring_next(&self->ring, &name);

		ASSERT_TRUE(name == 1 || name == 2);
		res[name] = r;
	}
	EXPECT_EQ(-ECANCELED, res[1]);
	EXPECT_EQ(0, res[2]);
	ASSERT_EQ(1, write(self->wr, "x", 1));
	EXPECT_EQ(1, pipe_holds(self->rd));
}

/* A record that faults is not there, by this way either. */
TEST_F(uring, record_that_faults)
{
	unsigned long long before = pipe_written(self->wr);
	unsigned char *end = half_mapped(2);
	int name;

	ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_WRITE, self->wr, end - 10, 20, 1));
	EXPECT_EQ(-EFAULT, ring_next(&self->ring, &name));
	EXPECT_EQ(before, pipe_written(self->wr));
	ASSERT_EQ(1, ring_submit(&self->ring, IORING_OP_WRITE, self->wr, end - 10,
				 PIPE_BUF + 1, 2));
	EXPECT_EQ(10, ring_next(&self->ring, &name));
	EXPECT_EQ(10, pipe_holds(self->rd));
}

TEST_HARNESS_MAIN
