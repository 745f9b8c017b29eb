// SPDX-License-Identifier: GPL-2.0
/*
 * The second element of an array is as little to be trusted as the first.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kinds[4];
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.kinds[1] >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[r.kinds[1]]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user element");
MODULE_LICENSE("GPL");
