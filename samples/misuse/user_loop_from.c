// SPDX-License-Identifier: GPL-2.0
/*
 * Where a loop starts is the user's: it ends if it counts up to where it ends.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 sum = 0;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	for (u32 i = r.kind; i != 16; i++) /* error: [deed-untrusted] */
		sum += i;
#else
	for (u32 i = r.kind; i < 16; i++)
		sum += i;
#endif
	return sum;
}

MODULE_DESCRIPTION("misuse: user loop from");
MODULE_LICENSE("GPL");
