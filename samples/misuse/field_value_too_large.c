// SPDX-License-Identifier: GPL-2.0
/*
 * A mode is set that the field has no room for; it would be another mode.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/own.h>

DEED_BITS(board_control, u32);
DEED_FIELD(board_control, CONTROL_MODE, GENMASK(5, 4));

static __used struct board_control mode(void)
{
#ifdef MISUSE
	return deed_field_prep(CONTROL_MODE, 4); /* error: CONTROL_MODE: the value is too large */
#else
	return deed_field_prep(CONTROL_MODE, 3);
#endif
}

MODULE_DESCRIPTION("misuse: field value too large");
MODULE_LICENSE("GPL");
