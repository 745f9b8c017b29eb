// SPDX-License-Identifier: GPL-2.0
/*
 * Every step that can fail, fails once: of loading a driver's module, of binding
 * its device, of opening its node, and of writing and reading there, if the node is
 * like a file that has a size. Each time nothing may be left.
 *
 * The kernel's fault injection makes the n-th fallible step of this thread fail:
 * an allocation, or what abstractions/deed/inject.h marks. We count n up until
 * all went well and n was not reached. Needs the debug kernel.
 *
 * DEED_MODULE, DEED_BUS and DEED_DRIVER say which driver. Which of the module's own
 * steps failed stands in the kernel log, and judge.py asks for all that there are.
 *
 * Source: Documentation/fault-injection/fault-injection.rst.
 */
#include <unplug.h>

#define DEBUGFS		"/sys/kernel/debug/"

/* Where one sees what a step that failed must not leave behind. */
static const char *const places[] = {
	"/dev", "/sys/class/misc", DEBUGFS, "/proc/iomem", "/proc/ioports", "/proc/misc",
	"/proc/modules", "/proc/interrupts", "/sys/class/mdio_bus", "/sys/bus/mdio_bus/devices",
	"/sys/class/net",
};

struct snapshot {
	char text[ARRAY_SIZE(places)][16384];
};

/* A file, or the names in a folder, without digits if they only count. */
static void look_at(const char *place, char *text, size_t len)
{
	bool counts = strstr(place, "interrupts");
	DIR *dir = opendir(place);
	struct dirent *entry;
	size_t n = 0;

	memset(text, 0, len);
	while (dir && (entry = readdir(dir)))
		n += snprintf(text + n, n < len ? len - n : 0, "%s\n", entry->d_name);
	if (dir) {
		closedir(dir);
	} else {
		int fd = open(place, O_RDONLY), got;

		while (n < len - 1 && (got = read(fd, text + n, len - 1 - n)) > 0)
			n += got;
		close(fd);
	}
	for (size_t i = 0, to = 0; counts && i < n; i++) {
		char c = text[i];

		text[i] = 0;
		if (!isdigit(c) && c != ' ')
			text[to++] = c;
	}
}

static void look(struct snapshot *s)
{
	for (size_t i = 0; i < ARRAY_SIZE(places); i++)
		look_at(places[i], s->text[i], sizeof(s->text[i]));
}

/* In how many places there is a difference. */
static int leftovers(struct __test_metadata *_metadata, const struct snapshot *before)
{
	static struct snapshot now;
	int n = 0;

	look(&now);
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (!strcmp(before->text[i], now.text[i]))
			continue;
		TH_LOG("left behind in %s; before:\n%s\nnow:\n%s", places[i],
		       before->text[i], now.text[i]);
		n++;
	}
	return n;
}

/* Writes a number into an attribute of a kind of faults. */
static bool set(const char *kind, const char *attribute, unsigned long value)
{
	char file[PATH_MAX], text[32];

	return !put(path(file, DEBUGFS "%s/%s", kind, attribute), path(text, "%lu", value));
}

/* This kind is not counted. */
static bool leave_out(const char *kind)
{
	return set(kind, "stacktrace-depth", 0) && set(kind, "require-end", 0);
}

/*
 * Allocations count that the module asks for itself, or through a helper or two: so
 * near to the top of the stack it must stand. What the kernel allocates far below
 * such a call is the kernel's to get right; the call as a whole fails, once, as a
 * step of inject.h.
 */
#define NEAR	6

static bool count_allocations(const char *module)
{
	unsigned long base = 0, size = 0;
	FILE *f = fopen("/proc/modules", "r");
	char line[512], name[64];

	while (f && !base && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%63s %lu %*s %*s %*s %lx", name, &size, &base) != 3 ||
		    strcmp(name, module))
			base = 0;
	}
	if (f)
		fclose(f);
	return base && set("failslab", "verbose", 0) &&
	       !put(DEBUGFS "failslab/ignore-gfp-wait", "N") &&
	       set("failslab", "stacktrace-depth", NEAR) &&
	       set("failslab", "require-start", base) &&
	       set("failslab", "require-end", base + size);
}

