// SPDX-License-Identifier: GPL-2.0
/*
 * Two who open the device at once get the same number.
 */
#include <linux/module.h>
#include <linux/bitmap.h>

#include <deed/own.h>

static DECLARE_BITMAP(used, 64);

static __used int thing_number(void)
{
	int number = find_first_zero_bit(used, 64);

#ifdef MISUSE
	__set_bit(number, used); /* error: [deed-global] */
#else
	if (test_and_set_bit(number, used))
		return -EAGAIN;
#endif
	return number;
}

MODULE_DESCRIPTION("misuse: static bitmap");
MODULE_LICENSE("GPL");
