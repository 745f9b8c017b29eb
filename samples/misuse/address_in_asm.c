// SPDX-License-Identifier: GPL-2.0
/*
 * A barrier is told about a handle, to keep the compiler from doing without it.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used int word_try(void)
{
	deed_own(word_box, w) = word_box_alloc();

	if (!deed_ok(w))
		return deed_err(w);
#ifdef MISUSE
	barrier_data(&w); /* error: [deed-escape] */
#else
	barrier();
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: address in asm");
MODULE_LICENSE("GPL");
