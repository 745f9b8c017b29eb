// SPDX-License-Identifier: GPL-2.0
/*
 * What must be handed on by every path is forgotten by the one for an error.
 */
#include <linux/module.h>

#include <deed/box.h>

struct transfer {
	u32 len;
};

DEED_BOX(transfer_box, struct transfer, deed_plain);

struct engine {
	DEED_SLOT(transfer_box) busy;
};

static void engine_run(struct engine *e, struct transfer_box transfer)
{
	deed_own(transfer_box, old) = transfer_box_slot_put(&e->busy, deed_move(transfer));
}

static __used int engine_start(struct engine *e, struct transfer_box transfer, u32 len)
{
	deed_linear(transfer_box, t) = deed_move(transfer); /* error: [deed-leak] */

	if (!len) {
#ifndef MISUSE
		transfer_box_drop(&t);
#endif
		return -EINVAL;
	}
	transfer_box_excl(&t)->len = len;
	engine_run(e, deed_move(t));
	return 0;
}

MODULE_DESCRIPTION("misuse: linear lost on error");
MODULE_LICENSE("GPL");
