// SPDX-License-Identifier: GPL-2.0
/*
 * Bytes that are copied are as little checked as they were.
 */
#include <linux/module.h>
#include <linux/string.h>

#include <deed/user.h>

struct request {
	struct deed_untrusted_u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 kind;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	memcpy(&kind, &r.kind, sizeof(kind));
#ifndef MISUSE
	if (kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user number by memcpy");
MODULE_LICENSE("GPL");
