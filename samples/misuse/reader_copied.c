// SPDX-License-Identifier: GPL-2.0
/*
 * A reader is copied, and the same bytes are fetched a second time.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	struct deed_untrusted_u32 len;
};

static __used int thing_write(struct deed_reader *from)
{
	struct request first, second;
#ifdef MISUSE
	struct deed_reader again = *from; /* error: [deed-copy] */

	return deed_read(from, &first) ?: deed_read(&again, &second);
#else
	return deed_read(from, &first) ?: deed_read(from, &second);
#endif
}

MODULE_DESCRIPTION("misuse: reader copied");
MODULE_LICENSE("GPL");
