// SPDX-License-Identifier: GPL-2.0
/*
 * The size in the number of an ioctl is the user's, too.
 */
#include <linux/module.h>
#include <linux/string.h>

#include <deed/user.h>

struct thing {
	u8 buf[64];
	u32 size;
};

static __used int thing_ioctl(struct deed_ioctl *call, struct thing *t)
{
	size_t len = _IOC_SIZE(call->cmd);

#ifndef MISUSE
	if (len > sizeof(t->buf))
		return -ENOTTY;
#endif
	memset(t->buf, 0, len); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user command as length");
MODULE_LICENSE("GPL");
