// SPDX-License-Identifier: GPL-2.0
/*
 * A struct carries an exclusive borrow beside the object itself.
 */
#include <linux/module.h>

struct level {
	u32 water, salt;
};

struct pour {
	struct level *to;
	u32 amount;
};

static void pour_from(struct pour p, struct level *from)
{
	p.to->water += p.amount;
	from->water -= p.amount;
}

static __used void level_double(struct level *l, struct level *other)
{
#ifdef MISUSE
	pour_from((struct pour){ l, 3 }, l); /* error: [deed-borrow-alias] */
#else
	pour_from((struct pour){ l, 3 }, other);
#endif
}

MODULE_DESCRIPTION("misuse: exclusive through view");
MODULE_LICENSE("GPL");