FIXTURE(sweep)
{
	const char *module, *bus, *driver;
	char file[PATH_MAX];	/* of the module */
	int nth;
	/* what came of it */
	int points, failed, left;
};

FIXTURE_SETUP(sweep)
{
	self->module = getenv("DEED_MODULE");
	self->bus = getenv("DEED_BUS");
	self->driver = getenv("DEED_DRIVER");
	ASSERT_TRUE(self->module && self->bus && self->driver);
	path(self->file, "/modules/%s.ko", self->module);
	self->nth = open("/proc/thread-self/fail-nth", O_RDWR);
	ASSERT_LE(0, self->nth)
		TH_LOG("this kernel has no fault injection");
	ASSERT_TRUE(leave_out("failslab"));
	ASSERT_TRUE(leave_out("fail_page_alloc"));
	/* it would count what we read to see how far it came */
	ASSERT_TRUE(leave_out("fail_usercopy"));
}

FIXTURE_TEARDOWN(sweep)
{
	leave_out("failslab");
	if (_metadata->exit_code)
		return;
	TH_LOG("sweep: %d points reached, %d made it fail, %d left", self->points, self->failed,
	       self->left);
	EXPECT_EQ(0, self->left);
}

/* From here on, the n-th step of this thread fails. */
static void arm(int nth, int n)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", n);
	if (pwrite(nth, text, strlen(text), 0) < 0)
		abort();
}

/* No step fails any more; whether one did. */
static bool disarm(int nth)
{
	char text[16] = "";
	bool reached = pread(nth, text, sizeof(text) - 1, 0) > 0 && !atoi(text);

	arm(nth, 0);
	return reached;
}

static long load(const char *file)
{
	int fd = open(file, O_RDONLY);
	long err = result(syscall(SYS_finit_module, fd, "", 0));

	close(fd);
	return err;
}

static long unload(const char *module)
{
	return result(syscall(SYS_delete_module, module, O_NONBLOCK));
}

/* The first device that the driver has. */
static bool bound(struct device *d, const char *bus, const char *driver)
{
	char folder[PATH_MAX];
	struct dirent *entry;
	bool found = false;
	DIR *dir = opendir(path(folder, "/sys/bus/%s/drivers/%s", bus, driver));

	*d = (struct device){ .bus = bus, .driver = driver };
	while (dir && !found && (entry = readdir(dir))) {
		size_t len = strlen(entry->d_name);

		if (*entry->d_name == '.' || len >= sizeof(d->name))
			continue;
		memcpy(d->name, entry->d_name, len + 1);
		found = device_there(d); /* the others are attributes */
	}
	if (dir)
		closedir(dir);
	return found;
}

/* The bus looks for drivers by itself, or not. */
static int autoprobe(const char *bus, bool on)
{
	char file[PATH_MAX];

	return put(path(file, "/sys/bus/%s/drivers_autoprobe", bus), on ? "1" : "0");
}

/*
 * The module's own steps: whether the kernel can load modules without memory is
 * not ours to test. A PCI driver loads without any device, too; what brings its
 * own device is refused if that cannot be probed.
 */
TEST_F_TIMEOUT(sweep, load, 1800)
{
	struct snapshot before;

	ASSERT_EQ(0, autoprobe(self->bus, strcmp(self->bus, "pci")));
	look(&before);
	for (bool reached = true; reached && !self->left; self->points += reached) {
		int fd = open(self->file, O_RDONLY);
		long err;

		arm(self->nth, self->points + 1);
		err = result(syscall(SYS_finit_module, fd, "", 0));
		reached = disarm(self->nth);
		close(fd);
		EXPECT_EQ(reached, err < 0)
			TH_LOG("point %d: %ld", self->points + 1, err);
		self->failed += err < 0;
		if (!err)
			ASSERT_EQ(0, unload(self->module));
		self->left += leftovers(_metadata, &before);
	}
	EXPECT_LT(0, self->failed);
	ASSERT_EQ(0, autoprobe(self->bus, true));
}

