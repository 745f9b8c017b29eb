// SPDX-License-Identifier: GPL-2.0
/*
 * That a product does not overflow says nothing of a buffer.
 */
#include <linux/module.h>
#include <linux/overflow.h>
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
	size_t bytes;

	if (err)
		return err;
	bytes = size_mul(r.count, sizeof(u32));
#ifndef MISUSE
	if (bytes > sizeof(words->all))
		return -EINVAL;
#endif
	memset(words->all, 0, bytes); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user product");
MODULE_LICENSE("GPL");
