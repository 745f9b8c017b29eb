// SPDX-License-Identifier: GPL-2.0
/*
 * A buffer on the stack is left for others to fill.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct job {
	u32 *result;
	u32 last;
};

DEED_CELL_TYPE(job_cell, mutex, struct job);

static __used u32 thing_run(const struct job_cell *cell)
{
	u32 result = 0;

	deed_lock(mutex, job, cell);

#ifdef MISUSE
	job->result = &result; /* error: [deed-borrow-escape] */
#else
	result = job->last;
#endif
	return result;
}

MODULE_DESCRIPTION("misuse: buffer on stack shared");
MODULE_LICENSE("GPL");
