// SPDX-License-Identifier: GPL-2.0
/*
 * The bound came from user memory, too, and was cut down to more than there are.
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
	u32 many;

	if (err)
		return err;
#ifdef MISUSE
	many = r.other & 0xff;
#else
	many = r.other & 0xf;
#endif
	if (r.number >= many)
		return -EINVAL;
	return READ_ONCE(table[r.number]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user bound too large");
MODULE_LICENSE("GPL");
