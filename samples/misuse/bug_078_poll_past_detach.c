// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2025-38687, comedi: fix race between polling and detaching. A poll waits on a
 * queue that a detach frees.
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
	const struct deed_waitqueue *queue;

	{
		deed_lock(mutex, async, &c->async);
		queue = &async_ref_borrow(async)->wait;
	}
	deed_poll_wait(poll, queue); /* error: [deed-borrow-dead] */
#else
	deed_poll_wait(poll, &c->wait);
#endif
	return EPOLLIN;
}

MODULE_DESCRIPTION("misuse: bug 078 poll past detach");
MODULE_LICENSE("GPL");
