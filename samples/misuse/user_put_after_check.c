// SPDX-License-Identifier: GPL-2.0
/*
 * A function compares a number, and then puts another one there.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 number, other;
};

static u32 table[16];

static noinline int settle(struct request *r)
{
	if (r->number >= ARRAY_SIZE(table))
		return -EINVAL;
#ifdef MISUSE
	r->number = r->other;
#else
	r->number = min_t(u32, r->other, r->number);
#endif
	return 0;
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	err = settle(&r);
	if (err)
		return err;
	return READ_ONCE(table[r.number]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user put after check");
MODULE_LICENSE("GPL");
