// SPDX-License-Identifier: GPL-2.0
/*
 * One sample is allocated before the loop and handed on in every round.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>

DEED_BOX(sample_box, u32, deed_plain);

struct queue {
	DEED_SLOT(sample_box) last;
};

DEED_CELL_TYPE(queue_cell, mutex, struct queue);

static void queue_put(const struct queue_cell *cell, struct sample_box s)
{
	deed_lock(mutex, q, cell);
	deed_own(sample_box, old) = sample_box_slot_put(&q->last, deed_move(s));
}

static __used int fill(const struct queue_cell *cell, unsigned int n)
{
#ifdef MISUSE
	deed_own(sample_box, s) = sample_box_alloc();

	if (!deed_ok(s))
		return deed_err(s);
	for (unsigned int i = 0; i < n; i++)
		queue_put(cell, deed_move(s)); /* error: [deed-use-after-move] */
#else
	for (unsigned int i = 0; i < n; i++) {
		deed_own(sample_box, s) = sample_box_alloc();

		if (!deed_ok(s))
			return deed_err(s);
		queue_put(cell, deed_move(s));
	}
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: move in loop");
MODULE_LICENSE("GPL");
