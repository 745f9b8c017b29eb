// SPDX-License-Identifier: GPL-2.0
/*
 * A cell is moved byte by byte, with the list of those who wait for its lock.
 */
#include <linux/module.h>

#include <deed/lock.h>

DEED_CELL_TYPE(count_cell, mutex, u32);

struct thing {
	struct count_cell count;
};

static __used void thing_set_up(struct thing *t, const struct thing *model)
{
#ifdef MISUSE
	memcpy(&t->count, &model->count, sizeof(t->count)); /* error: [deed-copy] */
#else
	deed_cell_init(&t->count);
#endif
}

MODULE_DESCRIPTION("misuse: cell moved by memcpy");
MODULE_LICENSE("GPL");
