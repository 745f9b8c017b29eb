/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What calls put into slots and containers: the abstractions' functions that take
 * a handle and a slot, and the functions that call them, as far as the file shows.
 * And in the same way, of what they take references.
 */
#ifndef DEED_STORES_H
#define DEED_STORES_H

#include "gcc.h"

/* Looks at the bodies of all functions. */
void find_stores();

/*
 * The kinds of slots that a call may put something into, other than local ones:
 * which slots these are, its arguments tell.
 */
std::set<tree> stored_by(gcall *call);

/* Whether a call may take a reference to an object of @type that it gets. */
bool takes_reference(gcall *call, tree type);

/* Whether argument @i of a call is a slot into which it puts what it gets. */
bool stores_into(gcall *call, unsigned int i);

#endif /* DEED_STORES_H */
