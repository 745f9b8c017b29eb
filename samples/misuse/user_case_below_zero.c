// SPDX-License-Identifier: GPL-2.0
/*
 * A case may be below 0: the largest of those that follow each other is not all.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	int index;
};

static u32 table[16];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	switch (r.index) {
#ifdef MISUSE
	case -3:
#endif
	case 0:
	case 9:
		WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
		return 0;
	default:
		return -EINVAL;
	}
}

MODULE_DESCRIPTION("misuse: user case below zero");
MODULE_LICENSE("GPL");
