/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For what the kernel dumps the stack for although all is well: a refusal that
 * the test asked for.
 */
#ifndef _DEED_KUNIT_QUIET_H
#define _DEED_KUNIT_QUIET_H

#include <linux/console.h>
#include <linux/printk.h>

#include <deed/own.h>

deed_unsafe_file("tells the console what to show");

/*
 * How loud the console is from here on; how loud it was. A line without its end,
 * as KUnit writes them, is shown when the next one comes: so that is one.
 */
static inline int console_loudness(int level)
{
	int before = console_loglevel;

	pr_info("    # console_loglevel: %d\n", level);
	console_lock(); /* whoever writes it has written it */
	console_unlock();
	console_loglevel = level;
	return before;
}

#endif /* _DEED_KUNIT_QUIET_H */
