// SPDX-License-Identifier: GPL-2.0
/*
 * A length goes to another function than memcpy().
 */
#include <linux/module.h>
#include <linux/string.h>

#include <deed/user.h>

struct request {
	u32 count, flags;
};

struct words {
	u32 all[16];
};

static __used int thing_ioctl(struct deed_ioctl *call, struct words *words)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.count > ARRAY_SIZE(words->all))
		return -EINVAL;
#endif
	memset32(words->all, 0, r.count); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user length of words");
MODULE_LICENSE("GPL");
