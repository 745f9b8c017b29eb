// SPDX-License-Identifier: GPL-2.0
/*
 * The data of a write call is remembered for the next one.
 */
#include <linux/module.h>

#include <deed/user.h>

#ifdef MISUSE
static struct deed_iter_reader *last; /* error: [deed-context] */
#endif

static __used ssize_t thing_write(struct deed_iter_reader *from)
{
#ifdef MISUSE
	return deed_iter_left(last ?: from);
#else
	return deed_iter_left(from);
#endif
}

MODULE_DESCRIPTION("misuse: reader kept in global");
MODULE_LICENSE("GPL");
