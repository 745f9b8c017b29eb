// SPDX-License-Identifier: GPL-2.0
/*
 * The user says how often something is done, and the kernel does it.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 times, flags;
};

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.times > 100)
		return -EINVAL;
#endif
	for (u32 i = 0; i < r.times; i++) /* error: [deed-untrusted] */
		pr_debug("%u\n", i);
	return 0;
}

MODULE_DESCRIPTION("misuse: user loop");
MODULE_LICENSE("GPL");
