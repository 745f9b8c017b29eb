/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All declarations of a function in a file make the same promises.
 *
 * GCC unites the attributes of all declarations that it has seen, so a caller
 * would be held to a promise that it cannot read where the function is declared.
 */
#ifndef DEED_AGREEMENT_H
#define DEED_AGREEMENT_H

#include "gcc.h"

/* An attribute of a function is read, before its declaration joins the others. */
void note_promise(tree fndecl, tree name, tree args);

/* A function is declared, or defined: reports if another declaration differs. */
void check_agreement(tree fndecl);

#endif /* DEED_AGREEMENT_H */
