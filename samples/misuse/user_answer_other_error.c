// SPDX-License-Identifier: GPL-2.0
/*
 * One of the errors of a check is not all of them.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index, other;
};

static u32 table[16];

static noinline int valid(const struct request *r)
{
	return r->index < ARRAY_SIZE(table) ? 0 : -EINVAL;
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	err = valid(&r);
#ifdef MISUSE
	if (err == -ERANGE)
#else
	if (err)
#endif
		return err;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer other error");
MODULE_LICENSE("GPL");
