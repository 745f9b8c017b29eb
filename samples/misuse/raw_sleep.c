// SPDX-License-Identifier: GPL-2.0
/*
 * A driver waits a while for its device, by a call of its own.
 */
#include <linux/module.h>

#include <deed/delay.h>

static __used void settle(void)
{
#ifdef MISUSE
	msleep(20); /* error: [deed-raw-call] */
#else
	deed_sleep_us(20 * USEC_PER_MSEC);
	deed_cond_resched();
#endif
}

MODULE_DESCRIPTION("misuse: raw sleep");
MODULE_LICENSE("GPL");
