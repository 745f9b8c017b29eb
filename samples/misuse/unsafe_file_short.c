// SPDX-License-Identifier: GPL-2.0
/*
 * A whole file goes to the kernel by itself, and one word is all that says why.
 */
#include <linux/module.h>

#include <deed/box.h>

#ifdef MISUSE
deed_unsafe_file("tests"); /* error: [deed-unsafe-reason] */
#else
deed_unsafe_file("compares boxes with what kmalloc() gives");
#endif

static __used void *raw_word(void)
{
	return kmalloc(sizeof(u32), GFP_KERNEL);
}

MODULE_DESCRIPTION("misuse: unsafe file short");
MODULE_LICENSE("GPL");
