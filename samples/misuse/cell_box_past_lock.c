// SPDX-License-Identifier: GPL-2.0
/*
 * What a box in the cell owns is used after the lock was released.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>

struct config {
	u32 speed;
};

DEED_BOX(config_box, struct config, deed_plain);

struct current_config {
	struct config_box box;
	u32 changes;
};

DEED_CELL_TYPE(config_cell, mutex, struct current_config);

struct thing {
	struct config_cell config;
};

static __used u32 thing_speed(const struct thing *t)
{
	const struct config *c;

	{
		deed_lock(mutex, config, &t->config);

		c = config_box_borrow(&config->box);
#ifndef MISUSE
		return c->speed;
#endif
	}
#ifdef MISUSE
	return c->speed; /* error: [deed-borrow-dead] */
#endif
}

MODULE_DESCRIPTION("misuse: cell box past lock");
MODULE_LICENSE("GPL");
