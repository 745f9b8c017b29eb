// SPDX-License-Identifier: GPL-2.0
/*
 * The state of an open file is a handle of two words, of which a file keeps one.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct thing {
	struct deed_refcount refs;
	struct deed_misc misc;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);
DEED_BOX(word_box, u32, deed_plain);
#ifdef MISUSE
DEED_COMPOSITE(thing_file, thing_ref, thing, word_box, word);
#else
struct thing_end {
	DEED_SLOT(thing_ref) thing;
	DEED_SLOT(word_box) word;
};

static void thing_end_release(struct thing_end *end)
{
	word_box_slot_drop(&end->word);
	thing_ref_slot_drop(&end->thing);
}

DEED_BOX(thing_file, struct thing_end, thing_end_release);
#endif

static struct thing_file thing_open(const struct thing *thing, struct deed_open how)
{
	return deed_fail(thing_file, -ENXIO);
}

DEED_CHRDEV(thing_dev, thing_ref, misc, thing_file, thing_open); /* error: one pointer */

MODULE_DESCRIPTION("misuse: two words a file");
MODULE_LICENSE("GPL");
