// SPDX-License-Identifier: GPL-2.0
/*
 * port_tool i6300esb|i5500_temp: count the instructions of system calls to a driver
 * that is loaded, the kernel's own or the one in ports/. In a guest that counts with
 * its time stamp counter (see bench.c), user space can read it, too. A line for each:
 * count|OPERATION|INSTRUCTIONS.
 */
#include <unplug.h>

#include <linux/watchdog.h>
#include <x86intrin.h>

#define RUNS		64
#define WATCHDOG	"/dev/watchdog0"
#define SLOT		3 /* of QEMU's pci-testdev */

/* One system call; negative if it failed. */
struct operation {
	const char *name;
	long (*run)(int fd);
};

static long nothing(int fd)
{
	return syscall(SYS_getppid, fd) < 0;
}

static long ping(int fd)
{
	return ioctl(fd, WDIOC_KEEPALIVE, 0);
}

static long set_timeout(int fd)
{
	int seconds = 60;

	return ioctl(fd, WDIOC_SETTIMEOUT, &seconds);
}

static long start_and_stop(int fd)
{
	int off = WDIOS_DISABLECARD, on = WDIOS_ENABLECARD;

	return ioctl(fd, WDIOC_SETOPTIONS, &off) | ioctl(fd, WDIOC_SETOPTIONS, &on);
}

static long read_value(int fd)
{
	char text[32];

	return pread(fd, text, sizeof(text), 0);
}

/* The least of many: no interrupt came in between. */
static bool measure(const char *name, long (*run)(int fd), int fd)
{
	unsigned long long least = -1ull;

	for (int i = 0; i < RUNS; i++) {
		unsigned long long start = __rdtsc(), n;

		if (run(fd) < 0) {
			perror(name);
			return false;
		}
		n = __rdtsc() - start;
		least = n < least ? n : least;
	}
	printf("count|%s|%llu\n", name, least);
	return true;
}

static int count_watchdog(void)
{
	int fd = open(WATCHDOG, O_WRONLY);
	bool ok = fd >= 0 && measure("ping", ping, fd) && measure("set timeout", set_timeout, fd) &&
		  measure("stop and start", start_and_stop, fd);

	return !ok || write(fd, "V", 1) != 1 || close(fd);
}

static bool count_value(const struct device *d, const char *name)
{
	char folder[PATH_MAX], file[PATH_MAX + 32];
	int fd = -1;
	bool ok;

	if (find_hwmon(d, folder, sizeof(folder)))
		fd = open(path(file, "%s/%s", folder, name), O_RDONLY);
	ok = fd >= 0 && measure(name, read_value, fd);
	close(fd);
	return ok;
}

static int count_sensors(void)
{
	struct device d = in_slot(SLOT, "testdev", "i5500_temp");
	bool ok = !prefer_driver(&d, d.driver) && !bind_device(&d, true) &&
		  count_value(&d, "temp1_input") && count_value(&d, "temp1_max_alarm");

	return !ok || bind_device(&d, false) || prefer_driver(&d, "\n") < 0;
}

int main(int argc, char **argv)
{
	if (!measure("nothing", nothing, 0))
		return 1;
	if (argc == 2 && !strcmp(argv[1], "i6300esb"))
		return count_watchdog();
	if (argc == 2 && !strcmp(argv[1], "i5500_temp"))
		return count_sensors();
	return 2;
}
