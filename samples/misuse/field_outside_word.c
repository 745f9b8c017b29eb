// SPDX-License-Identifier: GPL-2.0
/*
 * A field of a 16-bit word begins in the next one.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/own.h>

DEED_BITS(board_status, u16);
#ifdef MISUSE
DEED_FIELD(board_status, STATUS_COUNT, GENMASK(19, 12)); /* error: not inside of board_status */
#else
DEED_FIELD(board_status, STATUS_COUNT, GENMASK(15, 12));
#endif

MODULE_DESCRIPTION("misuse: field outside word");
MODULE_LICENSE("GPL");
