// SPDX-License-Identifier: GPL-2.0
/*
 * A member is counted by itself, and freed with its object all the same.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct thing {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(thing_ref, struct thing, refs, deed_plain);

struct owner {
#ifdef MISUSE
	struct thing thing; /* error: [deed-contract] */
#else
	struct thing_ref thing;
#endif
	u32 users;
};

#ifdef MISUSE
DEED_BOX(owner_box, struct owner, deed_plain);
#else
static void owner_release(struct owner *owner)
{
	thing_ref_drop(&owner->thing);
}

DEED_BOX(owner_box, struct owner, owner_release);
#endif

static __used struct thing_ref owner_thing(const struct owner *owner)
{
#ifdef MISUSE
	return thing_ref_get(&owner->thing);
#else
	return thing_ref_get(thing_ref_borrow(&owner->thing));
#endif
}

MODULE_DESCRIPTION("misuse: counted in object");
MODULE_LICENSE("GPL");
