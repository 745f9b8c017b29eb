// SPDX-License-Identifier: GPL-2.0
/*
 * An argument is copied from user space by hand.
 */
#include <linux/module.h>

#include <deed/user.h>

struct argument {
	struct deed_untrusted_u32 size;
};

#ifdef MISUSE
static __used int fetch(struct argument *to, const void __user *from)
{
	return copy_from_user(to, from, sizeof(*to)) ? -EFAULT : 0; /* error: [deed-raw-call] */
}
#else
static __used int fetch(struct argument *to, struct deed_reader *from)
{
	return deed_read(from, to);
}
#endif

MODULE_DESCRIPTION("misuse: raw copy");
MODULE_LICENSE("GPL");
