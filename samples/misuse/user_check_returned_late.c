// SPDX-License-Identifier: GPL-2.0
/*
 * A function that checks what the user said is called, and what it says is returned, when the
 * number has been used.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index;
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
#ifndef MISUSE
	if (err)
		return err;
#endif
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return err;
}

MODULE_DESCRIPTION("misuse: user check returned late");
MODULE_LICENSE("GPL");
