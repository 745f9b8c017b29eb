// SPDX-License-Identifier: GPL-2.0
/*
 * What memparse() puts behind its second argument is in its first.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct line {
	char text[64];
};

DEED_CELL_TYPE(line_cell, mutex, struct line);

static __used s64 line_number(const struct line_cell *cell)
{
	char *end, rest;
	u64 number;

	{
		deed_lock(mutex, line, cell);

		number = memparse(line->text, &end);
		rest = *end;
	}
#ifdef MISUSE
	rest = *end; /* error: [deed-borrow-dead] */
#endif
	return rest ? -EINVAL : number;
}

MODULE_DESCRIPTION("misuse: end of number past lock");
MODULE_LICENSE("GPL");
