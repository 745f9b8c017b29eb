// SPDX-License-Identifier: GPL-2.0
/*
 * The caller is remembered as a pointer, and may have gone.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct owner {
#ifdef MISUSE
	struct task_struct *task; /* error: [deed-context] */
#endif
	pid_t pid;
};

DEED_CELL_TYPE(owner_cell, mutex, struct owner);

static __used void thing_claim(const struct owner_cell *cell)
{
	deed_lock(mutex, owner, cell);

	owner->pid = task_pid_nr(current);
}

MODULE_DESCRIPTION("misuse: task kept");
MODULE_LICENSE("GPL");
