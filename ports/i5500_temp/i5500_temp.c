// SPDX-License-Identifier: GPL-2.0
/*
 * The temperature of Intel's 5500, 5520 and X58 chipsets: a port of
 * drivers/hwmon/i5500_temp.c.
 *
 * The sensor's registers are in configuration space; it measures by half degrees.
 */
#include <deed/hwmon.h>
#include <deed/module.h>
#include <deed/pci.h>

#define TSTHRCATA	0xe2 /* 16 bits: too hot to go on */
#define TSTHRLO		0xec /* 16 bits: cool again */
#define TSTHRHI		0xee /* 16 bits: too hot */
#define TSFSC		0xf3 /* 8 bits, signed: how far below TSTHRHI it is */
#define CTSTS		0xf4 /* 8 bits */
#define CTSTS_CRITICAL	BIT(0)
#define CTSTS_HOT	BIT(1)
#define TSTIMER		0xf8 /* 32 bits */

/* What two of them are in a chipset whose sensor is turned off. */
#define TSFSC_OFF	0x7f
#define TSTIMER_OFF	0x07d30d40

/* What the device gives, until unbind. */
struct i5500_hw {
	struct deed_pci_config config;
};

DEED_DEVICE_TYPE(i5500_device, struct i5500_hw);

struct i5500 {
	struct i5500_device dev;
};

DEED_DEVICE_REF(i5500_ref, struct i5500, dev, deed_plain);

/* A threshold, in millidegrees. */
static int i5500_threshold(const struct i5500_hw *hw, unsigned int at, long *value)
{
	u16 half;
	int err = deed_pci_config_read16(&hw->config, at, &half);

	if (!err)
		*value = half * 500;
	return err;
}

static int i5500_input(const struct i5500_hw *hw, long *value)
{
	u8 below;
	int err = i5500_threshold(hw, TSTHRHI, value) ?:
		  deed_pci_config_read8(&hw->config, TSFSC, &below);

	if (!err)
		*value -= (s8)below * 500;
	return err;
}

static int i5500_alarm(const struct i5500_hw *hw, u8 which, long *value)
{
	u8 status;
	int err = deed_pci_config_read8(&hw->config, CTSTS, &status);

	if (!err)
		*value = !!(status & which);
	return err;
}

static int i5500_read(const struct i5500 *s, const struct i5500_hw *hw,
		      enum hwmon_sensor_types type, u32 attr, int channel, long *value)
{
	if (type != hwmon_temp)
		return -EOPNOTSUPP;
	switch (attr) {
	case hwmon_temp_input:
		return i5500_input(hw, value);
	case hwmon_temp_max:
		return i5500_threshold(hw, TSTHRHI, value);
	case hwmon_temp_max_hyst:
		return i5500_threshold(hw, TSTHRLO, value);
	case hwmon_temp_crit:
		return i5500_threshold(hw, TSTHRCATA, value);
	case hwmon_temp_max_alarm:
		return i5500_alarm(hw, CTSTS_HOT, value);
	case hwmon_temp_crit_alarm:
		return i5500_alarm(hw, CTSTS_CRITICAL, value);
	default:
		return -EOPNOTSUPP;
	}
}

static const struct hwmon_channel_info *const i5500_channels[] = {
	HWMON_CHANNEL_INFO(chip, HWMON_C_REGISTER_TZ),
	HWMON_CHANNEL_INFO(temp, HWMON_T_INPUT | HWMON_T_MAX | HWMON_T_MAX_HYST |
			   HWMON_T_CRIT | HWMON_T_MAX_ALARM | HWMON_T_CRIT_ALARM),
	NULL
};

DEED_HWMON(i5500_sensors, i5500_ref, dev, "intel5500", i5500_channels, i5500_read);

static int i5500_probe(struct deed_pci *pci, struct i5500 *s, struct i5500_hw *hw)
{
	u32 timer;
	u8 below;
	int err;

	deed_pci_config(pci, &hw->config);
	err = deed_pci_config_read8(&hw->config, TSFSC, &below) ?:
	      deed_pci_config_read32(&hw->config, TSTIMER, &timer);
	if (err)
		return err;
	if (below == TSFSC_OFF && timer == TSTIMER_OFF) {
		dev_notice(deed_dev(&s->dev), "Sensor seems to be disabled\n");
		return -ENODEV;
	}
	return 0;
}

static int i5500_start(const struct i5500 *s, const struct i5500_hw *hw,
		       struct i5500_device_scope *scope)
{
	return i5500_sensors_register(scope);
}

DEED_PCI_IDS(i5500_ids, { PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x3438) });

DEED_PCI_DRIVER(i5500_driver, "i5500_temp", i5500_ids, i5500_ref, dev, i5500_probe,
		start, i5500_start);

deed_module(i5500_driver, i5500_driver_register);

MODULE_DESCRIPTION("Temperature of Intel's 5500 chipsets, ported to deed");
MODULE_LICENSE("GPL");
