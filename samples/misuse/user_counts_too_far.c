// SPDX-License-Identifier: GPL-2.0
/*
 * A loop counts to a number that the user said, which was compared with more than the table
 * has.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 many;
};

static u32 table[16];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 sum = 0;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.many > 100)
		return -EINVAL;
#else
	if (r.many > ARRAY_SIZE(table))
		return -EINVAL;
#endif
	for (u32 i = 0; i < r.many; i++)
		sum += READ_ONCE(table[i]); /* error: [deed-untrusted] */
	return sum & 1;
}

MODULE_DESCRIPTION("misuse: user counts too far");
MODULE_LICENSE("GPL");
