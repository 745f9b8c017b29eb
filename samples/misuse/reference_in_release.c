// SPDX-License-Identifier: GPL-2.0
/*
 * The release function of an object puts it where others look for it.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	u32 number;
};

static void thing_release(struct thing *t);

DEED_REF(thing_ref, struct thing, refs, thing_release);

static void thing_release(struct thing *t)
{
#ifdef MISUSE
	deed_own(thing_ref, again) = thing_ref_get(t); /* error: [deed-contract] */
#endif

	pr_info("thing: %u goes\n", t->number);
}

static __used int thing_number(void)
{
	deed_own(thing_ref_box, box) = thing_ref_box_alloc();
	if (!deed_ok(box))
		return deed_err(box);

	deed_own(thing_ref, thing) = thing_ref_share(deed_move(box));

	return thing_ref_borrow(&thing)->number;
}

MODULE_DESCRIPTION("misuse: reference in release");
MODULE_LICENSE("GPL");
