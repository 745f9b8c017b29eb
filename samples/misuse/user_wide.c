// SPDX-License-Identifier: GPL-2.0
/*
 * A number of 64 bits is compared, and used where it is not any more.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u64 which, many;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used u64 thing_ioctl(struct deed_ioctl *call)
{
	unsigned __int128 product;
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return 0;
	if (r.many > 100)
		return 0;
	product = r.many;
#ifndef MISUSE
	if (r.which >= 16)
		return 0;
#endif
	return speeds[r.which] * (u64)product; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user wide");
MODULE_LICENSE("GPL");
