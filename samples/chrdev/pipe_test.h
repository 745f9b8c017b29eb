/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the test programs of /dev/deed-pipe share: both ends of a pipe that is
 * empty at the start and accounted for at the end, calls that another process
 * makes, and bytes that tell where in the stream they belong.
 */
#ifndef _PIPE_TEST_H
#define _PIPE_TEST_H

#include <unplug.h>

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#include "deed_pipe.h"

#define DEVICE		"/dev/deed-pipe"
#define CAPACITY	8192	/* at the start of each test */
#define PAGE		4096

static const struct device pipe_device = {
	.bus = "platform", .driver = "deed-pipe", .name = "deed-pipe",
};

static inline void pipe_stats(int fd, struct deed_pipe_stats *s)
{
	if (ioctl(fd, DEED_PIPE_GET_STATS, s))
		memset(s, 0xee, sizeof(*s));	/* no test expects that */
}

static inline unsigned long long pipe_written(int fd)
{
	struct deed_pipe_stats s;

	pipe_stats(fd, &s);
	return s.written;
}

/* How many bytes are in the pipe. */
static inline unsigned long long pipe_holds(int fd)
{
	struct deed_pipe_stats s;

	pipe_stats(fd, &s);
	return s.written - s.read;
}

static inline unsigned int pipe_capacity(int fd)
{
	__u32 bytes = 0;

	return ioctl(fd, DEED_PIPE_GET_CAPACITY, &bytes) ? 0 : bytes;
}

static inline int pipe_set_capacity(int fd, __u32 bytes)
{
	return ioctl(fd, DEED_PIPE_SET_CAPACITY, &bytes);
}

/* Take all that is in the pipe; fd is O_NONBLOCK. */
static inline unsigned long long pipe_drain(int fd)
{
	static char buf[65536];
	unsigned long long sum = 0;
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		sum += n;
	return sum;
}

/* Bytes that differ along the stream, also from one page to the next. */
static inline unsigned char pattern(size_t pos)
{
	return (pos ^ (pos >> 8) ^ (pos >> 15)) * 167 + 13;
}

static inline void fill(void *buf, size_t pos, size_t len)
{
	unsigned char *b = buf;

	for (size_t i = 0; i < len; i++)
		b[i] = pattern(pos + i);
}

/* How many bytes, from the first, are those of the stream at this position. */
static inline size_t right(const void *buf, size_t pos, size_t len)
{
	const unsigned char *b = buf;
	size_t i = 0;

	while (i < len && b[i] == pattern(pos + i))
		i++;
	return i;
}

/* Writes the stream from pos on until the pipe is full; returns the new pos. */
static inline size_t fill_up(int fd, size_t pos)
{
	unsigned char buf[PAGE];

	while (pipe_holds(fd) < pipe_capacity(fd)) {
		size_t room = pipe_capacity(fd) - pipe_holds(fd);
		ssize_t n;

		fill(buf, pos, sizeof(buf));
		n = write(fd, buf, room < sizeof(buf) ? room : sizeof(buf));
		if (n <= 0)
			break;
		pos += n;
	}
	return pos;
}

/* What poll says, at once, of all that there is to ask for. */
static inline int events(int fd)
{
	struct pollfd p = {
		.fd = fd,
		.events = POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM,
	};

	return poll(&p, 1, 0) < 0 ? -errno : p.revents;
}

/* As start(), by a process of its own; with flags, on the device that it opens. */
static inline struct task *process_start(int flags, long nr, const long *arg)
{
	struct task *t = mmap(NULL, sizeof(*t), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;

	if (t == MAP_FAILED)
		abort();
	*t = (struct task){ .nr = nr, .is_process = true };
	memcpy(t->arg, arg, sizeof(t->arg));
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (flags >= 0)
			t->arg[0] = open(DEVICE, flags);
		task_run(t);
		_exit(0);
	}
	if (pid < 0)
		abort();
	__atomic_store_n(&t->tid, pid, __ATOMIC_RELEASE);
	return t;
}

static inline struct task *start_process(int flags, long nr, void *buf,
					 size_t len)
{
	return process_start(flags, nr, (long[6]) { 0, (long)buf, len });
}

/* Pages of which the second half is not mapped; returns where it begins. */
static inline unsigned char *half_mapped(size_t pages)
{
	size_t len = pages * PAGE;
	unsigned char *m = mmap(NULL, 2 * len, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (m == MAP_FAILED || munmap(m + len, len))
		abort();
	return m + len;
}

static inline void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Both ends, open and blocking; the pipe is empty and CAPACITY large. */
FIXTURE(pipe)
{
	int rd, wr;
};

static inline void pipe_begin(struct __test_metadata *_metadata, int *rd, int *wr)
{
	struct deed_pipe_stats s;
	int fd = open(DEVICE, O_RDWR | O_NONBLOCK);

	ASSERT_LE(0, fd)
		TH_LOG("cannot open %s: %s", DEVICE, strerror(errno));
	/* a test before this one that was killed may still be on its way out */
	for (int ms = 0; ms < 5000; ms++) {
		pipe_stats(fd, &s);
		if (s.readers == 1 && s.writers == 1)
			break;
		usleep(1000);
	}
	pipe_drain(fd);
	pipe_stats(fd, &s);
	ASSERT_EQ(s.written, s.read);
	ASSERT_EQ(1, s.readers);
	ASSERT_EQ(1, s.writers);
	ASSERT_EQ(0, pipe_set_capacity(fd, CAPACITY));
	*rd = open(DEVICE, O_RDONLY);
	ASSERT_LE(0, *rd);
	*wr = open(DEVICE, O_WRONLY);
	ASSERT_LE(0, *wr);
	close(fd);
}

/* What went in and did not come out must be there, and nobody else. */
static inline void pipe_end(struct __test_metadata *_metadata, int *rd, int *wr)
{
	struct deed_pipe_stats s;
	int fd = open(DEVICE, O_RDWR | O_NONBLOCK);

	close_end(rd);
	close_end(wr);
	if (_metadata->exit_code || fd < 0)
		return;
	pipe_stats(fd, &s);
	EXPECT_EQ(s.written - s.read, pipe_drain(fd));
	pipe_stats(fd, &s);
	/* io_uring lets go of a file only after it has told of the last result. */
	for (int i = 0; i < 1000 && (s.readers != 1 || s.writers != 1); i++) {
		usleep(10000);
		pipe_stats(fd, &s);
	}
	EXPECT_EQ(s.written, s.read);
	EXPECT_EQ(1, s.readers);
	EXPECT_EQ(1, s.writers);
	close(fd);
}

FIXTURE_SETUP(pipe)
{
	pipe_begin(_metadata, &self->rd, &self->wr);
}

FIXTURE_TEARDOWN(pipe)
{
	pipe_end(_metadata, &self->rd, &self->wr);
}

#endif /* _PIPE_TEST_H */
