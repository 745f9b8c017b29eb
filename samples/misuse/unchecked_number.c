// SPDX-License-Identifier: GPL-2.0
/*
 * A length from user space is small enough on all machines that the author knows.
 */
#include <linux/module.h>

#include <deed/user.h>

static __used int set_length(struct deed_reader *reader, u32 *length)
{
	struct deed_untrusted_u32 n;
	int err = deed_read(reader, &n);

	if (err)
		return err;
#ifdef MISUSE
	*length = n.__value; /* error: [deed-raw-member] */
	return 0;
#else
	return deed_check_range(n, 1, 4096, length);
#endif
}

MODULE_DESCRIPTION("misuse: unchecked number");
MODULE_LICENSE("GPL");
