/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The expressions of a function body, as the C front end left it: before
 * anything was lowered, with every cast and every place of the source.
 */
#ifndef DEED_BODY_H
#define DEED_BODY_H

#include "gcc.h"

/* Where an expression stands. */
struct setting {
	location_t at;	/* its own place, or that of the closest one around it */
	bool in_unsafe;	/* in a deed_unsafe() */
};

typedef void (*look_fn)(tree expression, const setting &where);

/*
 * Calls @look for each expression and declaration of the body, outer before
 * inner. A declaration is a DECL_EXPR; its initialiser follows it.
 */
void each_expression(tree fndecl, look_fn look);

/* The same for the initialiser of a variable of the file. */
void each_in_initialiser(tree vardecl, look_fn look);

#endif /* DEED_BODY_H */
