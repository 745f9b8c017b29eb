// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/watchdog0 with QEMU's i6300esb: what programs are told, what the device is
 * told, and what becomes of an open file when the device goes.
 *
 * It knows nothing of how the driver is written: it must pass with the kernel's own
 * i6300esb.ko, too (DEED_MODULE=i6300esb).
 */
#include <unplug.h>

#include <linux/watchdog.h>
#include <sys/stat.h>

#define NODE		"/dev/watchdog0"
#define ATTRIBUTES	"/sys/class/watchdog/watchdog0/"
#define DRIVER		"i6300ESB timer"
#define SLOT		4
#define PRESET		30
#define LONGEST		2046

/* In the device's configuration space */
#define CONFIG		0x60
#define LOCK		0x68
#define LOCK_ENABLE	0x2
#define LOCK_LOCK	0x1

/* A register as QEMU knows it: it answers only who reads all of it at once. */
static int on_device(int at)
{
	struct device d = in_slot(SLOT, "watchdog", DRIVER);
	ssize_t size = at == CONFIG ? 2 : 1;
	unsigned short value = 0;
	char file[PATH_MAX];
	int fd = open(path(file, "/sys/bus/pci/devices/%s/config", d.name), O_RDONLY);
	bool ok = pread(fd, &value, size, at) == size;

	close(fd);
	return ok ? value : -EIO;
}

static const char *attribute(const char *name)
{
	static char value[64];
	char file[PATH_MAX];

	return get(path(file, ATTRIBUTES "%s", name), value, sizeof(value));
}

static int watchdog_open(void)
{
	return result(open(NODE, O_WRONLY));
}

/* What a command answers, or a negative errno. */
static int command(int fd, unsigned long cmd, int value)
{
	int err = result(ioctl(fd, cmd, &value));

	return err ?: value;
}

static void close_for_good(int fd)
{
	if (write(fd, "V", 1) != 1)
		abort();
	close(fd);
}

/*
 * The node is there before the core has made it: who opens it too early leaves the
 * module with a reference too many (watchdog_cdev_register() in
 * drivers/watchdog/watchdog_dev.c). To bind the device again fails, when the probe
 * that is under way has ended.
 */
static bool registered(const struct device *d)
{
	return until(!access(NODE, F_OK)) && bind_device(d, true);
}

FIXTURE(esb)
{
	int fd;
};

FIXTURE_SETUP(esb)
{
	self->fd = watchdog_open();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(LONGEST, command(self->fd, WDIOC_SETTIMEOUT, LONGEST));
}

FIXTURE_TEARDOWN(esb)
{
	command(self->fd, WDIOC_SETTIMEOUT, PRESET);
	close_for_good(self->fd);
}

TEST(says_what_it_is)
{
	EXPECT_STREQ("i6300ESB timer", attribute("identity"));
	EXPECT_STREQ("0x8180", attribute("options"));
	EXPECT_STREQ("30", attribute("timeout"));
	EXPECT_STREQ("1", attribute("min_timeout"));
	EXPECT_STREQ("2046", attribute("max_timeout"));
	EXPECT_STREQ("0", attribute("bootstatus"));
	EXPECT_STREQ("0", attribute("nowayout"));
	EXPECT_STREQ("inactive", attribute("state"));
}

TEST(device_is_set_up)
{
	/* 3 is what drivers write; QEMU keeps one bit of the field */
	EXPECT_EQ(1, on_device(CONFIG));
	EXPECT_EQ(0, on_device(LOCK));
}

TEST_F(esb, says_what_it_supports)
{
	struct watchdog_info info;

	ASSERT_EQ(0, ioctl(self->fd, WDIOC_GETSUPPORT, &info));
	EXPECT_EQ(WDIOF_SETTIMEOUT | WDIOF_KEEPALIVEPING | WDIOF_MAGICCLOSE, info.options);
	EXPECT_STREQ("i6300ESB timer", (char *)info.identity);
	EXPECT_EQ(0, command(self->fd, WDIOC_GETBOOTSTATUS, -1));
	EXPECT_EQ(-EOPNOTSUPP, command(self->fd, WDIOC_GETTIMELEFT, 0));
	EXPECT_EQ(-EOPNOTSUPP, command(self->fd, WDIOC_SETPRETIMEOUT, 1));
	EXPECT_EQ(-ENOTTY, command(self->fd, _IO('W', 99), 0));
}

TEST_F(esb, runs_while_it_is_open)
{
	EXPECT_EQ(LOCK_ENABLE, on_device(LOCK));
	EXPECT_STREQ("active", attribute("state"));
	EXPECT_EQ(-EBUSY, watchdog_open());
}

TEST_F(esb, timeout_has_a_range)
{
	static const int wrong[] = { 0, LONGEST + 1, INT32_MAX, -1 };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		EXPECT_EQ(-EINVAL, command(self->fd, WDIOC_SETTIMEOUT, wrong[i]));
		EXPECT_EQ(LONGEST, command(self->fd, WDIOC_GETTIMEOUT, 0));
	}
	EXPECT_EQ(600, command(self->fd, WDIOC_SETTIMEOUT, 600));
	EXPECT_EQ(600, command(self->fd, WDIOC_GETTIMEOUT, 0));
	EXPECT_STREQ("600", attribute("timeout"));
}

TEST_F(esb, is_pinged)
{
	command(self->fd, WDIOC_GETSTATUS, 0);
	EXPECT_EQ(0, command(self->fd, WDIOC_GETSTATUS, 0));
	EXPECT_EQ(0, command(self->fd, WDIOC_KEEPALIVE, 0));
	EXPECT_EQ(WDIOF_KEEPALIVEPING, command(self->fd, WDIOC_GETSTATUS, 0));
	EXPECT_EQ(3, write(self->fd, "aVa", 3));
	EXPECT_EQ(WDIOF_KEEPALIVEPING | WDIOF_MAGICCLOSE,
		  command(self->fd, WDIOC_GETSTATUS, 0));
	EXPECT_EQ(1, write(self->fd, "a", 1));
	EXPECT_EQ(WDIOF_KEEPALIVEPING, command(self->fd, WDIOC_GETSTATUS, 0));
}

