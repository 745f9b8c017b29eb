// SPDX-License-Identifier: GPL-2.0
/*
 * What a box in an object owns is used after a function had the object to itself.
 */
#include <linux/module.h>

#include <deed/box.h>

struct level {
	u32 water;
};

DEED_BOX(level_box, struct level, deed_plain);

struct tank {
	struct level_box level;
};

static void tank_renew(struct tank *t, struct level_box fresh)
{
	deed_own(level_box, old) = level_box_replace(&t->level, deed_move(fresh));
}

static __used u32 tank_read(struct tank *t, struct level_box fresh)
{
#ifdef MISUSE
	const struct level *l = level_box_borrow(&t->level);

	tank_renew(t, deed_move(fresh));
	return l->water; /* error: [deed-borrow-dead] */
#else
	tank_renew(t, deed_move(fresh));
	return level_box_borrow(&t->level)->water;
#endif
}

MODULE_DESCRIPTION("misuse: box past object call");
MODULE_LICENSE("GPL");
