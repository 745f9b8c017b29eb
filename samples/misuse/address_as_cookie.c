// SPDX-License-Identifier: GPL-2.0
/*
 * The address of a handle is kept as the argument of a callback that runs later.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct later {
	void (*run)(void *what);
#ifdef MISUSE
	void *what;
#else
	DEED_SLOT(word_box) what;
#endif
};

static __used void later_set(struct later *later, struct word_box word)
{
	deed_own(word_box, w) = deed_move(word);
#ifdef MISUSE
	later->what = &w; /* error: [deed-escape] */
#else
	deed_own(word_box, old) = word_box_slot_put(&later->what, deed_move(w));
#endif
}

MODULE_DESCRIPTION("misuse: address as cookie");
MODULE_LICENSE("GPL");
