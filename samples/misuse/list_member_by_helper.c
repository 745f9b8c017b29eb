// SPDX-License-Identifier: GPL-2.0
/*
 * A function that lends the first of one list does not lend of another.
 */
#include <linux/module.h>

#include <deed/box.h>
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

struct jobs {
	const struct job_list *list;
	const struct job *at;
};

static const struct job *first_waiting(const struct queues *q)
{
	return job_list_peek_first(&q->waiting);
}

static __used u32 find(const struct queues *q, u32 id)
{
	const struct job *job = first_waiting(q);

	while (job && job->id != id)
#ifdef MISUSE
		job = job_list_peek_next(&q->running, job); /* error: [deed-borrow-alias] */
#else
		job = job_list_peek_next(&q->waiting, job);
#endif
	return job ? job->id : 0;
}

/* Where one is in a list, in a variable of the caller's. */
static void jobs_start(struct jobs *jobs, const struct job_list *list)
{
	jobs->list = list;
	jobs->at = job_list_peek_first(list);
}

static const struct job *jobs_next(struct jobs *jobs)
{
	const struct job *job = jobs->at;

	if (job)
		jobs->at = job_list_peek_next(jobs->list, job);
	return job;
}

static __used u32 total(const struct queues *q)
{
	const struct job *job;
	struct jobs jobs;
	u32 sum = 0;

	jobs_start(&jobs, &q->waiting);
	while ((job = jobs_next(&jobs)))
		sum += job->id;
	return sum;
}

MODULE_DESCRIPTION("misuse: list member by helper");
MODULE_LICENSE("GPL");
