// SPDX-License-Identifier: GPL-2.0
/*
 * How far a round of the loop comes is for a function to say.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static u32 step(u32 at)
{
	return at & 7 ?: 1;
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 done = 0;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.count > PAGE_SIZE)
		return -EINVAL;
#endif
	while (done < r.count) /* error: [deed-untrusted] */
		done += step(done);
	return done;
}

MODULE_DESCRIPTION("misuse: user loop in steps");
MODULE_LICENSE("GPL");
