/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which functions wait without bound, or touch user memory: those that say so
 * with deed_waits, and those that call one, as far as the file shows.
 */
#ifndef DEED_WAITS_H
#define DEED_WAITS_H

#include "diagnostics.h"

/* Looks at the bodies of all functions. */
void find_waits();

/*
 * Whether a call may wait. Through a pointer it may if a function whose address
 * is taken in this file does, and is of the pointer's type.
 */
bool may_wait(gcall *call);

/* What the user calls the function that is called: perhaps a macro. */
std::string callee_name(gcall *call);

/* Notes how it comes that a call waits: at most three calls below it. */
void explain_wait(deed_error &e, gcall *call);

/* Looks at an expression of the user's: a pointer to a function may be cast in it. */
void note_cast(tree expression);

/* Unbind waits for the end of a function, without a deed_bound of its own. */
void note_bound(tree fndecl);

/*
 * Reports functions that other files may call and that do not say that they wait;
 * and callbacks of a bound device that do.
 */
void check_who_waits();

#endif /* DEED_WAITS_H */
