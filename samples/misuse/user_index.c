// SPDX-License-Identifier: GPL-2.0
/*
 * A number in a fetched struct is used as an index as it came.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index");
MODULE_LICENSE("GPL");