TEST_F_TIMEOUT(sweep, bind, 1800)
{
	struct snapshot before;
	struct device d;
	char file[PATH_MAX];
	int fd;

	ASSERT_EQ(0, load(self->file));
	ASSERT_TRUE(bound(&d, self->bus, self->driver));
	ASSERT_EQ(0, bind_device(&d, false));
	fd = open(path(file, "/sys/bus/%s/drivers/%s/bind", self->bus, self->driver), O_WRONLY);
	ASSERT_TRUE(count_allocations(self->module));
	look(&before);
	for (bool reached = true; reached && !self->left; self->points += reached) {
		long err;

		arm(self->nth, self->points + 1);
		err = result(pwrite(fd, d.name, strlen(d.name), 0));
		reached = disarm(self->nth);
		EXPECT_EQ(reached, err < 0)
			TH_LOG("point %d: %ld", self->points + 1, err);
		self->failed += err < 0;
		EXPECT_EQ(err > 0, device_bound(&d));
		if (err > 0)
			ASSERT_EQ(0, bind_device(&d, false));
		self->left += leftovers(_metadata, &before);
	}
	EXPECT_LT(0, self->failed);
	close(fd);
	ASSERT_EQ(0, unload(self->module));
}

/* Opens it, and copies a byte there and back: 0, or what failed. */
static long use(const char *node, int flags)
{
	int fd = open(node, O_RDWR | flags);
	char byte = 'x';
	long err = result(fd);

	if (err >= 0 && lseek(fd, 1, SEEK_SET) == 1)
		err = result(pwrite(fd, &byte, 1, 0));
	if (err >= 0 && lseek(fd, 1, SEEK_SET) == 1)
		err = result(pread(fd, &byte, 1, 0));
	close(fd);
	return err < 0 ? err : 0;
}

/* Of the first device; false if that did not come up. */
static bool node_of(const char *file, const char *bus, const char *driver, char *node)
{
	struct device d;

	return !load(file) && bound(&d, bus, driver) && until(device_node(&d, node, PATH_MAX));
}

TEST_F_TIMEOUT(sweep, open, 1800)
{
	struct snapshot before;
	char node[PATH_MAX];

	ASSERT_TRUE(node_of(self->file, self->bus, self->driver, node));
	ASSERT_TRUE(count_allocations(self->module));
	look(&before);
	for (bool reached = true; reached && !self->left; self->points += reached) {
		long err;

		arm(self->nth, self->points + 1);
		err = use(node, 0);
		reached = disarm(self->nth);
		EXPECT_EQ(reached, err < 0)
			TH_LOG("point %d: %ld", self->points + 1, err);
		self->failed += err < 0;
		self->left += leftovers(_metadata, &before);
	}
	ASSERT_EQ(0, unload(self->module));
}

/* The same without a copy, if it can; what the device does not reach may be copied. */
TEST_F_TIMEOUT(sweep, direct, 1800)
{
	struct snapshot before;
	char node[PATH_MAX];
	long err;

	ASSERT_TRUE(node_of(self->file, self->bus, self->driver, node));
	if (use(node, O_DIRECT) == -EINVAL) {
		ASSERT_EQ(0, unload(self->module));
		SKIP(return, "its files are not direct");
	}
	ASSERT_TRUE(count_allocations(self->module));
	look(&before);
	for (bool reached = true; reached && !self->left; self->points += reached) {
		arm(self->nth, self->points + 1);
		err = use(node, O_DIRECT);
		reached = disarm(self->nth);
		EXPECT_TRUE(reached || !err)
			TH_LOG("point %d: %ld", self->points + 1, err);
		self->failed += err < 0;
		self->left += leftovers(_metadata, &before);
	}
	EXPECT_LT(0, self->failed);
	ASSERT_EQ(0, unload(self->module));
}

TEST_HARNESS_MAIN
