// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: its ioctls. Capacity and statistics, what is refused, what goes
 * out, and the calls of 32-bit programs.
 */
#include "pipe_test.h"

#include <termios.h>

static unsigned int rounded(unsigned int bytes)
{
	unsigned int power = 1;

	while (power < bytes)
		power *= 2;
	return power;
}

TEST_F(pipe, capacity_is_a_power_of_two)
{
	static const unsigned int sizes[] = {
		DEED_PIPE_MIN, DEED_PIPE_MIN + 1, 5000, 8191, 8192, 8193, 65535,
		524289, DEED_PIPE_MAX - 1, DEED_PIPE_MAX, 65536, DEED_PIPE_MIN,
	};

	EXPECT_EQ(CAPACITY, pipe_capacity(self->rd));
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct deed_pipe_stats s;

		ASSERT_EQ(0, pipe_set_capacity(self->wr, sizes[i]));
		EXPECT_EQ(rounded(sizes[i]), pipe_capacity(self->rd));
		pipe_stats(self->rd, &s);
		EXPECT_EQ(rounded(sizes[i]), s.capacity);
		/* and that is what fits */
		EXPECT_EQ(rounded(sizes[i]), fill_up(self->wr, 0));
		ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
		EXPECT_EQ(rounded(sizes[i]), pipe_drain(self->rd));
	}
}

TEST_F(pipe, capacity_out_of_range)
{
	static const unsigned int sizes[] = {
		0, 1, DEED_PIPE_MIN - 1, DEED_PIPE_MAX + 1, 2 * DEED_PIPE_MAX,
		0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff,
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		EXPECT_EQ(-EINVAL, result(pipe_set_capacity(self->wr, sizes[i])))
			TH_LOG("capacity %u", sizes[i]);
		EXPECT_EQ(CAPACITY, pipe_capacity(self->wr));
	}
}

TEST_F(pipe, capacity_below_what_it_holds)
{
	unsigned char buf[CAPACITY];

	fill(buf, 0, sizeof(buf));
	ASSERT_EQ(DEED_PIPE_MIN + 1, write(self->wr, buf, DEED_PIPE_MIN + 1));
	EXPECT_EQ(-EBUSY, result(pipe_set_capacity(self->wr, DEED_PIPE_MIN)));
	EXPECT_EQ(CAPACITY, pipe_capacity(self->wr));
	EXPECT_EQ(DEED_PIPE_MIN + 1, pipe_holds(self->rd));
	ASSERT_EQ(1, read(self->rd, buf, 1));
	EXPECT_EQ(1, right(buf, 0, 1));
	EXPECT_EQ(0, pipe_set_capacity(self->wr, DEED_PIPE_MIN));
	ASSERT_EQ(DEED_PIPE_MIN, read(self->rd, buf, sizeof(buf)));
	EXPECT_EQ(DEED_PIPE_MIN, right(buf, 1, DEED_PIPE_MIN));
}

/* From each capacity to each, with contents that wrap around at many places. */
TEST_F(pipe, contents_survive_every_change)
{
	static unsigned char buf[65536];
	size_t in = 0, out = 0;

	for (unsigned int from = DEED_PIPE_MIN; from <= sizeof(buf); from *= 2) {
		for (unsigned int to = DEED_PIPE_MIN; to <= sizeof(buf); to *= 2) {
			for (unsigned int part = 0; part < 4; part++) {
				size_t least = from < to ? from : to;
				size_t len = part ? least - (part - 1) * 777 : 0;

				ASSERT_EQ(0, pipe_set_capacity(self->wr, from));
				fill(buf, in, len);
				ASSERT_EQ((ssize_t)len, write(self->wr, buf, len));
				in += len;
				ASSERT_EQ(0, pipe_set_capacity(self->rd, to));
				ASSERT_EQ(in - out, pipe_holds(self->rd));
				while (out < in) {
					ssize_t n = read(self->rd, buf, 1501 + part);

					ASSERT_LT(0, n);
					ASSERT_EQ((size_t)n, right(buf, out, n));
					out += n;
				}
			}
		}
	}
}

