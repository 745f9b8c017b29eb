// SPDX-License-Identifier: GPL-2.0
/*
 * A sensor is read when somebody else has measured; unbind waits for who reads it.
 */
#include <linux/module.h>

#include <deed/hwmon.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(board_place, struct deed_no_hw);

struct board {
	struct board_place dev;
	struct deed_completion measured;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int board_read(const struct board *b, const struct deed_no_hw *hw,
		      enum hwmon_sensor_types type, u32 attr, int channel, long *value)
{
	*value = 20000;
#ifdef MISUSE
	return deed_completion_wait_interruptible(&b->measured); /* error: [deed-waits-live] */
#else
	return deed_completion_wait_timeout(&b->measured, HZ);
#endif
}

static const struct hwmon_channel_info *const board_channels[] = {
	HWMON_CHANNEL_INFO(temp, HWMON_T_INPUT),
	NULL
};

DEED_HWMON(board_sensors, board_ref, dev, "board", board_channels, board_read);

static __used int board_start(const struct board *b, const struct deed_no_hw *hw,
			      struct board_place_scope *scope)
{
	return board_sensors_register(scope);
}

MODULE_DESCRIPTION("misuse: hwmon read waits");
MODULE_LICENSE("GPL");
