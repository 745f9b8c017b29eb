// SPDX-License-Identifier: GPL-2.0
/*
 * A function that checks what the user said is called, and nobody looks at what it says:
 * only at what its variable said before.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index;
};

static u32 table[16];

static noinline int valid(const struct request *r)
{
	return r->index < ARRAY_SIZE(table) ? 0 : -EINVAL;
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	err = valid(&r);
#ifndef MISUSE
	if (err)
		return err;
#endif
	return READ_ONCE(table[r.index]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user check asked before");
MODULE_LICENSE("GPL");
