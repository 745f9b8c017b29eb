// SPDX-License-Identifier: GPL-2.0
/*
 * A struct remembers where a caller's handle is, for a call that comes later.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct context {
#ifdef MISUSE
	struct word_box *word;
#else
	u32 word;
#endif
	bool used;
};

static __used void context_set(struct context *c, struct word_box *word)
{
#ifdef MISUSE
	c->word = word; /* error: [deed-escape] */
#else
	c->word = *word_box_borrow(word);
#endif
	c->used = true;
}

MODULE_DESCRIPTION("misuse: address stored");
MODULE_LICENSE("GPL");
