// SPDX-License-Identifier: GPL-2.0
/*
 * A helper gets a struct as it was fetched, and relies on what is in it.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 flags, kind;
};

static const u32 speeds[16] = { 1, 2, 4 };

static int speed_of(const struct request *r)
{
#ifndef MISUSE
	if (r->kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[r->kind]; /* error: [deed-untrusted] */
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	return err ?: speed_of(&r);
}

MODULE_DESCRIPTION("misuse: user struct in helper");
MODULE_LICENSE("GPL");
