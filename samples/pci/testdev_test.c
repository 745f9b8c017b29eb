// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-testdev0 with QEMU's pci-testdev: what it counts, what the driver
 * refuses, and that a file outlives its device.
 */
#include <unplug.h>

#include "deed_testdev.h"

#define NODE	"/dev/deed-testdev0"

static int run(int fd, __u32 test, __u32 writes, __u32 *count)
{
	struct deed_testdev_run r = { .test = test, .writes = writes };
	int ret = ioctl(fd, DEED_TESTDEV_RUN, &r) ? -errno : 0;

	*count = r.count;
	return ret;
}

FIXTURE(testdev)
{
	int fd;
	__u32 count;
};

FIXTURE_SETUP(testdev)
{
	self->fd = open(NODE, O_RDWR);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(testdev)
{
	close(self->fd);
}

TEST_F(testdev, counts_writes)
{
	static const __u32 writes[] = { 0, 1, 2, DEED_TESTDEV_WRITES_MAX };

	for (size_t i = 0; i < sizeof(writes) / sizeof(*writes); i++) {
		ASSERT_EQ(0, run(self->fd, 0, writes[i], &self->count));
		EXPECT_EQ(writes[i], self->count);
	}
}

TEST_F(testdev, refuses_what_is_out_of_range)
{
	EXPECT_EQ(-EINVAL, run(self->fd, 3, 1, &self->count));
	EXPECT_EQ(-EINVAL, run(self->fd, UINT32_MAX, 1, &self->count));
	EXPECT_EQ(-EINVAL, run(self->fd, 0, DEED_TESTDEV_WRITES_MAX + 1, &self->count));
	EXPECT_EQ(-1, ioctl(self->fd, DEED_TESTDEV_RUN + 1, NULL));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_EQ(-1, ioctl(self->fd, DEED_TESTDEV_RUN, NULL));
	EXPECT_EQ(EFAULT, errno);
}

FIXTURE(gone)
{
	struct device device;
	int fd;
	__u32 count;
};

FIXTURE_VARIANT(gone)
{
	enum way way;
};

FIXTURE_VARIANT_ADD(gone, unbind) { UNBIND };
FIXTURE_VARIANT_ADD(gone, remove) { REMOVE };
FIXTURE_VARIANT_ADD(gone, unplug) { UNPLUG };
FIXTURE_VARIANT_ADD(gone, surprise) { SURPRISE };

FIXTURE_SETUP(gone)
{
	self->device = in_slot(3, "testdev", "deed-testdev");
	self->fd = open(NODE, O_RDWR);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(gone)
{
	close(self->fd);
}

TEST_F_TIMEOUT(gone, file_stays_open, 300)
{
	ASSERT_TRUE(take_away(&self->device, variant->way));
	EXPECT_EQ(-ENODEV, run(self->fd, 0, 1, &self->count));
	EXPECT_EQ(-1, access(NODE, F_OK));

	ASSERT_TRUE(give_back(&self->device, variant->way));
	ASSERT_TRUE(until(!access(NODE, F_OK)));
	/* the file belongs to what has gone, and not to what has come */
	EXPECT_EQ(-ENODEV, run(self->fd, 0, 1, &self->count));
	close(self->fd);
	self->fd = open(NODE, O_RDWR);
	ASSERT_LE(0, self->fd);
	EXPECT_EQ(0, run(self->fd, 0, 1, &self->count));
	EXPECT_EQ(1, self->count);
}

TEST_HARNESS_MAIN
