/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For test programs: take a device away from its driver and give it back.
 *
 * A device on a bus can be unbound from its driver by hand; a PCI device can be
 * removed and found again by a scan, its slot's button can be pressed, and it can
 * be pulled without a word. The last two need QEMU: scripts/guest/monitor.py does
 * what the lines ask for that are printed here.
 *
 * Every function that changes something waits until sysfs shows it.
 */
#ifndef _UNPLUG_H
#define _UNPLUG_H

#include <task.h>

#include <dirent.h>
#include <limits.h>
#include <time.h>

/* Nobody waits longer: generous, for the debug kernel on a busy machine */
#define PATIENCE_MS	60000

enum way { UNBIND, REMOVE, UNPLUG, SURPRISE };

static const char *const way_name[] = { "unbind", "remove", "unplug", "surprise" };

/* A device and its driver, as /sys/bus names them. */
struct device {
	const char *bus;
	const char *driver;
	char name[32];
	/* if it sits in a slot: which, and the device as the host calls it */
	int slot;
	const char *host_name;
};

static inline long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

/* Until a condition holds; false if that takes too long. */
#define until(condition)						\
	({								\
		long long __end = now_ns() + PATIENCE_MS * 1000000ll;	\
		bool __holds;						\
									\
		while (!(__holds = (condition)) && now_ns() < __end)	\
			usleep(1000);					\
		__holds;						\
	})

#define path(buf, ...) (snprintf(buf, sizeof(buf), __VA_ARGS__), buf)

/* Write a text into a file of sysfs; 0 or a negative errno. */
static inline int put(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY);
	long n;

	if (fd < 0)
		return -errno;
	n = result(write(fd, text, strlen(text)));
	close(fd);
	return n < 0 ? n : 0;
}

/* Read a line from it; empty if that fails. */
static inline const char *get(const char *file, char *buf, size_t len)
{
	int fd = open(file, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, buf, len - 1);

	close(fd);
	buf[n < 0 ? 0 : n] = 0;
	buf[strcspn(buf, "\n")] = 0;
	return buf;
}

/* The device in a slot of QEMU's machine. */
static inline struct device in_slot(int slot, const char *host_name, const char *driver)
{
	struct device d = { .bus = "pci", .driver = driver, .slot = slot,
			    .host_name = host_name };
	char file[PATH_MAX], address[16];

	get(path(file, "/sys/bus/pci/slots/%d/address", slot), address, sizeof(address));
	snprintf(d.name, sizeof(d.name), "%s.0", address);
	return d;
}

static inline bool device_there(const struct device *d)
{
	char file[PATH_MAX];

	return !access(path(file, "/sys/bus/%s/devices/%s", d->bus, d->name), F_OK);
}

/* It has its driver, which may still be probing. */
static inline bool device_bound(const struct device *d)
{
	char file[PATH_MAX];

	return !access(path(file, "/sys/bus/%s/drivers/%s/%s", d->bus, d->driver, d->name),
		       F_OK);
}

