// SPDX-License-Identifier: GPL-2.0
/*
 * That one of two numbers is good says of neither that it is the one.
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
	bool good;

	if (err)
		return err;
	good = is_index(r.index);
#ifdef MISUSE
	good |= is_index(r.other);
#else
	good &= is_index(r.other);
#endif
	if (!good)
		return -EINVAL;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer of either");
MODULE_LICENSE("GPL");
