// SPDX-License-Identifier: GPL-2.0
/*
 * A function that writes a member from itself has not checked it.
 */
#include <linux/module.h>
#include <linux/swab.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static void put_in_order(struct request *r)
{
	r->kind = swab32(r->kind);
#ifndef MISUSE
	r->kind = r->kind < ARRAY_SIZE(speeds) ? r->kind : 0;
#endif
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	put_in_order(&r);
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user member written");
MODULE_LICENSE("GPL");
