// SPDX-License-Identifier: GPL-2.0
/*
 * A function that compares, and only prints what comes of it, says nothing.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index, other;
};

static u32 table[16];

static noinline int seen(const struct request *r)
{
	if (r->index >= ARRAY_SIZE(table)) {
		pr_info("no such thing\n");
#ifndef MISUSE
		return -EINVAL;
#endif
	}
	return r->other ? 0 : -EINVAL;
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	err = seen(&r);
	if (err)
		return err;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer never no");
MODULE_LICENSE("GPL");
