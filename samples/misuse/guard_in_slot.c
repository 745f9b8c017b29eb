// SPDX-License-Identifier: GPL-2.0
/*
 * A lock that is held waits in a slot for the one who lets go of it.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, unsigned int);

struct session {
#ifdef MISUSE
	DEED_SLOT(count_cell_guard) held; /* error: [deed-context] */
#endif
	u32 id;
};

static __used u32 session_id(const struct session *s)
{
	return s->id;
}

MODULE_DESCRIPTION("misuse: guard in slot");
MODULE_LICENSE("GPL");