TEST_F(pipe, statistics)
{
	struct deed_pipe_stats before, s;
	int other = open(DEVICE, O_RDWR);
	char buf[100] = "";

	pipe_stats(self->rd, &before);
	EXPECT_EQ(before.written, before.read);
	EXPECT_EQ(2, before.readers);
	EXPECT_EQ(2, before.writers);
	close(other);
	ASSERT_EQ(100, write(self->wr, buf, 100));
	ASSERT_EQ(30, read(self->rd, buf, 30));
	pipe_stats(self->wr, &s);
	EXPECT_EQ(before.written + 100, s.written);
	EXPECT_EQ(before.read + 30, s.read);
	EXPECT_EQ(CAPACITY, s.capacity);
	EXPECT_EQ(1, s.readers);
	EXPECT_EQ(1, s.writers);
	EXPECT_EQ(0, s.reserved);
}

/* As many bytes as the type has, and all of them defined. */
TEST_F(pipe, exactly_the_result_goes_out)
{
	unsigned char got[2][64];
	struct deed_pipe_stats s;
	__u32 capacity;

	for (int i = 0; i < 2; i++) {
		memset(got[i], i ? 0xff : 0x55, sizeof(got[i]));
		ASSERT_EQ(0, ioctl(self->rd, DEED_PIPE_GET_STATS, got[i] + 4));
		for (size_t at = 0; at < sizeof(got[i]); at++) {
			if (at < 4 || at >= 4 + sizeof(s))
				EXPECT_EQ(i ? 0xff : 0x55, got[i][at])
					TH_LOG("at %zu", at);
		}
	}
	EXPECT_EQ(0, memcmp(got[0] + 4, got[1] + 4, sizeof(s)));
	memcpy(&s, got[1] + 4, sizeof(s));
	EXPECT_EQ(0, s.reserved);
	EXPECT_EQ(32, sizeof(s));

	memset(got, 0xff, sizeof(got));
	ASSERT_EQ(0, ioctl(self->rd, DEED_PIPE_GET_CAPACITY, got[0] + 1));
	memcpy(&capacity, got[0] + 1, sizeof(capacity));
	EXPECT_EQ(CAPACITY, capacity);
	EXPECT_EQ(0xff, got[0][0]);
	EXPECT_EQ(0xff, got[0][5]);

	/* what is only read stays as it is */
	capacity = 5000;
	ASSERT_EQ(0, ioctl(self->rd, DEED_PIPE_SET_CAPACITY, &capacity));
	EXPECT_EQ(5000, capacity);
}

/* All commands of our type, in all directions and sizes, but the three. */
TEST_F(pipe, unknown_commands)
{
	static const unsigned int nrs[] = { 0, 1, 2, 3, 4, 127, 128, 255 };
	unsigned char arg[256];
	unsigned int wrong = 0;

	memset(arg, 0xff, sizeof(arg));
	for (unsigned int n = 0; n < ARRAY_SIZE(nrs); n++) {
		for (unsigned int dir = 0; dir < 4; dir++) {
			for (unsigned int size = 0; size < 48; size++) {
				unsigned int cmd = _IOC(dir, 0xde, nrs[n], size);

				if (cmd == DEED_PIPE_GET_CAPACITY ||
				    cmd == DEED_PIPE_SET_CAPACITY ||
				    cmd == DEED_PIPE_GET_STATS)
					continue;
				if (result(ioctl(self->rd, cmd, arg)) == -ENOTTY)
					continue;
				TH_LOG("%#x is known", cmd);
				wrong++;
			}
		}
	}
	EXPECT_EQ(0, wrong);
	EXPECT_EQ(-ENOTTY, result(ioctl(self->rd, 0, arg)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->rd, 0xffffffff, arg)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->rd, TCGETS, arg)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->rd, _IOR(0xdd, 0, __u32), arg)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->rd, DEED_PIPE_GET_STATS ^ (1 << 29), arg)));
	for (unsigned int i = 0; i < sizeof(arg); i++)
		ASSERT_EQ(0xff, arg[i]);
	EXPECT_EQ(CAPACITY, pipe_capacity(self->rd));
}