TEST_F(esb, is_turned_off_and_on)
{
	EXPECT_EQ(WDIOS_DISABLECARD, command(self->fd, WDIOC_SETOPTIONS, WDIOS_DISABLECARD));
	EXPECT_EQ(0, on_device(LOCK));
	EXPECT_STREQ("inactive", attribute("state"));
	EXPECT_EQ(WDIOS_ENABLECARD, command(self->fd, WDIOC_SETOPTIONS, WDIOS_ENABLECARD));
	EXPECT_EQ(LOCK_ENABLE, on_device(LOCK));
}

TEST_F(esb, stops_only_at_a_magic_close)
{
	close(self->fd);
	EXPECT_EQ(LOCK_ENABLE, on_device(LOCK));
	EXPECT_STREQ("active", attribute("state"));

	self->fd = watchdog_open();
	ASSERT_LE(0, self->fd);
	close_for_good(self->fd);
	EXPECT_EQ(0, on_device(LOCK));
	EXPECT_STREQ("inactive", attribute("state"));

	self->fd = watchdog_open();
	ASSERT_LE(0, self->fd);
}

/* Load the driver with parameters, which probes the device; 0 or a negative errno. */
static int reload(const char *parameters)
{
	const char *module = getenv("DEED_MODULE") ?: "deed_i6300esb";
	char file[PATH_MAX];
	int fd = open(path(file, "/modules/%s.ko", module), O_RDONLY);
	int err = result(syscall(SYS_delete_module, module, 0)) ?:
		  result(syscall(SYS_finit_module, fd, parameters, 0));

	close(fd);
	return err;
}

TEST(takes_parameters)
{
	ASSERT_EQ(0, reload("heartbeat=100"));
	EXPECT_STREQ("100", attribute("timeout"));
	ASSERT_EQ(0, reload("heartbeat=2047 nowayout=1"));
	EXPECT_STREQ("30", attribute("timeout"));
	EXPECT_STREQ("1", attribute("nowayout"));
	ASSERT_EQ(0, reload("heartbeat=-1"));
	EXPECT_STREQ("30", attribute("timeout"));
	EXPECT_STREQ("0", attribute("nowayout"));
	ASSERT_EQ(0, reload(""));
}

FIXTURE(gone)
{
	struct device device;
	int fd;
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
	self->device = in_slot(SLOT, "watchdog", DRIVER);
	self->fd = watchdog_open();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(LONGEST, command(self->fd, WDIOC_SETTIMEOUT, LONGEST));
}

FIXTURE_TEARDOWN(gone)
{
	close_for_good(self->fd);
}

TEST_F_TIMEOUT(gone, file_stays_open, 300)
{
	ASSERT_TRUE(take_away(&self->device, variant->way));
	EXPECT_EQ(-ENODEV, command(self->fd, WDIOC_KEEPALIVE, 0));
	EXPECT_EQ(-ENODEV, result(write(self->fd, "V", 1)));
	EXPECT_NE(0, access(NODE, F_OK));
	if (variant->way == UNBIND)	/* nobody could ping it */
		EXPECT_EQ(0, on_device(LOCK));

	ASSERT_TRUE(give_back(&self->device, variant->way));
	ASSERT_TRUE(registered(&self->device));
	/* the file belongs to what has gone, and not to what has come */
	EXPECT_EQ(-ENODEV, command(self->fd, WDIOC_KEEPALIVE, 0));
	close(self->fd);
	self->fd = watchdog_open();
	ASSERT_LE(0, self->fd);
	EXPECT_EQ(PRESET, command(self->fd, WDIOC_GETTIMEOUT, 0));
	EXPECT_EQ(LOCK_ENABLE, on_device(LOCK));
}

/* A device that is locked stays so until it is reset: another one takes its place. */
FIXTURE(locked)
{
	struct device device;
	int fd;
};

FIXTURE_VARIANT(locked)
{
	enum way way;
};

FIXTURE_VARIANT_ADD(locked, unplug) { UNPLUG };

FIXTURE_SETUP(locked)
{
	self->device = in_slot(SLOT, "watchdog", DRIVER);
	ASSERT_EQ(0, put(ATTRIBUTES "nowayout", "1"));
	self->fd = watchdog_open();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(LONGEST, command(self->fd, WDIOC_SETTIMEOUT, LONGEST));
}

FIXTURE_TEARDOWN(locked)
{
	/* open until here: a module whose watchdog runs on cannot be unloaded */
	close(self->fd);
}

TEST_F_TIMEOUT(locked, no_way_out, 300)
{
	EXPECT_EQ(LOCK_ENABLE | LOCK_LOCK, on_device(LOCK));
	EXPECT_EQ(-EBUSY, command(self->fd, WDIOC_SETOPTIONS, WDIOS_DISABLECARD));
	EXPECT_EQ(LOCK_ENABLE | LOCK_LOCK, on_device(LOCK));
	EXPECT_EQ(-EPERM, put(ATTRIBUTES "nowayout", "0"));

	ASSERT_TRUE(take_away(&self->device, variant->way));
	ASSERT_TRUE(give_back(&self->device, variant->way));
	ASSERT_TRUE(registered(&self->device));
	EXPECT_EQ(0, on_device(LOCK));
	EXPECT_STREQ("0", attribute("nowayout"));
}

TEST_HARNESS_MAIN
