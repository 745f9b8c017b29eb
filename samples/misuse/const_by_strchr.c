// SPDX-License-Identifier: GPL-2.0
/*
 * A function of the kernel gives a pointer to write with for one to read with.
 */
#include <linux/module.h>

#ifdef MISUSE
static __used void name_cut(const char *name)
{
	char *end = strchr(name, '.'); /* error: [deed-shared] */

	if (end)
		*end = '\0';
}
#else
static __used size_t name_len(const char *name)
{
	const char *end = strchr(name, '.');

	return end ? end - name : strlen(name);
}
#endif

MODULE_DESCRIPTION("misuse: const by strchr");
MODULE_LICENSE("GPL");
