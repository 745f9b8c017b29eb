// SPDX-License-Identifier: GPL-2.0
/*
 * A request is kept for a work, which would copy to the memory of another task.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/user.h>

struct pending {
#ifdef MISUSE
	struct deed_ioctl *call; /* error: [deed-context] */
#endif
	u32 cmd;
};

DEED_CELL_TYPE(pending_cell, mutex, struct pending);

struct thing {
	struct pending_cell pending;
};

static __used int thing_ioctl(const struct thing *t, struct deed_ioctl *call)
{
	deed_lock(mutex, pending, &t->pending);

#ifdef MISUSE
	pending->call = call;
#else
	pending->cmd = call->cmd;
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: call kept in state");
MODULE_LICENSE("GPL");
