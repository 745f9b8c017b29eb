// SPDX-License-Identifier: GPL-2.0
/*
 * deed_pipe.ko: its parameter. Takes the module away and loads it with many
 * values of capacity, some of which it must refuse; then it is as it was before.
 */
#include "pipe_test.h"

#define MODULE		"deed_pipe"
#define MODULE_FILE	"/modules/" MODULE ".ko"
#define PARAMETER	"/sys/module/" MODULE "/parameters/capacity"

/* As insmod does it. */
static int module_load(const char *values)
{
	int fd = open(MODULE_FILE, O_RDONLY | O_CLOEXEC);
	int ret = result(syscall(SYS_finit_module, fd, values, 0));

	close(fd);
	return ret;
}

/* A program before this one that was killed may still be on its way out. */
static int module_unload(void)
{
	int ret = -EAGAIN;

	for (int ms = 0; ret == -EAGAIN && ms < 5000; ms++) {
		ret = result(syscall(SYS_delete_module, MODULE, O_NONBLOCK));
		if (ret)
			usleep(1000);
	}
	return ret;
}

/* What /sys says that the parameter is; -1: the module is not loaded. */
static long parameter(void)
{
	char text[32] = "";
	int fd = open(PARAMETER, O_RDONLY);

	if (fd < 0)
		return -1;
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[0] = 0;
	close(fd);
	return atol(text);
}

FIXTURE(module)
{
	char before[32];	/* as it was loaded */
};

FIXTURE_SETUP(module)
{
	if (parameter() < 0 || access(MODULE_FILE, R_OK))
		SKIP(return, MODULE " is not loaded, or " MODULE_FILE " is not there");
	snprintf(self->before, sizeof(self->before), "capacity=%ld", parameter());
	ASSERT_EQ(0, module_unload());
	ASSERT_EQ(-1, parameter());
}

FIXTURE_TEARDOWN(module)
{
	if (parameter() >= 0)
		EXPECT_EQ(0, module_unload());
	EXPECT_EQ(0, module_load(self->before));
	EXPECT_EQ(0, access(DEVICE, F_OK));
}

TEST_F(module, capacity_that_is_refused)
{
	static const struct {
		const char *values;
		int err;
	} refused[] = {
		{ "capacity=0", -EINVAL },
		{ "capacity=1", -EINVAL },
		{ "capacity=4095", -EINVAL },
		{ "capacity=1048577", -EINVAL },
		{ "capacity=2097152", -EINVAL },
		{ "capacity=4294967295", -EINVAL },
		{ "capacity=4294967296", -ERANGE },
		{ "capacity=4294975488", -ERANGE },	/* 2^32 + 8192 */
		{ "capacity=18446744073709551616", -ERANGE },
		{ "capacity=-8192", -EINVAL },
		{ "capacity=8192k", -EINVAL },
		{ "capacity=8192.0", -EINVAL },
		{ "capacity=8192,8192", -EINVAL },
		{ "capacity=much", -EINVAL },
		{ "capacity=", -EINVAL },
		{ "capacity", -EINVAL },
		{ "capacity=8192 capacity=1", -EINVAL },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(refused); i++) {
		EXPECT_EQ(refused[i].err, module_load(refused[i].values))
			TH_LOG("with %s", refused[i].values);
		/* nothing stays behind */
		EXPECT_EQ(-1, parameter());
		EXPECT_NE(0, access(DEVICE, F_OK));
	}
}

TEST_F(module, capacity_that_is_rounded_up)
{
	static const struct {
		const char *values;
		long says;
		unsigned int has;
	} good[] = {
		{ "", 65536, 65536 },
		{ "capacity=4096", 4096, 4096 },
		{ "capacity=4097", 4097, 8192 },
		{ "capacity=0x2001", 8193, 16384 },
		{ "capacity=65535", 65535, 65536 },
		{ "capacity=524289", 524289, 1048576 },
		{ "capacity=1048576", 1048576, 1048576 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(good); i++) {
		static char buf[2 * DEED_PIPE_MAX];
		int fd;

		ASSERT_EQ(0, module_load(good[i].values))
			TH_LOG("with %s", good[i].values);
		EXPECT_EQ(good[i].says, parameter());
		fd = open(DEVICE, O_RDWR | O_NONBLOCK);
		ASSERT_LE(0, fd);
		EXPECT_EQ(good[i].has, pipe_capacity(fd));
		EXPECT_EQ(good[i].has, write(fd, buf, sizeof(buf)));
		/* in use, by what it holds and by us */
		EXPECT_EQ(-EAGAIN, result(syscall(SYS_delete_module, MODULE, O_NONBLOCK)));
		EXPECT_EQ(-EEXIST, module_load("capacity=8192"));
		close(fd);
		ASSERT_EQ(0, module_unload());
	}
}

/* Only insmod sets it. */
TEST_F(module, capacity_is_read_only_later)
{
	ASSERT_EQ(0, module_load("capacity=8192"));
	EXPECT_GT(0, open(PARAMETER, O_WRONLY));
	EXPECT_EQ(8192, parameter());
}

TEST_HARNESS_MAIN
