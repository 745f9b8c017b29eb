// SPDX-License-Identifier: GPL-2.0
/*
 * A struct leads to one that has the borrow, and a function looks there.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct cursor {
	const u32 *at;
};

struct reader {
	const struct cursor *cursor;
};

static noinline u32 reader_next(const struct reader *reader)
{
	return *reader->cursor->at;
}

static __used u32 thing_read(void)
{
	deed_own(word_box, box) = word_box_alloc();

	if (!deed_ok(box))
		return 0;

	struct cursor cursor = { .at = word_box_borrow(&box) };
	struct reader reader = { .cursor = &cursor };

#ifdef MISUSE
	word_box_drop(&box);
	return reader_next(&reader); /* error: [deed-borrow-dead] */
#else
	u32 next = reader_next(&reader);

	word_box_drop(&box);
	return next;
#endif
}

MODULE_DESCRIPTION("misuse: borrow two deep");
MODULE_LICENSE("GPL");
