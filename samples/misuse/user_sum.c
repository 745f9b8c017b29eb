// SPDX-License-Identifier: GPL-2.0
/*
 * That a sum fits its type says nothing of an array.
 */
#include <linux/module.h>
#include <linux/overflow.h>

#include <deed/user.h>

struct request {
	u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 sum;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (check_add_overflow(r.kind, r.flags, &sum))
		return -EINVAL;
#ifndef MISUSE
	if (sum >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[sum]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user sum");
MODULE_LICENSE("GPL");
