// SPDX-License-Identifier: GPL-2.0
/*
 * A number with a sign is only compared with what it must be below.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	s32 kind;
	u32 flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.kind >= 16)
		return -EINVAL;
#else
	if (r.kind < 0 || r.kind >= 16)
		return -EINVAL;
#endif
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index negative");
MODULE_LICENSE("GPL");
