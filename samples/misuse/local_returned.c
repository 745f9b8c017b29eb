// SPDX-License-Identifier: GPL-2.0
/*
 * A helper finds something in a variable that ends with the function.
 */
#include <linux/module.h>

struct table {
	u32 values[4];
};

static const u32 *table_top(const struct table *t)
{
	return t->values[0] > t->values[1] ? &t->values[0] : &t->values[1];
}

#ifdef MISUSE
static __used const u32 *top_of(u32 a, u32 b)
{
	struct table t = { { a, b } };

	return table_top(&t); /* error: [deed-borrow-escape] */
}
#else
static __used u32 top_of(u32 a, u32 b)
{
	struct table t = { { a, b } };

	return *table_top(&t);
}
#endif

MODULE_DESCRIPTION("misuse: local returned");
MODULE_LICENSE("GPL");
