// SPDX-License-Identifier: GPL-2.0
/*
 * The smaller of two is taken, and the other one is too large already.
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
	return speeds[min(r.kind, 16u)]; /* error: [deed-untrusted] */
#else
	return speeds[min(r.kind, 15u)];
#endif
}

MODULE_DESCRIPTION("misuse: user index min too large");
MODULE_LICENSE("GPL");
