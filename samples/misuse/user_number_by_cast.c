// SPDX-License-Identifier: GPL-2.0
/*
 * A cast opens the type that says that a number was not checked.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	struct deed_untrusted_u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 kind;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	kind = *(u32 *)&r.kind;
#else
	err = deed_check_index(r.kind, ARRAY_SIZE(speeds), &kind);
	if (err)
		return err;
#endif
	return speeds[kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user number by cast");
MODULE_LICENSE("GPL");
