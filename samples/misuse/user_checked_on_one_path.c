// SPDX-License-Identifier: GPL-2.0
/*
 * With a flag set, the check is left out.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, raw;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (!r.raw && r.kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#else
	if (r.kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user checked on one path");
MODULE_LICENSE("GPL");
