// SPDX-License-Identifier: GPL-2.0
/*
 * A rate of 0 is one that the user may ask for.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 rate, flags;
};

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (!r.rate)
		return -EINVAL;
#endif
	return 1000000 / r.rate; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user divisor");
MODULE_LICENSE("GPL");
