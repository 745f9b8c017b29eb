// SPDX-License-Identifier: GPL-2.0
/*
 * A table says which function gets the request: it may be any that is in there.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
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

static int nothing(const struct request *r)
{
	return 0;
}

static int (*const handlers[])(const struct request *r) = { nothing, speed_of };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (r.count >= ARRAY_SIZE(handlers))
		return -EINVAL;
	return handlers[r.count](&r);
}

MODULE_DESCRIPTION("misuse: user handler table");
MODULE_LICENSE("GPL");
