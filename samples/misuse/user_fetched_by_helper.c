// SPDX-License-Identifier: GPL-2.0
/*
 * A function of the driver's own fetches the request.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static int thing_get(struct deed_ioctl *call, struct request *r)
{
	int err = deed_ioctl_read(call, r);

	if (err)
		return err;
	return r->count < ARRAY_SIZE(speeds) ? 0 : -EINVAL;
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = thing_get(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	return speeds[r.kind]; /* error: [deed-untrusted] */
#else
	return speeds[r.count];
#endif
}

MODULE_DESCRIPTION("misuse: user fetched by helper");
MODULE_LICENSE("GPL");
