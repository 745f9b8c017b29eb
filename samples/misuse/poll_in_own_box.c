// SPDX-License-Identifier: GPL-2.0
/*
 * The queue on which epoll sits is in a box that ends with the call.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct thing {
	struct deed_waitqueue changed;
};

DEED_BOX(thing_box, struct thing, deed_plain);

static __used __poll_t thing_poll(const struct thing *t, const struct deed_poll *poll)
{
#ifdef MISUSE
	deed_own(thing_box, box) = thing_box_alloc();
	if (!deed_ok(box))
		return EPOLLERR;

	deed_waitqueue_init(&thing_box_excl(&box)->changed);
	deed_poll_wait(poll, &thing_box_borrow(&box)->changed); /* error: [deed-borrow-escape] */
#else
	deed_poll_wait(poll, &t->changed);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: poll in own box");
MODULE_LICENSE("GPL");
