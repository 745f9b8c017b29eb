// SPDX-License-Identifier: GPL-2.0
/*
 * A function gets the request by value, and trusts it.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static noinline int speed_of(struct request r)
{
#ifdef MISUSE
	return speeds[r.kind]; /* error: [deed-untrusted] */
#else
	return r.kind < ARRAY_SIZE(speeds) ? speeds[r.kind] : -EINVAL;
#endif
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	return speed_of(r);
}

MODULE_DESCRIPTION("misuse: user struct by value");
MODULE_LICENSE("GPL");
