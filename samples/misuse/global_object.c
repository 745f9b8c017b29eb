// SPDX-License-Identifier: GPL-2.0
/*
 * A driver for the only device of its kind has its state in a global struct.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct console {
	struct deed_ring ring;
	u32 lines;
};

#ifdef MISUSE
static struct console console; /* error: [deed-global] */

static __used u32 console_lines(void)
{
	return console.lines;
}
#else
static __used u32 console_lines(const struct console *console)
{
	return console->lines;
}
#endif

MODULE_DESCRIPTION("misuse: global object");
MODULE_LICENSE("GPL");
