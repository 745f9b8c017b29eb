// SPDX-License-Identifier: GPL-2.0
/*
 * That the last byte of a number is 0 bounds nothing.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index;
};

static u32 table[16];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if ((u8)r.index)
#else
	if (r.index)
#endif
		return -EINVAL;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user cut off compared");
MODULE_LICENSE("GPL");
