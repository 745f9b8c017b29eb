// SPDX-License-Identifier: GPL-2.0
/*
 * What a cell holds is forgotten when the object goes: it is not a plain field.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ref.h>
#include <deed/ring.h>

DEED_CELL_TYPE(ring_cell, mutex, struct deed_ring);

struct logger {
	struct deed_refcount refs;
	struct ring_cell ring;
};

#ifdef MISUSE
static void logger_release(struct logger *l)
{
	pr_debug("logger: gone\n");
} /* error: [deed-release] */
#else
static void logger_release(struct logger *l)
{
	deed_ring_drop(deed_cell_excl(&l->ring));
}
#endif

DEED_REF(logger_ref, struct logger, refs, logger_release);

static __used int logger_try(void)
{
	deed_own(logger_ref_box, box) = logger_ref_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: release forgets cell");
MODULE_LICENSE("GPL");
