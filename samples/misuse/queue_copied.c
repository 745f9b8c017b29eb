// SPDX-License-Identifier: GPL-2.0
/*
 * A wait queue is copied, with a list that leads back to the first.
 */
#include <linux/module.h>

#include <deed/wait.h>

struct thing {
	struct deed_waitqueue changed;
};

static __used void thing_set_up(struct thing *t, const struct thing *model)
{
#ifdef MISUSE
	t->changed = model->changed; /* error: [deed-copy] */
#else
	deed_waitqueue_init(&t->changed);
#endif
}

MODULE_DESCRIPTION("misuse: queue copied");
MODULE_LICENSE("GPL");
