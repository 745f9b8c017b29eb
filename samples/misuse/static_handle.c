// SPDX-License-Identifier: GPL-2.0
/*
 * A function allocates its buffer once, and keeps it in a static variable.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_ARRAY(byte_array, u8);

struct scratch {
	DEED_SLOT(byte_array) bytes;
};

static __used bool scratch_there(const struct scratch *s)
{
#ifdef MISUSE
	static struct byte_array bytes; /* error: [deed-global] */

	return deed_ok(bytes);
#else
	return byte_array_slot_full(&s->bytes);
#endif
}

MODULE_DESCRIPTION("misuse: static handle");
MODULE_LICENSE("GPL");
