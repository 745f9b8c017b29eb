// SPDX-License-Identifier: GPL-2.0
/*
 * What a function of the driver's own returns is what it was made of.
 */
#include <linux/minmax.h>
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static u32 kind_of(const struct request *r)
{
#ifdef MISUSE
	return r->kind;
#else
	return min(r->kind, 15u);
#endif
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	return err ?: speeds[kind_of(&r)]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user result of helper");
MODULE_LICENSE("GPL");
