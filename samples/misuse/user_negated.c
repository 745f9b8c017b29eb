// SPDX-License-Identifier: GPL-2.0
/*
 * A number that was compared is negated, and then it is below 0.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 number, other;
};

static u32 table[16];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	int index;

	if (err)
		return err;
	if (r.number >= ARRAY_SIZE(table))
		return -EINVAL;
	index = -(int)r.number;
#ifndef MISUSE
	if (index < 0)
		return -EINVAL;
#endif
	return READ_ONCE(table[index]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user negated");
MODULE_LICENSE("GPL");
