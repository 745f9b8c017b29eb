// SPDX-License-Identifier: GPL-2.0
/*
 * The reason of a deed_unsafe() is empty.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used u32 *leak(struct word_box box)
{
#ifdef MISUSE
	return deed_unsafe("", deed_into_raw(box)); /* error: deed_unsafe() needs a reason */
#else
	return deed_unsafe("an old interface takes it over", deed_into_raw(box));
#endif
}

MODULE_DESCRIPTION("misuse: unsafe without reason");
MODULE_LICENSE("GPL");
