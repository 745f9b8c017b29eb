// SPDX-License-Identifier: GPL-2.0
/*
 * Firmware is asked as the kernel does it, and a missing number looks like a wrong one.
 */
#include <linux/module.h>

#include <deed/property.h>

static __used int speed(struct deed_scope *scope, struct device *dev, u32 *hz)
{
#ifdef MISUSE
	return device_property_read_u32(dev, "clock-frequency", hz); /* error: [deed-raw-call] */
#else
	return deed_property_u32_in_range(scope, "clock-frequency", 1, 1000000, hz);
#endif
}

MODULE_DESCRIPTION("misuse: raw property");
MODULE_LICENSE("GPL");
