// SPDX-License-Identifier: GPL-2.0
/* /dev/deed-@name@, as a program sees it. Needs the module, and prints TAP. */
#include <linux/types.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "deed_@name@.h"

static int number, failed;

static void check(bool good, const char *name)
{
	failed += !good;
	printf("%s %d %s\n", good ? "ok" : "not ok", ++number, name);
}

/* 0 or an errno. */
static int add(int fd, __u32 what)
{
	return write(fd, &what, sizeof(what)) == sizeof(what) ? 0 : errno;
}

static __u32 sum(int fd)
{
	__u32 now = 0;

	return read(fd, &now, sizeof(now)) == sizeof(now) ? now : -1u;
}

/* What sysfs is asked to do with the device: "bind" or "unbind". */
static bool ask(const char *what)
{
	char path[128];
	bool done;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/platform/drivers/deed-@name@/%s", what);
	fd = open(path, O_WRONLY);
	done = fd >= 0 &&
	       write(fd, "deed-@name@", sizeof("deed-@name@") - 1) > 0;
	if (fd >= 0)
		close(fd);
	return done;
}

int main(void)
{
	int fd = open("/dev/deed-@name@", O_RDWR);
	__u32 before;

	printf("TAP version 13\n1..9\n");
	check(fd >= 0, "the device opens");
	before = sum(fd);
	check(before <= @NAME@_MAX, "a number is read");
	check(!add(fd, 0) && sum(fd) == before, "nothing is added");
	check(before > @NAME@_MAX - 2 ||
	      (!add(fd, 1) && !add(fd, 1) && sum(fd) == before + 2), "one is added, twice");
	check(add(fd, @NAME@_MAX) == EOVERFLOW, "what is too much is refused");
	check(add(fd, @NAME@_MAX + 1) == EINVAL, "a number that is too great is refused");
	check(ask("unbind") && add(fd, 0) == ENODEV && sum(fd) == -1u, "unbound, it is no device");
	check(open("/dev/deed-@name@", O_RDWR) < 0, "and has no node");
	check(ask("bind") && sum(open("/dev/deed-@name@", O_RDWR)) == 0,
@(@"bound, it begins anew");
	return failed ? 1 : 0;
}
