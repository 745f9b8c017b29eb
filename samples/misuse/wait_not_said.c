// SPDX-License-Identifier: GPL-2.0
/*
 * Other files call a function that touches user memory, and its type does not say so.
 */
#include <linux/module.h>

#include <deed/user.h>

#ifdef MISUSE
int board_put(struct deed_writer *to, u32 value);

int board_put(struct deed_writer *to, u32 value) /* error: [deed-contract] */
#else
deed_waits int board_put(struct deed_writer *to, u32 value);

deed_waits int board_put(struct deed_writer *to, u32 value)
#endif
{
	return value ? deed_write(to, value) : -ENODATA;
}

MODULE_DESCRIPTION("misuse: wait not said");
MODULE_LICENSE("GPL");
