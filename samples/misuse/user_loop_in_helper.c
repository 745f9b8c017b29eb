// SPDX-License-Identifier: GPL-2.0
/*
 * A helper counts down from a number that nobody has checked.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 times, flags;
};

static void thing_repeat(u32 times)
{
	while (times--) /* error: [deed-untrusted] */
		pr_debug("%u\n", times);
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	thing_repeat(r.times);
#else
	thing_repeat(min(r.times, 100u));
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: user loop in helper");
MODULE_LICENSE("GPL");
