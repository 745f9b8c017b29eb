// SPDX-License-Identifier: GPL-2.0
/*
 * The queue on which epoll sits for as long as the file is open is on the stack.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct thing {
	struct deed_waitqueue changed;
};

static __used __poll_t thing_poll(const struct thing *t, const struct deed_poll *poll)
{
#ifdef MISUSE
	struct deed_waitqueue changed;

	deed_waitqueue_init(&changed);
	deed_poll_wait(poll, &changed); /* error: [deed-borrow-escape] */
#else
	deed_poll_wait(poll, &t->changed);
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: poll on stack");
MODULE_LICENSE("GPL");
