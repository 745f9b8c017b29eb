// SPDX-License-Identifier: GPL-2.0
/*
 * Where a check says no, the number is not good.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index, other;
};

static u32 table[16];

static noinline bool is_index(u32 number)
{
	return number < ARRAY_SIZE(table);
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (is_index(r.index))
#else
	if (!is_index(r.index))
#endif
		return -EINVAL;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer inverted");
MODULE_LICENSE("GPL");
