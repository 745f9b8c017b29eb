// SPDX-License-Identifier: GPL-2.0
/*
 * A handle is declared as any other struct: nothing drops it.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used int word_try(void)
{
#ifdef MISUSE
	struct word_box box = word_box_alloc(); /* error: [deed-no-owner] */
#else
	deed_own(word_box, box) = word_box_alloc();
#endif

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: no owner");
MODULE_LICENSE("GPL");
