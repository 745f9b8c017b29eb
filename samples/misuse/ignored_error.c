// SPDX-License-Identifier: GPL-2.0
/*
 * An addition may overflow, and nobody looks.
 */
#include <linux/module.h>

#include <deed/num.h>

static __used size_t total(size_t header, size_t body)
{
#ifdef MISUSE
	size_t sum = 0;

	deed_add(header, body, &sum); /* error: ignoring return value */
	return sum;
#else
	size_t sum;

	return deed_add(header, body, &sum) ? 0 : sum;
#endif
}

MODULE_DESCRIPTION("misuse: ignored error");
MODULE_LICENSE("GPL");
