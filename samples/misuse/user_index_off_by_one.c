// SPDX-License-Identifier: GPL-2.0
/*
 * A number is compared with how many there are, and may be just that.
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
	if (r.kind > ARRAY_SIZE(speeds))
		return -EINVAL;
#else
	if (r.kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index off by one");
MODULE_LICENSE("GPL");
