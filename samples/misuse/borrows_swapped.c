// SPDX-License-Identifier: GPL-2.0
/*
 * Two borrows in one struct change places, and one of them ends.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct buffers {
	u32 *front, *back;
};

static noinline void buffers_turn(struct buffers *buffers)
{
	swap(buffers->front, buffers->back);
}

static __used u32 thing_show(void)
{
	deed_own(word_box, one) = word_box_alloc();
	deed_own(word_box, two) = word_box_alloc();

	if (!deed_ok(one) || !deed_ok(two))
		return 0;

	struct buffers buffers = { word_box_excl(&one), word_box_excl(&two) };

	buffers_turn(&buffers);
#ifdef MISUSE
	word_box_drop(&two);
	return *buffers.front; /* error: [deed-borrow-dead] */
#else
	return *buffers.front;
#endif
}

MODULE_DESCRIPTION("misuse: borrows swapped");
MODULE_LICENSE("GPL");
