// SPDX-License-Identifier: GPL-2.0
/*
 * The raw pointer is taken out of a handle with nobody saying why.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used u32 *leak(struct word_box box)
{
#ifdef MISUSE
	return deed_into_raw(box); /* error: 'this_needs_deed_unsafe' undeclared */
#else
	return deed_unsafe("an old interface takes it over", deed_into_raw(box));
#endif
}

MODULE_DESCRIPTION("misuse: raw outside unsafe");
MODULE_LICENSE("GPL");
