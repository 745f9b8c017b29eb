// SPDX-License-Identifier: GPL-2.0
/*
 * The request is looked at through a pointer, after a test of something else.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r, *request = &r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	return speeds[request->kind]; /* error: [deed-untrusted] */
#else
	return request->kind < ARRAY_SIZE(speeds) ? speeds[request->kind] : -EINVAL;
#endif
}

MODULE_DESCRIPTION("misuse: user index behind pointer");
MODULE_LICENSE("GPL");
