// SPDX-License-Identifier: GPL-2.0
/*
 * A buffer comes from kmalloc(), and every path has to free it again.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_ARRAY(byte_array, u8);

static __used int scratch(size_t bytes)
{
#ifdef MISUSE
	u8 *buffer = kmalloc(bytes, GFP_KERNEL); /* error: [deed-raw-call] */

	return buffer ? 0 : -ENOMEM;
#else
	deed_own(byte_array, buffer) = byte_array_alloc(bytes);

	return deed_ok(buffer) ? 0 : deed_err(buffer);
#endif
}

MODULE_DESCRIPTION("misuse: raw allocation");
MODULE_LICENSE("GPL");
