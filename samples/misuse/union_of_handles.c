// SPDX-License-Identifier: GPL-2.0
/*
 * Two kinds of buffer share their place, and a flag says which it is.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/ring.h>

DEED_ARRAY(word_array, u32);

#ifdef MISUSE
union buffer {
	struct deed_ring ring; /* error: [deed-pun] */
	u32 words[8];
};
#else
struct buffer {
	DEED_SLOT(deed_ring) ring;
	DEED_SLOT(word_array) words;
};
#endif

#ifdef MISUSE
static __used u32 buffer_first(const union buffer *b)
{
	return b->words[0];
}
#else
static __used bool buffer_full(const struct buffer *b)
{
	return deed_ring_slot_full(&b->ring) || word_array_slot_full(&b->words);
}
#endif

MODULE_DESCRIPTION("misuse: union of handles");
MODULE_LICENSE("GPL");
