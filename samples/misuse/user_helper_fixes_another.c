// SPDX-License-Identifier: GPL-2.0
/*
 * A helper sets one member right, and the other one is used.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static void set_defaults(struct request *r)
{
	if (!r->count)
		r->count = 1;
#ifndef MISUSE
	if (r->kind >= ARRAY_SIZE(speeds))
		r->kind = 0;
#endif
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	set_defaults(&r);
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user helper fixes another");
MODULE_LICENSE("GPL");
