// SPDX-License-Identifier: GPL-2.0
/*
 * A driver waits a while for its device, by a call of its own.
 */
#include <linux/module.h>

#include <deed/wait.h>

#ifdef MISUSE
#include <linux/delay.h>
#endif

static __used int ready(const struct deed_completion *done)
{
#ifdef MISUSE
	msleep(20); /* error: [deed-raw-call] */
	return 0;
#else
	return deed_completion_wait_timeout(done, 2);
#endif
}

MODULE_DESCRIPTION("misuse: raw sleep");
MODULE_LICENSE("GPL");