/* The node that belongs to a device: /dev/NAME, or false if it has none. */
static inline bool device_node(const struct device *d, char *node, size_t len)
{
	char file[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	DIR *dir = opendir(path(file, "/sys/bus/%s/devices/%s/misc", d->bus, d->name));

	while (dir && !found && (entry = readdir(dir))) {
		found = entry->d_name[0] != '.';
		snprintf(node, len, "/dev/%s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found && !access(node, F_OK);
}

static inline int bind_device(const struct device *d, bool on)
{
	char file[PATH_MAX];

	return put(path(file, "/sys/bus/%s/drivers/%s/%s", d->bus, d->driver,
			on ? "bind" : "unbind"), d->name);
}

/* The only driver that is to take it; "\n" for any. */
static inline int prefer_driver(const struct device *d, const char *name)
{
	char file[PATH_MAX];

	return put(path(file, "/sys/bus/%s/devices/%s/driver_override", d->bus, d->name), name);
}

/* Where the values of its sensors are; false if it has none. */
static inline bool find_hwmon(const struct device *d, char *folder, size_t len)
{
	char file[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	DIR *dir = opendir(path(file, "/sys/bus/%s/devices/%s/hwmon", d->bus, d->name));

	while (dir && !found && (entry = readdir(dir))) {
		found = entry->d_name[0] != '.';
		snprintf(folder, len, "%.200s/%.20s", file, entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

static inline void ask_host(const char *verb, const struct device *d)
{
	dprintf(STDOUT_FILENO, "@deed host %s %s\n", verb, d->host_name);
}

/*
 * The slot control register of the port above the device: power of the slot, its
 * lamp, and whether the port interrupts.
 *
 * Source: PCI Express Base Specification, 7.5.3.10; linux/pci_regs.h.
 */
#define SLOT_CONTROL		0x18	/* in the PCI Express capability */
#define SLOT_INTERRUPT		0x0020
#define SLOT_LAMP		0x0300
#define SLOT_LAMP_BLINKS	0x0200
#define SLOT_LAMP_OFF		0x0300
#define SLOT_POWER_OFF		0x0400

struct port {
	int config;		/* its configuration space */
	off_t control;		/* where the register is */
};

static inline bool port_open(const struct device *d, struct port *p)
{
	char file[PATH_MAX];
	unsigned char next = 0, id = 0;

	p->config = open(path(file, "/sys/bus/pci/devices/%s/../config", d->name), O_RDWR);
	if (pread(p->config, &next, 1, 0x34) != 1)
		return false;
	while (next && pread(p->config, &id, 1, next) == 1 && id != 0x10)
		pread(p->config, &next, 1, next + 1);
	p->control = next + SLOT_CONTROL;
	return next;
}

static inline unsigned short port_read(const struct port *p)
{
	unsigned short value = 0;

	return pread(p->config, &value, sizeof(value), p->control) == sizeof(value) ? value : 0;
}

static inline bool port_write(const struct port *p, unsigned short value)
{
	return pwrite(p->config, &value, sizeof(value), p->control) == sizeof(value);
}

/*
 * The slot is empty and at rest: the lamp is the last that the kernel turns off,
 * a second after the power.
 */
static inline bool slot_off(const struct device *d, const struct port *p)
{
	return !device_there(d) &&
	       (port_read(p) & (SLOT_LAMP | SLOT_POWER_OFF)) == (SLOT_LAMP_OFF | SLOT_POWER_OFF);
}

/*
 * The button: the lamp blinks, and after five seconds the kernel lets the driver
 * go and takes the power away, whereupon QEMU takes the device. We do not wait:
 * asked for it, the kernel goes on at once.
 */
static inline bool unplug(const struct device *d)
{
	char file[PATH_MAX];
	struct port port;
	bool blinks, off;

	if (!port_open(d, &port))
		return false;
	ask_host("unplug", d);
	blinks = until((port_read(&port) & SLOT_LAMP) == SLOT_LAMP_BLINKS || !device_there(d));
	/* fails if the five seconds were over before */
	put(path(file, "/sys/bus/pci/slots/%d/power", d->slot), "0");
	off = blinks && until(slot_off(d, &port));
	close(port.config);
	return off;
}

/*
 * Pulled: without power and lamp QEMU takes the device at once. The port keeps
 * quiet about it until the power is back, and so the kernel learns that the slot
 * is empty when nothing is there any more; from then on the device's registers
 * read as zero, and its configuration space as ones.
 */
static inline bool pull(const struct device *d)
{
	struct port port;
	unsigned short was;
	bool done;

	if (!port_open(d, &port))
		return false;
	was = port_read(&port);
	done = port_write(&port, (was & ~SLOT_INTERRUPT) | SLOT_LAMP_OFF | SLOT_POWER_OFF) &&
	       port_write(&port, was) && until(slot_off(d, &port));
	close(port.config);
	return done;
}

static inline bool take_away(const struct device *d, enum way way)
{
	char file[PATH_MAX];

	switch (way) {
	case UNBIND:
		return !bind_device(d, false) && !device_bound(d);
	case REMOVE:
		return !put(path(file, "/sys/bus/%s/devices/%s/remove", d->bus, d->name), "1") &&
		       !device_there(d);
	case UNPLUG:
		return unplug(d);
	case SURPRISE:
		return pull(d);
	}
	return false;
}

static inline bool give_back(const struct device *d, enum way way)
{
	switch (way) {
	case UNBIND:
		return !bind_device(d, true) && device_bound(d);
	case REMOVE:
		return !put("/sys/bus/pci/rescan", "1") && until(device_bound(d));
	case UNPLUG:
	case SURPRISE:
		ask_host("plug", d);
		return until(device_bound(d));
	}
	return false;
}

#endif /* _UNPLUG_H */
