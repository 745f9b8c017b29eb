// SPDX-License-Identifier: GPL-2.0
/*
 * A handle is made from a pointer with an initialiser.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used struct word_box word_adopt(u32 *word)
{
#ifdef MISUSE
	return (struct word_box){ .__ptr = word }; /* error: [deed-raw-member] */
#else
	return deed_unsafe("the caller got it from kmalloc() and gives it away",
			   deed_from_raw(word_box, word));
#endif
}

MODULE_DESCRIPTION("misuse: handle made by hand");
MODULE_LICENSE("GPL");
