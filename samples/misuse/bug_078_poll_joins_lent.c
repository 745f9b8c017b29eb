// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2025-38687, comedi: fix race between polling and detaching. A poll joins, under
 * the lock, a queue that a detach frees after it.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct async {
	struct deed_refcount refs;
	struct deed_waitqueue wait;
};

DEED_REF(async_ref, struct async, refs, deed_plain);
DEED_CELL_TYPE(async_cell, mutex, struct async_ref);

struct comedi {
	struct async_cell async;
#ifndef MISUSE
	struct deed_waitqueue wait;
#endif
};

static __used __poll_t comedi_poll(const struct comedi *c, const struct deed_poll *poll)
{
#ifdef MISUSE
	deed_lock(mutex, async, &c->async);

	deed_poll_wait(poll, &async_ref_borrow(async)->wait); /* error: [deed-borrow-escape] */
#else
	deed_poll_wait(poll, &c->wait);
#endif
	return EPOLLIN;
}

MODULE_DESCRIPTION("misuse: bug 078 poll joins lent");
MODULE_LICENSE("GPL");
