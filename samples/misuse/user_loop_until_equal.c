// SPDX-License-Identifier: GPL-2.0
/*
 * A loop counts until it is equal to what the user said.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 count, flags;
};

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	u32 sum = 0;

	if (err)
		return err;
#ifndef MISUSE
	if (r.count > 16)
		return -EINVAL;
#endif
	for (u32 i = 0; i != r.count; i++) /* error: [deed-untrusted] */
		sum += i;
	return sum > 100 ? -EINVAL : 0;
}

MODULE_DESCRIPTION("misuse: user loop until equal");
MODULE_LICENSE("GPL");
