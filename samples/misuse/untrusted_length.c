// SPDX-License-Identifier: GPL-2.0
/*
 * A length from user space reaches an allocation before it was checked.
 */
#include <linux/module.h>

#include <deed/ring.h>
#include <deed/user.h>

static __used struct deed_ring make(struct deed_untrusted_u32 n)
{
#ifdef MISUSE
	return deed_ring_alloc(n); /* error: incompatible type for argument 1 */
#else
	u32 bytes;
	int err = deed_check_range(n, 1, 65536, &bytes);

	if (err)
		return deed_fail(deed_ring, err);
	return deed_ring_alloc(bytes);
#endif
}

MODULE_DESCRIPTION("misuse: untrusted length");
MODULE_LICENSE("GPL");
