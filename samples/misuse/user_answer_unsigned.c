// SPDX-License-Identifier: GPL-2.0
/*
 * What was without a sign is not less than 0, whatever was said.
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
	long said;

	if (err)
		return err;
#ifdef MISUSE
	said = (unsigned int)valid(&r);
#else
	said = valid(&r);
#endif
	if (said < 0)
		return said;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer unsigned");
MODULE_LICENSE("GPL");
