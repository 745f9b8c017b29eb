// SPDX-License-Identifier: GPL-2.0
/*
 * An array is handed on as a pointer, and how long it is gets lost.
 */
#include <linux/module.h>

#include <deed/property.h>

static __used int lanes(struct deed_scope *scope, u32 map[4])
{
#ifdef MISUSE
	return deed_property_array(scope, "lanes", map); /* error: map is a pointer */
#else
	u32 read[4];
	int n = deed_property_array(scope, "lanes", read);

	if (n > 0)
		memcpy(map, read, n * sizeof(read[0]));
	return n;
#endif
}

MODULE_DESCRIPTION("misuse: property into pointer");
MODULE_LICENSE("GPL");
