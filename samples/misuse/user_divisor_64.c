// SPDX-License-Identifier: GPL-2.0
/*
 * It has an upper bound, and may be 0 all the same.
 */
#include <linux/math64.h>
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 rate, flags;
};

static __used int thing_ioctl(struct deed_ioctl *call, u64 clock)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (r.rate > 115200)
		return -EINVAL;
#ifndef MISUSE
	if (r.rate < 50)
		return -EINVAL;
#endif
	return div_u64(clock, r.rate); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user divisor 64");
MODULE_LICENSE("GPL");
