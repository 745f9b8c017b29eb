// SPDX-License-Identifier: GPL-2.0
/*
 * The error of a handle is read without a test: a live one has none.
 */
#include <linux/module.h>

#include <deed/ring.h>

static __used int ring_check(size_t bytes)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(bytes);

#ifdef MISUSE
	int err = deed_err(ring); /* error: [deed-untested] */
#else
	int err = deed_ok(ring) ? 0 : deed_err(ring);
#endif

	if (err)
		pr_debug("no ring: %d\n", err);
	return err;
}

MODULE_DESCRIPTION("misuse: error of untested");
MODULE_LICENSE("GPL");
