// SPDX-License-Identifier: GPL-2.0
/*
 * A number that is made of the user's bytes.
 */
#include <linux/module.h>
#include <linux/unaligned.h>

#include <deed/user.h>

struct packet {
	u8 data[32];
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct packet p;
	u32 kind;
	int err = deed_ioctl_read(call, &p);

	if (err)
		return err;
	kind = get_unaligned_le16(p.data + 2);
#ifndef MISUSE
	if (kind >= ARRAY_SIZE(speeds))
		return -EINVAL;
#endif
	return speeds[kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user bytes");
MODULE_LICENSE("GPL");
