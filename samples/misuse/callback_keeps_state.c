// SPDX-License-Identifier: GPL-2.0
/*
 * An operation of a file keeps what it was lent under a lock, for another.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct request {
	u32 tag;
};

struct last {
#ifdef MISUSE
	const struct request *request;
#else
	u32 tag;
#endif
};

DEED_CELL_TYPE(last_cell, mutex, struct last);

struct port {
	struct last_cell last;
};

static __used void port_send(const struct port *p, const struct request *r)
{
	deed_lock(mutex, last, &p->last);
#ifdef MISUSE
	last->request = r; /* error: [deed-borrow-escape] */
#else
	last->tag = r->tag;
#endif
}

MODULE_DESCRIPTION("misuse: callback keeps state");
MODULE_LICENSE("GPL");
