// SPDX-License-Identifier: GPL-2.0
/*
 * Two kinds of box hold the same type, and one is taken for the other.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);
DEED_BOX(count_box, u32, deed_plain);

static __used u32 count_read(const struct count_box *box)
{
	return *count_box_borrow(box);
}

static __used u32 word_read(const struct word_box *word)
{
#ifdef MISUSE
	return count_read((const struct count_box *)word); /* error: [deed-pun] */
#else
	return *word_box_borrow(word);
#endif
}

MODULE_DESCRIPTION("misuse: cast to other kind");
MODULE_LICENSE("GPL");
