// SPDX-License-Identifier: GPL-2.0
/*
 * Those who called are remembered in an array, each as its task.
 */
#include <linux/module.h>

#include <linux/sched.h>

struct callers {
	u32 count;
#ifdef MISUSE
	struct task_struct *last[4]; /* error: [deed-context] */
#else
	pid_t last[4];
#endif
};

static __used u32 callers_count(const struct callers *c)
{
	return c->count;
}

MODULE_DESCRIPTION("misuse: tasks kept");
MODULE_LICENSE("GPL");
