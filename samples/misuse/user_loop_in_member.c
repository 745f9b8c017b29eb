// SPDX-License-Identifier: GPL-2.0
/*
 * The number of rounds is counted in a struct.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

struct cursor {
	u32 at, sum;
};

static __used int thing_ioctl(struct deed_ioctl *call, struct cursor *c)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.count > 16)
		return -EINVAL;
#endif
	for (c->at = 0; c->at < r.count; c->at++) /* error: [deed-untrusted] */
		c->sum += c->at;
	return c->sum;
}

MODULE_DESCRIPTION("misuse: user loop in member");
MODULE_LICENSE("GPL");
