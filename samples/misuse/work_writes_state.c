// SPDX-License-Identifier: GPL-2.0
/*
 * A work counts in a plain field, which others read and write at the same time.
 */
#include <linux/module.h>

#include <deed/work.h>

struct thing_hw {
	u32 id;
};

DEED_CELL_TYPE(count_cell, mutex, u32);
DEED_DEVICE_TYPE(thing_device, struct thing_hw);

struct thing {
	struct thing_device dev;
	struct deed_work work;
#ifdef MISUSE
	u32 runs;
#else
	struct count_cell runs;
#endif
};

DEED_DEVICE_REF(thing_ref, struct thing, dev, deed_plain);
DEED_WORK(thing_work, thing_ref, dev, work, thing_works);

static void thing_works(const struct thing *t, const struct thing_hw *hw)
{
#ifdef MISUSE
	t->runs++; /* error: increment of member 'runs' in read-only object */
#else
	deed_lock(mutex, n, &t->runs);
	++*n;
#endif
}

static __used bool thing_kick(const struct thing *t)
{
	return thing_work_queue(t);
}

MODULE_DESCRIPTION("misuse: work writes state");
MODULE_LICENSE("GPL");
