// SPDX-License-Identifier: GPL-2.0
/*
 * The result of an ioctl is given by its address, which would go to user space.
 */
#include <linux/module.h>

#include <deed/user.h>

struct answer {
	u64 number;
};

static __used int answer(struct deed_ioctl *call, const struct answer *a)
{
#ifdef MISUSE
	return deed_ioctl_write(call, a); /* error: the address of the value would go out */
#else
	return deed_ioctl_write(call, *a);
#endif
}

MODULE_DESCRIPTION("misuse: address goes out");
MODULE_LICENSE("GPL");
