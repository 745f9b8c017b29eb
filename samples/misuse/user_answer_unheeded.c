// SPDX-License-Identifier: GPL-2.0
/*
 * To print that a check failed, and go on, is not to heed it.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index, other;
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
	if (err) {
		pr_info("no such thing\n");
#ifndef MISUSE
		return err;
#endif
	}
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer unheeded");
MODULE_LICENSE("GPL");
