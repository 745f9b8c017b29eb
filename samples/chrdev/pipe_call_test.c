// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: unusual calls. Many, empty and huge buffers, calls that a pipe
 * does not have, and files that are shared.
 */
#include "pipe_test.h"

#include <sys/sendfile.h>

TEST_F(pipe, vectors_of_many_pieces)
{
	static unsigned char in[CAPACITY], out[CAPACITY];
	struct iovec iov[IOV_MAX];
	size_t len = 0;

	/* 0, 1, 2... 15, 0, 1... bytes; the empty ones lead nowhere */
	fill(in, 0, sizeof(in));
	for (int i = 0; i < IOV_MAX; i++) {
		iov[i].iov_len = i % 16;
		iov[i].iov_base = i % 16 ? in + len : NULL;
		len += i % 16;
	}
	ASSERT_GE(CAPACITY, len);
	ASSERT_EQ((ssize_t)len, writev(self->wr, iov, IOV_MAX));
	len = 0;
	for (int i = 0; i < IOV_MAX; i++) {
		iov[i].iov_len = (i + 5) % 16;
		iov[i].iov_base = (i + 5) % 16 ? out + len : NULL;
		len += (i + 5) % 16;
	}
	ASSERT_EQ((ssize_t)len, readv(self->rd, iov, IOV_MAX));
	EXPECT_EQ(len, right(out, 0, len));
	EXPECT_EQ(-EINVAL, result(syscall(SYS_writev, self->wr, iov, IOV_MAX + 1)));
	EXPECT_EQ(-EINVAL, result(syscall(SYS_readv, self->rd, iov, -1)));
	EXPECT_EQ(0, pipe_holds(self->rd));
}

