// SPDX-License-Identifier: GPL-2.0
/*
 * A word is tested with a mask that was written for another register.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/own.h>

#define BUSY 0x01

DEED_BITS(board_status, u32);
DEED_FIELD(board_status, STATUS_BUSY, BIT(0));

static __used bool busy(struct board_status status)
{
#ifdef MISUSE
	return status & BUSY; /* error: invalid operands to binary & */
#else
	return deed_field_get(STATUS_BUSY, status);
#endif
}

MODULE_DESCRIPTION("misuse: word as number");
MODULE_LICENSE("GPL");
