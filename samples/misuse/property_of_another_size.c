// SPDX-License-Identifier: GPL-2.0
/*
 * A number of 32 bits is read into a variable of 16.
 */
#include <linux/module.h>

#include <deed/property.h>

static __used int speed(struct deed_scope *scope)
{
#ifdef MISUSE
	u16 speed;
	int err = deed_property_u32(scope, "speed", &speed); /* error: incompatible pointer type */
#else
	u16 speed;
	int err = deed_property_u16(scope, "speed", &speed);
#endif

	return err ? err : speed;
}

MODULE_DESCRIPTION("misuse: property of another size");
MODULE_LICENSE("GPL");
