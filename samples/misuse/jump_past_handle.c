// SPDX-License-Identifier: GPL-2.0
/*
 * A goto leaves out the declaration of a handle, whose drop then sees
 * garbage.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static __used int step(int err)
{
#ifdef MISUSE
	if (err)
		goto out; /* error: jump skips variable initialization */

	deed_own(word_box, box) = word_box_alloc();

	err = deed_ok(box) ? 0 : deed_err(box);
out:
	return err;
#else
	if (err)
		return err;

	deed_own(word_box, box) = word_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
#endif
}

MODULE_DESCRIPTION("misuse: jump past handle");
MODULE_LICENSE("GPL");
