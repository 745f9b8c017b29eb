// SPDX-License-Identifier: GPL-2.0
/*
 * What the task of a call has is gone with the task.
 */
#include <linux/module.h>
#include <linux/cred.h>

#include <deed/lock.h>

struct session {
#ifdef MISUSE
	const struct cred *who;
#else
	kuid_t who;
#endif
};

DEED_CELL_TYPE(session_cell, mutex, struct session);

static __used void session_claim(const struct session_cell *cell)
{
	deed_lock(mutex, session, cell);

#ifdef MISUSE
	session->who = current->cred; /* error: [deed-borrow-escape] */
#else
	session->who = current->cred->uid;
#endif
}

MODULE_DESCRIPTION("misuse: credentials kept");
MODULE_LICENSE("GPL");
