// SPDX-License-Identifier: GPL-2.0
/*
 * Two fields are declared as one.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/own.h>

DEED_BITS(board_status, u32);
#ifdef MISUSE
DEED_FIELD(board_status, STATUS_ENDS, BIT(0) | BIT(31)); /* error: STATUS_ENDS: the bits */
#else
DEED_FIELD(board_status, STATUS_FIRST, BIT(0));
DEED_FIELD(board_status, STATUS_LAST, BIT(31));
#endif

MODULE_DESCRIPTION("misuse: field with hole");
MODULE_LICENSE("GPL");
