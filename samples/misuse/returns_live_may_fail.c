// SPDX-License-Identifier: GPL-2.0
/*
 * A constructor promises what it cannot keep: an allocation may fail.
 */
#include <linux/module.h>

#include <deed/ring.h>

#ifdef MISUSE
static __used deed_returns_live struct deed_ring ring_default(void)
{
	return deed_ring_alloc(4096); /* error: [deed-contract] */
}
#else
static __used struct deed_ring ring_default(void)
{
	return deed_ring_alloc(4096);
}
#endif

MODULE_DESCRIPTION("misuse: returns live may fail");
MODULE_LICENSE("GPL");
