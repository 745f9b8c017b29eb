// SPDX-License-Identifier: GPL-2.0
/*
 * Where to look in a table is said by the user.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 offset, flags;
};

struct table {
	u32 len;
	u32 words[];
};

static __used int thing_word(struct deed_ioctl *call, const struct table *t)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (r.offset >= t->len)
		return -EINVAL;
#endif
	return t->words[r.offset]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user offset");
MODULE_LICENSE("GPL");
