// SPDX-License-Identifier: GPL-2.0
/*
 * A number is cut off to 8 bits with a sign, and is below 0 then.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 number, other;
};

static u32 table[16];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	s8 index;

	if (err)
		return err;
	if (r.number > 1000)
		return -EINVAL;
#ifdef MISUSE
	index = r.number;
#else
	index = r.number & 0x7f;
#endif
	if (index >= (int)ARRAY_SIZE(table))
		return -EINVAL;
	return READ_ONCE(table[index]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user cut below zero");
MODULE_LICENSE("GPL");
