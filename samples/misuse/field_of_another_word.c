// SPDX-License-Identifier: GPL-2.0
/*
 * The busy bit of the status is looked for in the events.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/own.h>

DEED_BITS(board_status, u32);
DEED_FIELD(board_status, STATUS_BUSY, BIT(0));
DEED_BITS(board_events, u32);
DEED_FIELD(board_events, EVENTS_DONE, BIT(0));

static __used bool over(struct board_events events)
{
#ifdef MISUSE
	return deed_field_get(STATUS_BUSY, events); /* error: incompatible type for argument */
#else
	return deed_field_get(EVENTS_DONE, events);
#endif
}

MODULE_DESCRIPTION("misuse: field of another word");
MODULE_LICENSE("GPL");
