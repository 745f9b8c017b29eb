// SPDX-License-Identifier: GPL-2.0
/*
 * An object has one ring for each direction, in an array.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct duplex {
#ifdef MISUSE
	struct deed_ring rings[2]; /* error: [deed-array] */
#else
	struct deed_ring to, from;
#endif
	u32 errors;
};

static __used bool duplex_failed(const struct duplex *d)
{
	return d->errors;
}

MODULE_DESCRIPTION("misuse: array in object");
MODULE_LICENSE("GPL");
