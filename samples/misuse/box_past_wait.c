// SPDX-License-Identifier: GPL-2.0
/*
 * What a box owns is looked at after others had the lock, and may have replaced it.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>
#include <deed/wait.h>

struct config {
	u32 speed;
};

DEED_BOX(config_box, struct config, deed_plain);

struct configured {
	struct config_box box;
	u32 changes;
};

DEED_CELL_TYPE(config_cell, mutex, struct configured);

struct thing {
	struct config_cell config;
	struct deed_waitqueue changed;
};

static __used int thing_await(const struct thing *t)
{
	deed_own(config_cell_guard, g) = config_cell_lock(&t->config);
	struct configured *now = config_cell_data(&g);
	const struct config *config = config_box_borrow(&now->box);
	int err = deed_wait_interruptible(&t->changed, &g, now->changes);

#ifdef MISUSE
	return err ?: config->speed; /* error: [deed-borrow-dead] */
#else
	config = config_box_borrow(&now->box);
	return err ?: config->speed;
#endif
}

MODULE_DESCRIPTION("misuse: box past wait");
MODULE_LICENSE("GPL");
