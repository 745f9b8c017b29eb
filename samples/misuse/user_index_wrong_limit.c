// SPDX-License-Identifier: GPL-2.0
/*
 * The index is checked, against the size of something else.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	struct deed_untrusted_u32 kind;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 kind;
#ifdef MISUSE
	int err = deed_ioctl_read(call, &r) ?: deed_check_index(r.kind, 64, &kind);
#else
	int err = deed_ioctl_read(call, &r) ?:
		deed_check_index(r.kind, ARRAY_SIZE(speeds), &kind);
#endif

	return err ?: speeds[kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index wrong limit");
MODULE_LICENSE("GPL");
