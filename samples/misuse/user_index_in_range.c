// SPDX-License-Identifier: GPL-2.0
/*
 * in_range() has its start and its length the wrong way round.
 */
#include <linux/minmax.h>
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (!in_range(r.kind, ARRAY_SIZE(speeds), 1))
		return -EINVAL;
#else
	if (!in_range(r.kind, 0, ARRAY_SIZE(speeds)))
		return -EINVAL;
#endif
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index in range");
MODULE_LICENSE("GPL");
