// SPDX-License-Identifier: GPL-2.0
/*
 * Of a union with a byte in it the whole number is an index.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	union {
		u32 number;
		u8 first;
	};
};

static u32 table[256];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	return READ_ONCE(table[r.number]); /* error: [deed-untrusted] */
#else
	return READ_ONCE(table[r.number & 0xff]);
#endif
}

MODULE_DESCRIPTION("misuse: user union");
MODULE_LICENSE("GPL");
