// SPDX-License-Identifier: GPL-2.0
/*
 * A helper takes for granted that its caller has checked the number.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static int speed_of(u32 kind)
{
	return speeds[kind]; /* error: [deed-untrusted] */
}

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
	return speed_of(r.kind);
}

MODULE_DESCRIPTION("misuse: user index in helper");
MODULE_LICENSE("GPL");
