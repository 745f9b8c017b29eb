// SPDX-License-Identifier: GPL-2.0
/*
 * That a loop counted as far as the user said makes his number no smaller.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 last, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	u32 sum = 0;

	if (err)
		return err;
#ifdef MISUSE
	if (r.last > 1000)
		return -EINVAL;
#else
	if (r.last >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	for (u32 i = 0; i < r.last; i++)
		sum += i;
	return sum + speeds[r.last]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index past loop");
MODULE_LICENSE("GPL");
