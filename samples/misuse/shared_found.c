// SPDX-License-Identifier: GPL-2.0
/*
 * What is found in a shared name is shared, whatever was looked for.
 */
#include <linux/module.h>
#include <linux/string.h>

#include <deed/own.h>

struct table {
	char name[32];
};

#ifdef MISUSE
static __used void table_cut(const struct table *table)
#else
static __used void table_cut(struct table *table)
#endif
{
	char key[4] = "=";
	char *at = strstr(table->name, key); /* error: [deed-shared] */

	if (at)
		*at = 0;
}

MODULE_DESCRIPTION("misuse: shared found");
MODULE_LICENSE("GPL");
