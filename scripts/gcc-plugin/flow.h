/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The flow rules: what happens to each handle on each path of a function.
 */
#ifndef DEED_FLOW_H
#define DEED_FLOW_H

#include "gcc.h"

/* A function body that was parsed: it may name the release function of a kind. */
void note_release(tree fndecl);

/* A function body that was parsed: whose addresses it takes. */
void note_addresses(tree fndecl);

/* Checks all functions of the file that the user wrote. */
void check_flow();

/* Follows a function of the file, if it gets what was not known when it was followed. */
void follow_now(tree fndecl);

/*
 * Writes a symbol for the contract of each external function of the user's, and of
 * those that take or give handles, so that files of one module that disagree do not link.
 */
void emit_contracts();

#endif /* DEED_FLOW_H */
