/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The unsafe boundary: what the user calls outside of the abstractions.
 *
 * A kernel function may be called if it is on the list of the harmless ones,
 * or within deed_unsafe(), with a reason. Names of the abstractions that begin
 * with two underscores are theirs. A file with deed_unsafe_file() is spared both.
 */
#ifndef DEED_BOUNDARY_H
#define DEED_BOUNDARY_H

#include "gcc.h"

/* A variable or a function of the file that has been declared. */
void note_declaration(tree decl);

/* A function body, as the C front end left it. */
void check_calls(tree fndecl);

/* At the end of the file: what the user declared by hand is defined in it. */
void check_declared_by_hand();

#endif /* DEED_BOUNDARY_H */
