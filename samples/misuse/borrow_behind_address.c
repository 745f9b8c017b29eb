// SPDX-License-Identifier: GPL-2.0
/*
 * What a struct has borrowed is used through the address of the struct, on a path on which
 * nobody names the struct any more.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct cursor {
	const u32 *word;
};

static __used int word_read(bool aloud)
{
	deed_own(word_box, box) = word_box_alloc();

	if (!deed_ok(box))
		return deed_err(box);

	struct cursor cursor = { word_box_excl(&box) }, *at = &cursor;

#ifdef MISUSE
	word_box_drop(&box);
#endif
	if (aloud)
		pr_info("read\n");
	return *at->word; /* error: [deed-borrow-dead] */
}

MODULE_DESCRIPTION("misuse: borrow behind address");
MODULE_LICENSE("GPL");
