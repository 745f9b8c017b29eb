// SPDX-License-Identifier: GPL-2.0
/*
 * A helper hands back what a slot held before, and a caller that thinks it was empty
 * does not look.
 */
#include <linux/module.h>

#include <deed/box.h>

struct plan {
	u32 step;
};

DEED_BOX(plan_box, struct plan, deed_plain);

struct engine {
	DEED_SLOT(plan_box) next;
};

static struct plan_box engine_set(struct engine *e, struct plan_box plan)
{
	return plan_box_slot_put(&e->next, deed_move(plan));
}

static __used void engine_start(struct engine *e, struct plan_box plan)
{
#ifdef MISUSE
	engine_set(e, deed_move(plan)); /* error: [deed-leak] */
#else
	deed_own(plan_box, old) = engine_set(e, deed_move(plan));
#endif
}

MODULE_DESCRIPTION("misuse: lost result of helper");
MODULE_LICENSE("GPL");
