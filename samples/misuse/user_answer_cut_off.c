// SPDX-License-Identifier: GPL-2.0
/*
 * Of a number that is cut to a byte, 0 may be left.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index;
};

static u32 table[16];

static noinline int valid(const struct request *r)
{
	return r->index < ARRAY_SIZE(table) ? 0 : 256;
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if ((u8)valid(&r))
#else
	if (valid(&r))
#endif
		return -EINVAL;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer cut off");
MODULE_LICENSE("GPL");
