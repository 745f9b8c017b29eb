// SPDX-License-Identifier: GPL-2.0
/*
 * A job is looked at after others had the lock, and may have ended it.
 */
#include <linux/module.h>

#include <deed/list.h>
#include <deed/lock.h>
#include <deed/wait.h>

struct job {
	struct deed_list_link link;
	u32 id;
};

DEED_BOX(job_box, struct job, deed_plain);
DEED_LIST(job_list, job_box, link);
DEED_CELL_TYPE(job_cell, mutex, struct job_list);

struct thing {
	struct job_cell jobs;
	struct deed_waitqueue changed;
};

static __used int thing_await(const struct thing *t)
{
	deed_own(job_cell_guard, g) = job_cell_lock(&t->jobs);
	struct job_list *jobs = job_cell_data(&g);
	const struct job *first = job_list_peek_first(jobs);

	if (!first)
		return -ENOENT;

#ifndef MISUSE
	u32 id = first->id;
#endif
	int err = deed_wait_interruptible(&t->changed, &g, job_list_is_empty(jobs));

#ifdef MISUSE
	return err ?: first->id; /* error: [deed-borrow-dead] */
#else
	return err ?: id;
#endif
}

MODULE_DESCRIPTION("misuse: member past wait");
MODULE_LICENSE("GPL");
