// SPDX-License-Identifier: GPL-2.0
/*
 * A number from user space is used as an index before it was checked.
 */
#include <linux/module.h>

#include <deed/user.h>

static const int table[16];

static __used int look_up(struct deed_untrusted_u32 n)
{
#ifdef MISUSE
	return table[n]; /* error: array subscript is not an integer */
#else
	u32 index;
	int err = deed_check_index(n, ARRAY_SIZE(table), &index);

	return err ? err : table[index];
#endif
}

MODULE_DESCRIPTION("misuse: untrusted index");
MODULE_LICENSE("GPL");
