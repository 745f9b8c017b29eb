/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the functions of a file look at: which of the numbers that they get they
 * compare, or put another in place of. Who asks them may have been told.
 */
#ifndef DEED_LOOKS_H
#define DEED_LOOKS_H

#include "gcc.h"

/* Of a parameter: its own value is -1, what is in it or behind it has its offset. */
struct looks {
	std::set<HOST_WIDE_INT> compared, written;
	std::set<HOST_WIDE_INT> tested;	/* for 0 */
	bool all = false;	/* it goes where it is not followed */
	bool says = false;	/* the function returns something, or writes somewhere */

	/* Whether what is there was compared, and who asks is told. */
	bool is_checked(HOST_WIDE_INT offset) const
	{
		return says && compared.count(offset);
	}
	/* Whether it may be another number now. */
	bool may_write(HOST_WIDE_INT offset) const
	{
		return all || written.count(offset);
	}
};

const looks &looks_of(tree fndecl, unsigned int parameter);

#endif /* DEED_LOOKS_H */
