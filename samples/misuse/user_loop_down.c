// SPDX-License-Identifier: GPL-2.0
/*
 * The user's own number is counted down.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 sum = 0;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	while (r.count--) /* error: [deed-untrusted] */
		sum++;
#else
	if (!r.count || r.count > ARRAY_SIZE(speeds))
		return -EINVAL;
	do
		sum += speeds[r.count - 1];
	while (--r.count);
#endif
	return sum;
}

MODULE_DESCRIPTION("misuse: user loop down");
MODULE_LICENSE("GPL");
