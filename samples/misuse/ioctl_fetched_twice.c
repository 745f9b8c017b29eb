// SPDX-License-Identifier: GPL-2.0
/*
 * The argument is fetched to look at its length, and once more for all of it.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	struct deed_untrusted_u32 len, flags;
};

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	u32 len;
	int err = deed_ioctl_read(call, &r) ?: deed_check_range(r.len, 0, 8, &len);

	if (err)
		return err;
#ifdef MISUSE
	return deed_ioctl_read(call, &r); /* error: [deed-untrusted] */
#else
	return len;
#endif
}

MODULE_DESCRIPTION("misuse: ioctl fetched twice");
MODULE_LICENSE("GPL");
