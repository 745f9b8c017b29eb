// SPDX-License-Identifier: GPL-2.0
/*
 * A debug message prints where a handle is.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used void word_show(u32 value)
{
	deed_own(word_box, w) = word_box_alloc();

	if (!deed_ok(w))
		return;
	*word_box_excl(&w) = value;
#ifdef MISUSE
	pr_info("word at %p\n", &w); /* error: [deed-escape] */
#else
	pr_info("word %u\n", *word_box_borrow(&w));
#endif
}

MODULE_DESCRIPTION("misuse: address printed");
MODULE_LICENSE("GPL");
