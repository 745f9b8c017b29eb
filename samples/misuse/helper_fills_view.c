// SPDX-License-Identifier: GPL-2.0
/*
 * A helper fills a variable with what its caller lends, and the owner goes.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct cursor {
	const u32 *at;
	u32 left;
};

static noinline void cursor_init(struct cursor *cursor, const u32 *words, u32 n)
{
	cursor->at = words;
	cursor->left = n;
}

static __used u32 thing_first(void)
{
	deed_own(word_box, box) = word_box_alloc();
	struct cursor cursor;

	if (!deed_ok(box))
		return 0;
	cursor_init(&cursor, word_box_borrow(&box), 1);
#ifdef MISUSE
	word_box_drop(&box);
	return *cursor.at; /* error: [deed-borrow-dead] */
#else
	return cursor.left ? *cursor.at : 0;
#endif
}

MODULE_DESCRIPTION("misuse: helper fills view");
MODULE_LICENSE("GPL");
