// SPDX-License-Identifier: GPL-2.0
/*
 * What a function of the driver's own puts into a variable of its caller's.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static void take_count(const struct request *r, u32 *count)
{
#ifdef MISUSE
	*count = r->count + 1;
#else
	*count = r->count < ARRAY_SIZE(speeds) ? r->count : 0;
#endif
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 count;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	take_count(&r, &count);
	return speeds[count]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user put by helper");
MODULE_LICENSE("GPL");
