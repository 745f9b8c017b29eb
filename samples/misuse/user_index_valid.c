// SPDX-License-Identifier: GPL-2.0
/*
 * Who is asked whether a number is valid must look at it.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static bool is_valid(u32 kind)
{
#ifdef MISUSE
	return kind;
#else
	return kind < ARRAY_SIZE(speeds);
#endif
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (!is_valid(r.kind))
		return -EINVAL;
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index valid");
MODULE_LICENSE("GPL");
