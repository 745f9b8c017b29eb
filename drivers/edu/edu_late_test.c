// SPDX-License-Identifier: GPL-2.0
/*
 * edu writes to memory that it may not reach any more: an IOMMU must stop it.
 *
 * The driver never lets that happen. So the test does, by the device's registers:
 * after a transfer they still hold the address of a buffer that was unmapped and
 * freed, and it rings the doorbell once more. For guests with a strict IOMMU; the
 * kernel must report the access, which the host looks for.
 */
#include "edu_test.h"

#define TO_RAM	(1 | 2) /* run; no interrupt, for nobody waits for one */

static unsigned int reg(unsigned int *regs, size_t offset)
{
	return __atomic_load_n(&regs[offset / sizeof(*regs)], __ATOMIC_RELAXED);
}

TEST_F(edu, late_write_is_stopped)
{
	unsigned int *regs;
	char file[PATH_MAX];
	char bytes[512];
	int fd;

	ASSERT_EQ(sizeof(bytes), pread(self->fd[0], bytes, sizeof(bytes), 0));
	fd = open(path(file, "/sys/bus/pci/devices/%s/resource0", self->device[0].name), O_RDWR);
	ASSERT_LE(0, fd);
	regs = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	ASSERT_NE(MAP_FAILED, regs);
	close(fd);

	/* the address of the buffer, and its length */
	EXPECT_NE(0, reg(regs, 0x88));
	EXPECT_EQ(sizeof(bytes), reg(regs, 0x90));
	__atomic_store_n(&regs[0x98 / sizeof(*regs)], TO_RAM, __ATOMIC_RELAXED);
	EXPECT_TRUE(until(!(reg(regs, 0x98) & 1)));
	munmap(regs, 4096);

	/* and it goes on as if nothing had been */
	EXPECT_EQ(sizeof(bytes), pwrite(self->fd[0], bytes, sizeof(bytes), 0));
	EXPECT_EQ(sizeof(bytes), pread(self->fd[0], bytes, sizeof(bytes), 0));
}

TEST_HARNESS_MAIN
