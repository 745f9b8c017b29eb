// SPDX-License-Identifier: GPL-2.0
/*
 * One object is pushed twice, by two references: it has one link.
 */
#include <linux/module.h>

#include <deed/list.h>

struct job {
	struct deed_refcount refs;
	struct deed_list_link link;
};

DEED_REF(job_ref, struct job, refs, deed_plain);
#ifdef MISUSE
DEED_LIST(job_list, job_ref, link); /* error: an object could be in it twice */
#else
DEED_LISTED_REF(job_entry, job_ref);
DEED_LIST(job_list, job_entry, link);
#endif

#ifndef MISUSE
static __used void job_queue(struct job_list *list, struct job_entry job)
{
	job_list_push_back(list, deed_move(job));
}
#endif

MODULE_DESCRIPTION("misuse: list of references");
MODULE_LICENSE("GPL");
