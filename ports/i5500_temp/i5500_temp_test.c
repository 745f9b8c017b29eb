// SPDX-License-Identifier: GPL-2.0
/*
 * The sensors of ports/i5500_temp, on a device that is none: QEMU lets a program
 * write what it likes into most of the configuration space of a pci-testdev, and the
 * driver, bound to it by hand, takes it for what the chipset has measured.
 *
 * It knows nothing of how the driver is written: it must pass with the kernel's own
 * i5500_temp.ko, too.
 */
#include <unplug.h>

#include <sys/stat.h>

#define SLOT	3

FIXTURE(i5500)
{
	struct device device;
	int config;
	char folder[PATH_MAX];
};

/* Registers, little endian. */
static bool set(int config, int at, unsigned int value, size_t size)
{
	return pwrite(config, &value, size, at) == (ssize_t)size;
}

#define value(name) number_in(self->folder, name)

static int number_in(const char *folder, const char *name)
{
	char file[PATH_MAX + 32], text[32];

	return atoi(get(path(file, "%s/%s", folder, name), text, sizeof(text)));
}

FIXTURE_SETUP(i5500)
{
	char file[PATH_MAX];

	self->device = in_slot(SLOT, "testdev", "i5500_temp");
	self->config = open(path(file, "/sys/bus/pci/devices/%s/config", self->device.name),
			    O_RDWR);
	ASSERT_LE(0, self->config);
	ASSERT_TRUE(set(self->config, 0xee, 180, 2));
	ASSERT_TRUE(set(self->config, 0xec, 171, 2));
	ASSERT_TRUE(set(self->config, 0xe2, 0x101, 2));
	ASSERT_TRUE(set(self->config, 0xf3, 60, 1));
	ASSERT_TRUE(set(self->config, 0xf4, 0, 1));
	ASSERT_TRUE(set(self->config, 0xf8, 0, 4));
	ASSERT_EQ(0, prefer_driver(&self->device, "i5500_temp"));
	ASSERT_EQ(0, bind_device(&self->device, true));
	ASSERT_TRUE(find_hwmon(&self->device, self->folder, sizeof(self->folder)));
}

FIXTURE_TEARDOWN(i5500)
{
	if (device_bound(&self->device))
		bind_device(&self->device, false);
	prefer_driver(&self->device, "\n");
	close(self->config);
}

TEST_F(i5500, has_a_name)
{
	char file[PATH_MAX + 32], name[32];

	EXPECT_STREQ("intel5500", get(path(file, "%s/name", self->folder), name, sizeof(name)));
}

TEST_F(i5500, shows_temperatures)
{
	EXPECT_EQ(90000, value("temp1_max"));
	EXPECT_EQ(85500, value("temp1_max_hyst"));
	EXPECT_EQ(128500, value("temp1_crit"));
	EXPECT_EQ(60000, value("temp1_input"));
	/* hotter than it may be */
	ASSERT_TRUE(set(self->config, 0xf3, -3, 1));
	EXPECT_EQ(91500, value("temp1_input"));
	ASSERT_TRUE(set(self->config, 0xf3, 0x80, 1));
	EXPECT_EQ(154000, value("temp1_input"));
	ASSERT_TRUE(set(self->config, 0xee, 0xffff, 2));
	EXPECT_EQ(65535 * 500, value("temp1_max"));
	EXPECT_EQ((65535 + 128) * 500, value("temp1_input"));
	/* and colder than anything */
	ASSERT_TRUE(set(self->config, 0xee, 0, 2));
	ASSERT_TRUE(set(self->config, 0xf3, 0x7f, 1));
	EXPECT_EQ(-63500, value("temp1_input"));
}

TEST_F(i5500, raises_alarms)
{
	static const struct {
		int status, hot, critical;
	} cases[] = { { 0, 0, 0 }, { 1, 0, 1 }, { 2, 1, 0 }, { 3, 1, 1 }, { 0xfc, 0, 0 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		ASSERT_TRUE(set(self->config, 0xf4, cases[i].status, 1));
		EXPECT_EQ(cases[i].hot, value("temp1_max_alarm"));
		EXPECT_EQ(cases[i].critical, value("temp1_crit_alarm"));
	}
}

TEST_F(i5500, is_only_read)
{
	static const char *const names[] = {
		"temp1_input", "temp1_max", "temp1_max_hyst", "temp1_crit",
		"temp1_max_alarm", "temp1_crit_alarm",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char file[PATH_MAX + 32];
		struct stat stats;

		ASSERT_EQ(0, stat(path(file, "%s/%s", self->folder, names[i]), &stats));
		EXPECT_EQ(0444, stats.st_mode & 0777);
	}
}

TEST_F(i5500, values_go_with_the_device)
{
	char file[PATH_MAX + 32], byte;
	int fd = open(path(file, "%s/temp1_max", self->folder), O_RDONLY);

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, bind_device(&self->device, false));
	EXPECT_EQ(-ENODEV, result(pread(fd, &byte, 1, 0)));
	EXPECT_NE(0, access(self->folder, F_OK));
	close(fd);

	ASSERT_EQ(0, bind_device(&self->device, true));
	ASSERT_TRUE(find_hwmon(&self->device, self->folder, sizeof(self->folder)));
	EXPECT_EQ(90000, value("temp1_max"));
}

TEST_F(i5500, sensor_that_is_off_is_refused)
{
	ASSERT_EQ(0, bind_device(&self->device, false));
	ASSERT_TRUE(set(self->config, 0xf3, 0x7f, 1));
	ASSERT_TRUE(set(self->config, 0xf8, 0x07d30d40, 4));
	EXPECT_EQ(-ENODEV, bind_device(&self->device, true));
	EXPECT_FALSE(find_hwmon(&self->device, self->folder, sizeof(self->folder)));
	/* one of the two may be by chance */
	ASSERT_TRUE(set(self->config, 0xf3, 0x7e, 1));
	EXPECT_EQ(0, bind_device(&self->device, true));
}

TEST_HARNESS_MAIN
