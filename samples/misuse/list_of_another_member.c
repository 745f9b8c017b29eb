// SPDX-License-Identifier: GPL-2.0
/*
 * The end of the other list is never found: the walk runs past the end.
 */
#include <linux/module.h>

#include <deed/list.h>

struct job {
	struct deed_list_link link;
	u32 id;
};

DEED_BOX(job_box, struct job, deed_plain);
DEED_LIST(job_list, job_box, link);

struct queues {
	struct job_list waiting, running;
};

static __used u32 queues_second(const struct queues *queues)
{
	const struct job *job = job_list_peek_first(&queues->waiting);

	if (!job)
		return 0;
#ifdef MISUSE
	job = job_list_peek_next(&queues->running, job); /* error: [deed-borrow-alias] */
#else
	job = job_list_peek_next(&queues->waiting, job);
#endif
	return job ? job->id : 0;
}

MODULE_DESCRIPTION("misuse: list of another member");
MODULE_LICENSE("GPL");
