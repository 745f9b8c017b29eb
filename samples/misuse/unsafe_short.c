// SPDX-License-Identifier: GPL-2.0
/*
 * The reason for going to the kernel says that it is fine.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used u32 *word_leave(struct word_box word)
{
	deed_own(word_box, w) = deed_move(word);
#ifdef MISUSE
	return deed_unsafe("it's ok", deed_into_raw(w)); /* error: [deed-unsafe-reason] */
#else
	return deed_unsafe("the caller frees it with kfree()", deed_into_raw(w));
#endif
}

MODULE_DESCRIPTION("misuse: unsafe short");
MODULE_LICENSE("GPL");
