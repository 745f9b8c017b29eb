// SPDX-License-Identifier: GPL-2.0
/*
 * A number with a sign is clamped, and may still be negative.
 */
#include <linux/minmax.h>
#include <linux/module.h>

#include <deed/user.h>

struct request {
	s32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	return speeds[clamp(r.kind, -1, 15)]; /* error: [deed-untrusted] */
#else
	return speeds[clamp(r.kind, 0, 15)];
#endif
}

MODULE_DESCRIPTION("misuse: user index clamp");
MODULE_LICENSE("GPL");
