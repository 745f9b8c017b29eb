/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What functions initialise of the objects that they are lent: the abstractions'
 * initialisers, and the functions that call them, as far as the file shows.
 */
#ifndef DEED_INITIALISED_H
#define DEED_INITIALISED_H

#include "gcc.h"

/* Whether a function may initialise anything that is not its own. */
bool initialises(tree fndecl);

/* Members of what a parameter leads to, by their offsets in bytes. */
struct initialised {
	std::set<HOST_WIDE_INT> always;
	std::set<HOST_WIDE_INT> if_zero;	/* 0 is returned */
};

/* What a call initialises of what argument @i leads to. */
initialised initialised_by(gcall *call, unsigned int i);

/* One way in which a function ends: this much is initialised. @fails: not with 0. */
void note_initialised(tree fndecl, unsigned int parameter, bool fails,
		      const std::set<HOST_WIDE_INT> &members);

#endif /* DEED_INITIALISED_H */
