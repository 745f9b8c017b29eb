// SPDX-License-Identifier: GPL-2.0
/*
 * The user says by how much to shift: 64 bits are not that wide.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 channel, flags;
};

static __used long thing_mask(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	return 1L << r.channel; /* error: [deed-untrusted] */
#else
	return 1L << (r.channel & 31);
#endif
}

MODULE_DESCRIPTION("misuse: user shift");
MODULE_LICENSE("GPL");
