/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the functions of a file write behind the pointers that they get: another number
 * may be there then.
 */
#ifndef DEED_WRITES_H
#define DEED_WRITES_H

#include "gcc.h"

/* Of a parameter: by offset. */
struct writes {
	std::set<HOST_WIDE_INT> at;
	bool all = false;	/* its address goes where it is not followed */

	bool may(HOST_WIDE_INT offset) const { return all || at.count(offset); }
};

const writes &writes_of(tree fndecl, unsigned int parameter);

#endif /* DEED_WRITES_H */
