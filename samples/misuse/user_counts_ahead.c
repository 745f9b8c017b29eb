// SPDX-License-Identifier: GPL-2.0
/*
 * A loop counts to a number that the user said, and looks one ahead.
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
	if (r.many > ARRAY_SIZE(table))
		return -EINVAL;
#ifdef MISUSE
	for (u32 i = 0; i < r.many; i++)
		sum += READ_ONCE(table[i + 1]); /* error: [deed-untrusted] */
#else
	for (u32 i = 1; i < r.many; i++)
		sum += READ_ONCE(table[i - 1]) - READ_ONCE(table[i]);
#endif
	return sum & 1;
}

MODULE_DESCRIPTION("misuse: user counts ahead");
MODULE_LICENSE("GPL");
