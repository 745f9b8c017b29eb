// SPDX-License-Identifier: GPL-2.0
/*
 * A program says for how long the CPU does nothing.
 */
#include <linux/module.h>
#include <linux/delay.h>

#include <deed/user.h>

struct request {
	u32 microseconds, flags;
};

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.microseconds > 100)
		return -EINVAL;
#endif
	udelay(r.microseconds); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user delay");
MODULE_LICENSE("GPL");