/* A vector is one write: atomic as a whole. */
TEST_F(pipe, vector_is_one_write)
{
	unsigned char buf[CAPACITY];
	struct iovec iov[2] = { { buf, PIPE_BUF / 2 }, { buf, PIPE_BUF / 2 } };

	fill(buf, 0, sizeof(buf));
	ASSERT_EQ(0, fcntl(self->wr, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(CAPACITY - PIPE_BUF + 1, write(self->wr, buf, CAPACITY - PIPE_BUF + 1));
	EXPECT_EQ(-EAGAIN, result(writev(self->wr, iov, 2)));
	ASSERT_EQ(1, read(self->rd, buf, 1));
	EXPECT_EQ(PIPE_BUF, writev(self->wr, iov, 2));
}

TEST_F(pipe, nothing_is_read_or_written_at_once)
{
	struct iovec empty[3] = {};

	for (int full = 0; full < 2; full++) {
		EXPECT_EQ(0, write(self->wr, NULL, 0));
		EXPECT_EQ(0, read(self->rd, NULL, 0));
		EXPECT_EQ(0, writev(self->wr, empty, 3));
		EXPECT_EQ(0, readv(self->rd, empty, 3));
		EXPECT_EQ(0, writev(self->wr, NULL, 0));
		EXPECT_EQ(0, readv(self->rd, NULL, 0));
		fill_up(self->wr, 0);
	}
	EXPECT_EQ(CAPACITY, pipe_holds(self->rd));
	close_end(&self->rd);
	EXPECT_EQ(0, write(self->wr, NULL, 0));
}

/* Lengths far beyond what is there to read or what is mapped to be written. */
TEST_F(pipe, huge_lengths)
{
	unsigned char *end = half_mapped(1), *buf = end - PAGE;
	static const size_t sizes[] = { 1UL << 20, 1UL << 30, 4UL << 30 };
	static const size_t absurd[] = { SSIZE_MAX, SIZE_MAX, (size_t)SSIZE_MAX + 1 };
	unsigned long long before = pipe_written(self->wr);
	struct iovec iov[2] = { { buf, PAGE }, { buf, SSIZE_MAX } };

	for (int i = 0; i < 3; i++) {
		fill(buf, i, 100);
		ASSERT_EQ(100, write(self->wr, buf, 100));
		memset(buf, 0, PAGE);
		ASSERT_EQ(100, result(read(self->rd, buf, sizes[i])));
		EXPECT_EQ(100, right(buf, i, 100));
		EXPECT_EQ(0, buf[100]);

		fill(buf, i, PAGE);
		ASSERT_EQ(PAGE, result(write(self->wr, buf, sizes[i])));
		ASSERT_EQ(PAGE, pipe_holds(self->wr));
		ASSERT_EQ(PAGE, read(self->rd, buf, PAGE));
		EXPECT_EQ(PAGE, right(buf, i, PAGE));
	}
	ASSERT_EQ(1, write(self->wr, "x", 1));
	for (int i = 0; i < 3; i++) {
		long r = result(syscall(SYS_write, self->wr, buf, absurd[i]));

		EXPECT_TRUE(r == -EFAULT || r == -EINVAL)
			TH_LOG("write of %#zx gave %ld", absurd[i], r);
		r = result(syscall(SYS_read, self->rd, buf, absurd[i]));
		EXPECT_TRUE(r == -EFAULT || r == -EINVAL)
			TH_LOG("read of %#zx gave %ld", absurd[i], r);
	}
	EXPECT_GT(0, writev(self->wr, iov, 2));
	EXPECT_EQ(before + 3 * (100 + PAGE) + 1, pipe_written(self->wr));
	EXPECT_EQ(1, pipe_holds(self->rd));
}

/* What the pipe does not take stays with the writer, however much it is. */
TEST_F(pipe, write_of_gigabytes_takes_what_fits)
{
	size_t len = 3UL << 30;
	void *zeros = mmap(NULL, len, PROT_READ,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (zeros == MAP_FAILED)
		SKIP(return, "no 3 GiB of address space");
	ASSERT_EQ(0, fcntl(self->wr, F_SETFL, O_NONBLOCK));
	EXPECT_EQ(CAPACITY, write(self->wr, zeros, len));
	EXPECT_EQ(CAPACITY, pipe_holds(self->rd));
}

TEST_F(pipe, has_no_positions)
{
	struct iovec iov = { "x", 1 };
	char c;

	ASSERT_EQ(1, write(self->wr, "x", 1));
	for (int whence = SEEK_SET; whence <= SEEK_HOLE; whence++) {
		EXPECT_EQ(-ESPIPE, result(lseek(self->rd, 0, whence)));
		EXPECT_EQ(-ESPIPE, result(lseek(self->wr, 1, whence)));
	}
	EXPECT_EQ(-ESPIPE, result(pread(self->rd, &c, 1, 0)));
	EXPECT_EQ(-ESPIPE, result(pwrite(self->wr, "y", 1, 0)));
	EXPECT_EQ(-ESPIPE, result(preadv(self->rd, &iov, 1, 0)));
	EXPECT_EQ(-ESPIPE, result(pwritev(self->wr, &iov, 1, 0)));
	EXPECT_EQ(1, pipe_holds(self->rd));
	EXPECT_EQ(1, pwritev2(self->wr, &iov, 1, -1, 0));
	iov.iov_base = &c;
	EXPECT_EQ(1, preadv2(self->rd, &iov, 1, -1, 0));
	EXPECT_EQ('x', c);
}

/* It may refuse to be told so for a single call; it must not wait if it does not. */
TEST_F(pipe, one_call_that_must_not_wait)
{
	char c;
	struct iovec iov = { &c, 1 };
	long r;

	r = result(preadv2(self->rd, &iov, 1, -1, RWF_NOWAIT));
	EXPECT_TRUE(r == -EAGAIN || r == -EOPNOTSUPP)
		TH_LOG("preadv2 gave %ld", r);
	fill_up(self->wr, 0);
	r = result(pwritev2(self->wr, &iov, 1, -1, RWF_NOWAIT));
	EXPECT_TRUE(r == -EAGAIN || r == -EOPNOTSUPP)
		TH_LOG("pwritev2 gave %ld", r);
}

TEST_F(pipe, wrong_end)
{
	char c;

	EXPECT_EQ(-EBADF, result(write(self->rd, "x", 1)));
	EXPECT_EQ(-EBADF, result(read(self->wr, &c, 1)));
	EXPECT_EQ(0, pipe_holds(self->rd));
}

TEST_F(pipe, not_a_file_with_contents)
{
	EXPECT_EQ(MAP_FAILED, mmap(NULL, PAGE, PROT_READ, MAP_SHARED, self->rd, 0));
	EXPECT_GT(0, ftruncate(self->wr, 0));
	EXPECT_GT(0, fsync(self->wr));
	EXPECT_GT(0, fallocate(self->wr, 0, 0, 1));
	EXPECT_EQ(0, pipe_holds(self->rd));
}

/* More than the pipe holds, on its way from a file through it to another pipe. */
TEST_F(pipe, splice_through)
{
	static unsigned char data[5 * CAPACITY + 99], buf[sizeof(data)];
	int in[2], out[2];
	size_t pos = 0;
	struct task t;

	fill(data, 0, sizeof(data));
	ASSERT_EQ(0, pipe2(in, O_NONBLOCK));
	ASSERT_EQ(0, pipe2(out, O_NONBLOCK));
	ASSERT_EQ((ssize_t)sizeof(data), write(in[1], data, sizeof(data)));
	start(&t, SYS_splice, in[0], 0, self->wr, 0, sizeof(data), 0);
	while (pos < sizeof(data)) {
		ssize_t n = splice(self->rd, NULL, out[1], NULL, sizeof(data) - pos, 0);

		ASSERT_LT(0, n);
		ASSERT_EQ(n, read(out[0], buf + pos, sizeof(buf) - pos));
		pos += n;
	}
	EXPECT_EQ((long)sizeof(data), finish(&t));
	EXPECT_EQ(sizeof(data), right(buf, 0, sizeof(buf)));
	EXPECT_EQ(-EAGAIN, result(read(in[0], buf, 1)));
	for (int i = 0; i < 2; i++) {
		close(in[i]);
		close(out[i]);
	}
}

TEST_F(pipe, sendfile_through)
{
	static unsigned char data[3 * CAPACITY + 7], buf[sizeof(data)];
	int memfd = memfd_create("data", 0), out[2];
	loff_t from = 5;
	size_t pos = 5;
	struct task t;

	fill(data, 0, sizeof(data));
	ASSERT_EQ((ssize_t)sizeof(data), write(memfd, data, sizeof(data)));
	ASSERT_EQ(0, pipe2(out, O_NONBLOCK));
	start(&t, SYS_sendfile, self->wr, memfd, (long)&from, sizeof(data));
	while (pos < sizeof(data)) {
		/* to a pipe; a file it must be able to go back in */
		ssize_t n = sendfile(out[1], self->rd, NULL, sizeof(data) - pos);

		ASSERT_LT(0, n);
		ASSERT_EQ(n, read(out[0], buf + pos, sizeof(buf) - pos));
		pos += n;
	}
	EXPECT_EQ((long)sizeof(data) - 5, finish(&t));
	EXPECT_EQ((loff_t)sizeof(data), from);
	EXPECT_EQ(sizeof(data) - 5, right(buf + 5, 5, sizeof(buf) - 5));
	close(memfd);
	close(out[0]);
	close(out[1]);
}

/* What does not go through stays where it was. */
TEST_F(pipe, splice_of_what_cannot_go)
{
	int memfd = memfd_create("data", 0), in[2], out[2], rest = -1;
	unsigned char data[CAPACITY + 100], buf[2 * CAPACITY];

	fill(data, 0, sizeof(data));
	ASSERT_EQ(0, pipe2(in, O_NONBLOCK));
	ASSERT_EQ(0, pipe2(out, O_NONBLOCK));
	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	ASSERT_EQ(0, fcntl(self->wr, F_SETFL, O_NONBLOCK));
	EXPECT_EQ(-EAGAIN, result(splice(self->rd, NULL, out[1], NULL, 100, 0)));
	ASSERT_EQ((ssize_t)sizeof(data), write(in[1], data, sizeof(data)));
	EXPECT_EQ(CAPACITY, splice(in[0], NULL, self->wr, NULL, sizeof(data), 0));
	EXPECT_EQ(-EAGAIN, result(splice(in[0], NULL, self->wr, NULL, sizeof(data), 0)));
	EXPECT_EQ(0, ioctl(in[0], FIONREAD, &rest));
	EXPECT_EQ(100, rest);

	/* these want a pipe of the kernel's, or files with positions */
	EXPECT_EQ(-EINVAL, result(tee(self->rd, out[1], 1, 0)));
	EXPECT_EQ(-EINVAL, result(splice(self->rd, NULL, memfd, NULL, 1, 0)));
	EXPECT_EQ(-EINVAL, result(sendfile(memfd, self->rd, NULL, 1)));
	EXPECT_GT(0, copy_file_range(self->rd, NULL, memfd, NULL, 1, 0));
	EXPECT_EQ(-EINVAL, result(splice(self->rd, &(loff_t){ 0 }, out[1], NULL, 1, 0)));
	EXPECT_EQ(CAPACITY, pipe_holds(self->rd));

	ASSERT_EQ(CAPACITY, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(CAPACITY, right(buf, 0, CAPACITY));
	EXPECT_EQ(100, splice(in[0], NULL, self->wr, NULL, sizeof(data), 0));
	close_end(&self->wr);
	EXPECT_EQ(100, splice(self->rd, NULL, out[1], NULL, sizeof(data), 0));
	EXPECT_EQ(0, splice(self->rd, NULL, out[1], NULL, sizeof(data), 0));
	EXPECT_EQ(100, read(out[0], buf, sizeof(buf)));
	EXPECT_EQ(100, right(buf, CAPACITY, 100));

	self->wr = open(DEVICE, O_WRONLY);
	close_end(&self->rd);
	ASSERT_EQ(1, write(in[1], "x", 1));
	EXPECT_EQ(-EPIPE, result(splice(in[0], NULL, self->wr, NULL, 1, 0)));
	close(memfd);
	for (int i = 0; i < 2; i++) {
		close(in[i]);
		close(out[i]);
	}
}

/* A file is closed when its last descriptor is, in whichever process. */
TEST_F(pipe, descriptors_share_a_file)
{
	struct deed_pipe_stats s;
	int copy = dup(self->wr);
	char c;

	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	pipe_stats(self->rd, &s);
	EXPECT_EQ(1, s.writers);
	close_end(&self->wr);
	EXPECT_EQ(-EAGAIN, result(read(self->rd, &c, 1)));
	EXPECT_EQ(1, write(copy, "d", 1));
	close(copy);
	EXPECT_EQ(1, read(self->rd, &c, 1));
	EXPECT_EQ(0, read(self->rd, &c, 1));
}

TEST_F(pipe, forks_share_a_file)
{
	struct deed_pipe_stats s;
	struct task t;
	char c = 0;
	pid_t pid;
	int go[2];

	ASSERT_EQ(0, pipe2(go, 0));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		close(go[1]);
		_exit(read(go[0], &c, 1) || write(self->wr, "f", 1) != 1);
	}
	pipe_stats(self->rd, &s);
	EXPECT_EQ(1, s.writers);
	EXPECT_EQ(1, s.readers);
	close_end(&self->wr);
	start(&t, SYS_read, self->rd, (long)&c, 1);
	ASSERT_TRUE(blocked(&t));
	close(go[1]);
	EXPECT_EQ(1, finish(&t));
	EXPECT_EQ('f', c);
	waitpid(pid, NULL, 0);
	EXPECT_EQ(0, read(self->rd, &c, 1));
	close(go[0]);
}

/* A file that does both is its own peer: neither end nor -EPIPE. */
TEST_F(pipe, one_file_for_both)
{
	int fd = open(DEVICE, O_RDWR | O_NONBLOCK);
	struct deed_pipe_stats s;
	char c = 0;

	close_end(&self->rd);
	close_end(&self->wr);
	pipe_stats(fd, &s);
	EXPECT_EQ(1, s.readers);
	EXPECT_EQ(1, s.writers);
	EXPECT_EQ(-EAGAIN, result(read(fd, &c, 1)));
	EXPECT_EQ(1, write(fd, "b", 1));
	EXPECT_EQ(1, read(fd, &c, 1));
	EXPECT_EQ('b', c);
	EXPECT_EQ(-EAGAIN, result(read(fd, &c, 1)));
	close(fd);
}

TEST_HARNESS_MAIN
