// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-@name@0, as a program sees it. Needs the module, and prints TAP.
 *
 * If another driver has the device, it is taken from it and given back.
 */
#include <linux/types.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "deed_@name@.h"

#define NODE	"/dev/deed-@name@0"
#define DEVICES	"/sys/bus/pci/devices/"
#define DRIVER	"/sys/bus/pci/drivers/deed-@name@/"

static int number, failed;
static char device[64]; /* its address */
static bool taken;

static void check(bool good, const char *name)
{
	failed += !good;
	printf("%s %d %s\n", good ? "ok" : "not ok", ++number, name);
}

/* Write into a file of sysfs. */
static bool put(const char *folder, const char *name, const char *file, const char *text)
{
	char path[256];
	bool done;
	int fd;

	snprintf(path, sizeof(path), "%s%s%s", folder, name, file);
	fd = open(path, O_WRONLY);
	done = fd >= 0 && write(fd, text, strlen(text)) > 0;
	if (fd >= 0)
		close(fd);
	return done;
}

/* Whether a device is one of ours, by its ids. */
static bool ours(const char *name)
{
	char path[256], line[128] = "";
	FILE *file;

	snprintf(path, sizeof(path), DEVICES "%.60s/modalias", name);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		line[0] = 0;
	fclose(file);
	return strstr(line, "v00001B36d00000005");
}

static void find(void)
{
	struct dirent *entry;
	DIR *dir = opendir(DEVICES);

	while (dir && !device[0] && (entry = readdir(dir)))
		if (ours(entry->d_name))
			snprintf(device, sizeof(device), "%.60s", entry->d_name);
	if (dir)
		closedir(dir);
	if (!device[0] || !access(NODE, F_OK))
		return;
	taken = put(DEVICES, device, "/driver_override", "deed-@name@");
	put(DEVICES, device, "/driver/unbind", device);
	put("/sys/bus/pci/", "", "drivers_probe", device);
}

static void give_back(void)
{
	if (!taken)
		return;
	put(DEVICES, device, "/driver_override", "\n");
	put(DRIVER, "", "unbind", device);
	put("/sys/bus/pci/", "", "drivers_probe", device);
}

/* 0 or an errno. */
static int run(int fd, __u32 what)
{
	return write(fd, &what, sizeof(what)) == sizeof(what) ? 0 : errno;
}

static __u32 total(int fd)
{
	__u32 now = 0;

	return read(fd, &now, sizeof(now)) == sizeof(now) ? now : -1u;
}

int main(void)
{
	__u32 before;
	int fd;

	printf("TAP version 13\n1..8\n");
	find();
	check(device[0], "there is a device");
	fd = open(NODE, O_RDWR);
	check(fd >= 0, "its node opens");
	before = total(fd);
	check(!run(fd, 0) && total(fd) == before, "nothing is counted");
	check(!run(fd, 2) && !run(fd, 3) && total(fd) == before + 5, "two runs are counted");
	check(!run(fd, @NAME@_MAX) && total(fd) == before + 5 + @NAME@_MAX,
@(@"a long one is");
	check(run(fd, @NAME@_MAX + 1) == EINVAL, "one that is too long is refused");
	check(put(DRIVER, "", "unbind", device) && run(fd, 1) == ENODEV && total(fd) == -1u,
	      "unbound, it is no device");
	check(put(DRIVER, "", "bind", device) && total(open(NODE, O_RDWR)) == 0,
	      "bound, it begins anew");
	give_back();
	return failed ? 1 : 0;
}
