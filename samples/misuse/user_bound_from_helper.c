// SPDX-License-Identifier: GPL-2.0
/*
 * The bound is made of another number of the user's, by a function.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static u32 room_for(u32 count)
{
#ifndef MISUSE
	if (count > ARRAY_SIZE(speeds) / 2)
		return 0;
#endif
	return count * 2;
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (r.kind >= room_for(r.count))
		return -EINVAL;
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user bound from helper");
MODULE_LICENSE("GPL");
