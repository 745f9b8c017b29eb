// SPDX-License-Identifier: GPL-2.0
/*
 * An object is made as a copy of another, its lock and all.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, u32);

struct thing {
	struct count_cell count;
	u32 id;
};

DEED_BOX(thing_box, struct thing, deed_plain);

static __used void thing_set_up(struct thing_box *box, const struct thing *model)
{
	struct thing *t = thing_box_excl(box);

#ifdef MISUSE
	*t = *model; /* error: [deed-copy] */
#else
	deed_cell_init(&t->count);
	t->id = model->id;
#endif
}

MODULE_DESCRIPTION("misuse: cell copied with object");
MODULE_LICENSE("GPL");
