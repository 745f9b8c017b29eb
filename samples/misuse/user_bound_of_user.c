// SPDX-License-Identifier: GPL-2.0
/*
 * A number is checked against another one, which is the same program's.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	struct deed_untrusted_u32 count, kind;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 count, kind;
	int err = deed_ioctl_read(call, &r) ?:
#ifdef MISUSE
		deed_check_range(r.count, 1, U32_MAX, &count) ?:
		deed_check_range(r.kind, 0, count - 1, &kind);
#else
		deed_check_range(r.count, 1, ARRAY_SIZE(speeds), &count) ?:
		deed_check_range(r.kind, 0, ARRAY_SIZE(speeds) - 1, &kind);
#endif

	return err ?: speeds[kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user bound of user");
MODULE_LICENSE("GPL");