TEST_F(pipe, bad_arguments)
{
	unsigned char *two = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	static const __u32 fine = 4 * CAPACITY;	/* can be read, not written */
	void *bad[] = {
		NULL, (void *)1, two + PAGE, two + PAGE - 1, two + PAGE - 3,
		(void *)-1, (void *)-4, (void *)0xffff888000000000,
		(void *)0xffffffff81000000, (void *)0x0000800000000000,
		(void *)0x00007ffffffffffe,
	};

	memcpy(two + PAGE - 3, &fine, 3);
	ASSERT_EQ(0, munmap(two + PAGE, PAGE));
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-EFAULT, result(ioctl(self->rd, DEED_PIPE_GET_CAPACITY, bad[i])))
			TH_LOG("address %p", bad[i]);
		EXPECT_EQ(-EFAULT, result(ioctl(self->rd, DEED_PIPE_SET_CAPACITY, bad[i])))
			TH_LOG("address %p", bad[i]);
		EXPECT_EQ(-EFAULT, result(ioctl(self->rd, DEED_PIPE_GET_STATS, bad[i])))
			TH_LOG("address %p", bad[i]);
	}
	EXPECT_EQ(-EFAULT, result(ioctl(self->rd, DEED_PIPE_GET_STATS, two + PAGE - 31)));
	EXPECT_EQ(-EFAULT, result(ioctl(self->rd, DEED_PIPE_GET_CAPACITY, &fine)));
	EXPECT_EQ(CAPACITY, pipe_capacity(self->rd));
	/* but these fit, to the last byte */
	EXPECT_EQ(0, ioctl(self->rd, DEED_PIPE_GET_STATS, two + PAGE - 32));
	EXPECT_EQ(0, ioctl(self->rd, DEED_PIPE_GET_CAPACITY, two + PAGE - 4));
	EXPECT_EQ(0, ioctl(self->rd, DEED_PIPE_SET_CAPACITY, &fine));
	EXPECT_EQ(4 * CAPACITY, pipe_capacity(self->rd));
}

/* They answer on files of all modes, also when the other side is gone. */
TEST_F(pipe, on_every_file)
{
	static const int modes[] = { O_RDONLY, O_WRONLY, O_RDWR };

	close_end(&self->rd);
	close_end(&self->wr);
	for (int i = 0; i < 3; i++) {
		int fd = open(DEVICE, modes[i]);
		struct deed_pipe_stats s;

		pipe_stats(fd, &s);
		EXPECT_EQ(i != 1, s.readers);
		EXPECT_EQ(i != 0, s.writers);
		EXPECT_EQ(0, pipe_set_capacity(fd, 4 * CAPACITY >> i));
		EXPECT_EQ(4U * CAPACITY >> i, pipe_capacity(fd));
		close(fd);
	}
}

#ifdef __x86_64__

/* A system call as 32-bit programs make it: 32-bit numbers and pointers. */
static long int80(long nr, long a, long b, long c)
{
	long ret;

	asm volatile("int $0x80"
		     : "=a" (ret)
		     : "a" (nr), "b" (a), "c" (b), "d" (c)
		     : "memory", "r8", "r9", "r10", "r11");
	return (int)ret;
}

/* Their numbers, which are not ours. */
#define READ32		3
#define WRITE32		4
#define GETPID32	20
#define IOCTL32		54
#define READV32		145
#define WRITEV32	146

struct iovec32 {
	__u32 base, len;
};

/* A kernel without them answers with a fault. */
static bool has_int80(void)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		signal(SIGSEGV, SIG_DFL);
		_exit(int80(GETPID32, 0, 0, 0) != getpid());
	}
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       !WEXITSTATUS(status);
}

FIXTURE(compat)
{
	int rd, wr;
	unsigned char *low;	/* memory that 32 bits reach */
};

FIXTURE_SETUP(compat)
{
	pipe_begin(_metadata, &self->rd, &self->wr);
	if (!has_int80())
		SKIP(return, "no system calls of 32-bit programs on this kernel");
	self->low = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	ASSERT_NE(MAP_FAILED, self->low);
}

