// SPDX-License-Identifier: GPL-2.0
/*
 * That a loop counted up to a number says nothing new of it: the bound is still too large.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

#ifdef MISUSE
#define MOST 64
#else
#define MOST 15
#endif

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 sum = 0;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (r.kind > MOST)
		return -EINVAL;
	for (u32 i = 0; i != r.kind; i++)
		sum += i;
	return sum + speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index past count");
MODULE_LICENSE("GPL");
