// SPDX-License-Identifier: GPL-2.0
/*
 * How long a work sleeps, a program has said; unbind waits for the work.
 */
#include <linux/module.h>

#include <deed/delay.h>

static __used void settle(unsigned int us)
{
#ifdef MISUSE
	deed_sleep_us(us); /* error: deed_sleep_us(): a constant */
#else
	deed_sleep_us(500);
	pr_info("settled, not for %u\n", us);
#endif
}

MODULE_DESCRIPTION("misuse: sleep as long as told");
MODULE_LICENSE("GPL");
