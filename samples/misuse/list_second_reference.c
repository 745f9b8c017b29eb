// SPDX-License-Identifier: GPL-2.0
/*
 * A further reference to an object is pushed as if it were the one for lists.
 */
#include <linux/module.h>

#include <deed/list.h>

struct job {
	struct deed_refcount refs;
	struct deed_list_link link;
};

DEED_REF(job_ref, struct job, refs, deed_plain);
DEED_LISTED_REF(job_entry, job_ref);
DEED_LIST(job_list, job_entry, link);

static __used void job_queue(struct job_list *a, struct job_list *b, struct job_entry job)
{
	deed_own(job_ref, again) = job_ref_get(job_entry_borrow(&job));

	job_list_push_back(a, deed_move(job));
#ifdef MISUSE
	job_list_push_back(b, deed_move(again)); /* error: incompatible type for argument 2 */
#endif
}

MODULE_DESCRIPTION("misuse: list second reference");
MODULE_LICENSE("GPL");
