// SPDX-License-Identifier: GPL-2.0
/*
 * Another task completes what is on the stack of one that a signal has woken.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/wait.h>

struct job {
	const struct deed_completion *done;
	u32 id;
};

DEED_CELL_TYPE(job_cell, mutex, struct job);

struct thing {
	struct job_cell job;
	struct deed_completion done;
};

static __used int thing_run(const struct thing *t)
{
#ifdef MISUSE
	struct deed_completion done;

	deed_completion_init(&done);
	{
		deed_lock(mutex, job, &t->job);
		job->done = &done; /* error: [deed-borrow-escape] */
	}
	return deed_completion_wait_interruptible(&done);
#else
	return deed_completion_wait_interruptible(&t->done);
#endif
}

MODULE_DESCRIPTION("misuse: completion on stack shared");
MODULE_LICENSE("GPL");
