// SPDX-License-Identifier: GPL-2.0
/*
 * A number from user space is fetched into a plain variable.
 */
#include <linux/module.h>

#include <deed/user.h>

static __used int fetch(struct deed_reader *reader, u32 *flags)
{
#ifdef MISUSE
	return deed_read(reader, flags); /* error: what comes from user space is untrusted */
#else
	struct deed_untrusted_u32 n;

	return deed_read(reader, &n) ?: deed_check_flags(n, 3, flags);
#endif
}

MODULE_DESCRIPTION("misuse: untrusted as plain");
MODULE_LICENSE("GPL");