FIXTURE_TEARDOWN(compat)
{
	pipe_end(_metadata, &self->rd, &self->wr);
}

TEST_F(compat, ioctl)
{
	__u32 *capacity = (void *)self->low;
	struct deed_pipe_stats s;
	long low = (long)self->low;

	memset(self->low, 0xff, 64);
	ASSERT_EQ(0, int80(IOCTL32, self->rd, DEED_PIPE_GET_CAPACITY, low));
	EXPECT_EQ(CAPACITY, *capacity);
	EXPECT_EQ(0xff, self->low[4]);
	*capacity = 12345;
	ASSERT_EQ(0, int80(IOCTL32, self->rd, DEED_PIPE_SET_CAPACITY, low));
	EXPECT_EQ(16384, pipe_capacity(self->rd));
	*capacity = 1;
	EXPECT_EQ(-EINVAL, int80(IOCTL32, self->rd, DEED_PIPE_SET_CAPACITY, low));

	memset(self->low, 0xff, 64);
	ASSERT_EQ(0, int80(IOCTL32, self->rd, DEED_PIPE_GET_STATS, low));
	pipe_stats(self->rd, &s);
	EXPECT_EQ(0, memcmp(self->low, &s, sizeof(s)));
	EXPECT_EQ(0xff, self->low[sizeof(s)]);

	EXPECT_EQ(-ENOTTY, int80(IOCTL32, self->rd, _IOR(0xde, 3, __u32), low));
	EXPECT_EQ(-ENOTTY, int80(IOCTL32, self->rd, _IOR(0xde, 1, __u32), low));
	EXPECT_EQ(-ENOTTY, int80(IOCTL32, self->rd, _IOR(0xde, 2, __u32), low));
}

/* Pointers have 32 bits; what the register held above them does not count. */
TEST_F(compat, ioctl_with_bad_pointers)
{
	static const long bad[] = { 0, 1, 0xfffffffc, 0xffffffff, 0xc0000000 };
	long low = (long)self->low;

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		EXPECT_EQ(-EFAULT, int80(IOCTL32, self->rd, DEED_PIPE_GET_CAPACITY, bad[i]));
		EXPECT_EQ(-EFAULT, int80(IOCTL32, self->rd, DEED_PIPE_SET_CAPACITY, bad[i]));
		EXPECT_EQ(-EFAULT, int80(IOCTL32, self->rd, DEED_PIPE_GET_STATS, bad[i]));
	}
	EXPECT_EQ(0, int80(IOCTL32, self->rd, DEED_PIPE_GET_STATS, low | 0xabcd00000000));
	EXPECT_EQ(CAPACITY, pipe_capacity(self->rd));
}

TEST_F(compat, read_and_write)
{
	struct iovec32 *iov = (void *)self->low;
	unsigned char *data = self->low + 512;
	long low = (long)self->low;
	__u32 at = (long)data;

	fill(data, 0, 300);
	ASSERT_EQ(100, int80(WRITE32, self->wr, at, 100));
	iov[0] = (struct iovec32){ at + 100, 150 };
	iov[1] = (struct iovec32){ 0, 0 };
	iov[2] = (struct iovec32){ at + 250, 50 };
	ASSERT_EQ(200, int80(WRITEV32, self->wr, low, 3));
	memset(data, 0, 300);
	ASSERT_EQ(50, int80(READ32, self->rd, at, 50));
	iov[0] = (struct iovec32){ at + 50, 1 };
	iov[2] = (struct iovec32){ at + 51, 2000 };
	ASSERT_EQ(250, int80(READV32, self->rd, low, 3));
	EXPECT_EQ(300, right(data, 0, 300));
	EXPECT_EQ(0, data[300]);
	ASSERT_EQ(1, int80(WRITE32, self->wr, at, 1));
	EXPECT_EQ(-EFAULT, int80(READ32, self->rd, 0xfffff000, 1));
	EXPECT_EQ(1, pipe_holds(self->rd));
}

#endif /* __x86_64__ */

TEST_HARNESS_MAIN
