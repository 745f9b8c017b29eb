// SPDX-License-Identifier: GPL-2.0
/*
 * A value is used that was never read: the bus had failed.
 */
#include <linux/module.h>

#include <deed/regmap.h>

struct board_hw {
	struct deed_regmap map;
};

static __used int temperature(const struct board_hw *hw)
{
	unsigned int value = 0;

#ifdef MISUSE
	deed_regmap_read(&hw->map, 4, &value); /* error: ignoring return value */
#else
	int err = deed_regmap_read(&hw->map, 4, &value);

	if (err)
		return err;
#endif
	return value & 0xff;
}

MODULE_DESCRIPTION("misuse: regmap error ignored");
MODULE_LICENSE("GPL");
