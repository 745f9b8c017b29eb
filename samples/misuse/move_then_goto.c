// SPDX-License-Identifier: GPL-2.0
/*
 * All ways out of a function meet at a label, which looks at a box that one of them
 * has already given away.
 */
#include <linux/module.h>

#include <deed/box.h>

struct job {
	u32 id;
};

DEED_BOX(job_box, struct job, deed_plain);

struct worker {
	DEED_SLOT(job_box) busy;
	bool stopped;
	u32 last;
};

static __used int worker_start(struct worker *w, u32 id)
{
	deed_own(job_box, job) = job_box_alloc();
	deed_own(job_box, old) = deed_fail(job_box, -ENOENT);

	if (!deed_ok(job))
		return deed_err(job);
	if (w->stopped)
		goto out;
	job_box_excl(&job)->id = id;
	old = job_box_slot_put(&w->busy, deed_move(job));
out:
#ifdef MISUSE
	w->last = job_box_borrow(&job)->id; /* error: [deed-use-after-move] */
#else
	w->last = deed_ok(job) ? job_box_borrow(&job)->id : id;
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: move then goto");
MODULE_LICENSE("GPL");
