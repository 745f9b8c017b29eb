// SPDX-License-Identifier: GPL-2.0
/*
 * The right to fetch an argument once is copied, and used twice.
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
#ifdef MISUSE
	struct deed_ioctl again = *call; /* error: [deed-copy] */
#endif
	int err = deed_ioctl_read(call, &r) ?: deed_check_range(r.len, 0, 8, &len);

#ifdef MISUSE
	err = err ?: deed_ioctl_read(&again, &r);
#endif
	return err ?: len;
}

MODULE_DESCRIPTION("misuse: ioctl copied");
MODULE_LICENSE("GPL");
