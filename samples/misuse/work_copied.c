// SPDX-License-Identifier: GPL-2.0
/*
 * The work of one state is put into another: its kernel list points to the first.
 */
#include <linux/module.h>

#include <deed/work.h>

struct thing_hw {
	u32 id;
};

DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
	struct deed_work work;
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_WORK(thing_work, thing_ref, dev, work, thing_works);

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
}

static __used void thing_set_up(struct thing *t, const struct thing *model)
{
#ifdef MISUSE
	t->work = model->work; /* error: [deed-copy] */
#else
	thing_work_init(t);
#endif
}

static __used bool thing_kick(const struct thing *t)
{
	return thing_work_queue(t);
}

MODULE_DESCRIPTION("misuse: work copied");
MODULE_LICENSE("GPL");
