// SPDX-License-Identifier: GPL-2.0
/*
 * A case of an error is none in which the number is good.
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
	switch (valid(&r)) {
	case 0:
#ifdef MISUSE
	case -EINVAL:
#endif
		WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
		return 0;
	default:
		return -EINVAL;
	}
}

MODULE_DESCRIPTION("misuse: user answer in case");
MODULE_LICENSE("GPL");
