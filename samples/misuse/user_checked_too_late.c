// SPDX-License-Identifier: GPL-2.0
/*
 * The number is checked after it was used.
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
#ifdef MISUSE
	u32 speed = speeds[r.kind]; /* error: [deed-untrusted] */

	return r.kind < ARRAY_SIZE(speeds) ? speed : -EINVAL;
#else
	return r.kind < ARRAY_SIZE(speeds) ? speeds[r.kind] : -EINVAL;
#endif
}

MODULE_DESCRIPTION("misuse: user checked too late");
MODULE_LICENSE("GPL");
