// SPDX-License-Identifier: GPL-2.0
/*
 * A parameter of the module may change between the check and the use.
 */
#include <linux/module.h>

#include <deed/own.h>

static unsigned int channel;
#ifdef MISUSE
module_param(channel, uint, 0644); /* error: [deed-global] */
#else
module_param(channel, uint, 0444);
#endif
MODULE_PARM_DESC(channel, "which of the gains is taken");

static const u32 gains[16] = { 1, 2, 4, 8 };

static __used int thing_gain(void)
{
	if (channel >= ARRAY_SIZE(gains))
		return -EINVAL;
	return gains[channel];
}

MODULE_DESCRIPTION("misuse: parameter written by sysfs");
MODULE_LICENSE("GPL");
