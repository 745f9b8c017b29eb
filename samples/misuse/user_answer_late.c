// SPDX-License-Identifier: GPL-2.0
/*
 * A function that checks what the user said is asked, and its answer looked at when the number
 * has been used.
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
#ifndef MISUSE
	if (err)
		return err;
#endif
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	if (err)
		return err;
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer late");
MODULE_LICENSE("GPL");
