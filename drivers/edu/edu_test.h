/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the test programs of /dev/deed-edu<N> share: the two devices of the guest,
 * open, their calls and their counters.
 */
#ifndef _EDU_TEST_H
#define _EDU_TEST_H

#include <unplug.h>

#include <sys/mman.h>

#include "deed_edu.h"

#define DRIVER		"deed-edu"
#define TIMEOUT_MS	20000	/* nobody waits so long in vain */

static const unsigned int factorials[] = {
	1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600,
};

/* Each call gives 0 or a negative errno; -EBADMSG if what it says is wrong. */
static inline long edu_factorial(int fd, unsigned int n, unsigned int timeout_ms)
{
	struct deed_edu_factorial f = { .n = n, .timeout_ms = timeout_ms };
	long err = result(ioctl(fd, DEED_EDU_FACTORIAL, &f));

	return err ?: f.result == factorials[n] ? 0 : -EBADMSG;
}

static inline long edu_liveness(int fd, unsigned int value)
{
	struct deed_edu_liveness l = { .value = value };
	long err = result(ioctl(fd, DEED_EDU_LIVENESS, &l));

	return err ?: l.value == ~value ? 0 : -EBADMSG;
}

static inline long edu_raise(int fd, unsigned int times)
{
	struct deed_edu_raise r = { .times = times };

	return result(ioctl(fd, DEED_EDU_RAISE, &r));
}

/* What poll says of a file, at once or after a wait. */
static inline long edu_poll(int fd, short events, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = events };
	struct timespec t = { timeout_ms / 1000, timeout_ms % 1000 * 1000000 };

	return ppoll(&p, 1, timeout_ms < 0 ? NULL : &t, NULL) < 0 ? -errno : p.revents;
}

/* A device's counter in debugfs. */
static inline unsigned long edu_count(const struct device *d, const char *counter)
{
	char file[PATH_MAX], text[32];

	get(path(file, "/sys/kernel/debug/" DRIVER "-%s/%s", d->name, counter), text,
	    sizeof(text));
	return *text ? strtoul(text, NULL, 10) : ULONG_MAX;
}

/*
 * With bus mastering off the device's interrupts, which are writes to memory, go
 * nowhere: a device that does not answer.
 */
static inline bool edu_mute(const struct device *d, bool mute)
{
	char file[PATH_MAX];
	int fd = open(path(file, "/sys/bus/pci/devices/%s/config", d->name), O_RDWR);
	unsigned short command;
	bool done = pread(fd, &command, sizeof(command), 4) == sizeof(command);

	command = mute ? command & ~4 : command | 4;
	done = done && pwrite(fd, &command, sizeof(command), 4) == sizeof(command);
	close(fd);
	return done;
}

/* Why the device has interrupted, or has tried to: register 0x24, from outside. */
static inline unsigned int edu_cause(const struct device *d)
{
	char file[PATH_MAX];
	int fd = open(path(file, "/sys/bus/pci/devices/%s/resource0", d->name), O_RDWR);
	unsigned int *regs = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	unsigned int cause = 0;

	close(fd);
	if (regs == MAP_FAILED)
		return 0;
	cause = __atomic_load_n(&regs[0x24 / sizeof(*regs)], __ATOMIC_RELAXED);
	munmap(regs, 4096);
	return cause;
}

/* Open the node of a device. */
static inline int edu_open(const struct device *d)
{
	char node[PATH_MAX];

	return until(device_node(d, node, sizeof(node))) ? open(node, O_RDWR) : -1;
}

/* Two devices, bound; a file of each. */
FIXTURE(edu)
{
	struct device device[2];
	int fd[2];
};

/* In the first two slots; DEED_EDU=name,name says which others are meant. */
static inline void edu_begin(struct __test_metadata *_metadata, struct device *device, int *fd)
{
	const char *others = getenv("DEED_EDU");

	device[0] = in_slot(1, "edu0", DRIVER);
	device[1] = in_slot(2, "edu1", DRIVER);
	if (others)
		ASSERT_EQ(2, sscanf(others, "%31[^,],%31s", device[0].name, device[1].name));
	for (int i = 0; i < 2; i++) {
		ASSERT_TRUE(device_bound(&device[i]))
			TH_LOG("%s is not bound to " DRIVER, device[i].name);
		fd[i] = edu_open(&device[i]);
		ASSERT_LE(0, fd[i]);
	}
}

FIXTURE_SETUP(edu)
{
	edu_begin(_metadata, self->device, self->fd);
}

FIXTURE_TEARDOWN(edu)
{
	close(self->fd[0]);
	close(self->fd[1]);
}

#endif /* _EDU_TEST_H */
