// SPDX-License-Identifier: GPL-2.0
/*
 * A function with a variable list of arguments does not see what is shared.
 */
#include <linux/module.h>

#ifdef MISUSE
static __used void sensors_clear(int n, ...)
{
	va_list all;

	va_start(all, n);
	while (n--)
		*va_arg(all, u32 *) = 0; /* error: [deed-pun] */
	va_end(all);
}
#else
static __used void sensors_clear(int n, u32 *first)
{
	while (n--)
		*first++ = 0;
}
#endif

MODULE_DESCRIPTION("misuse: const by arguments");
MODULE_LICENSE("GPL");
