// SPDX-License-Identifier: GPL-2.0
/*
 * The user says where the kernel is to read.
 */
#include <linux/module.h>

#include <deed/user.h>

struct thing {
	u32 value;
};

struct request {
#ifdef MISUSE
	const struct thing *thing;
#else
	u64 thing;
#endif
};

static const struct thing things[4] = { { 1 }, { 2 } };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r); /* error: [deed-untrusted] */

	if (err)
		return err;
#ifdef MISUSE
	return r.thing->value;
#else
	return r.thing < ARRAY_SIZE(things) ? things[r.thing].value : -EINVAL;
#endif
}

MODULE_DESCRIPTION("misuse: user pointer");
MODULE_LICENSE("GPL");
