/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions of the kernel that do more, or less, than their types say. What may be called
 * from anywhere is another list: scripts/gcc-plugin/harmless.
 */
#ifndef DEED_KERNEL_H
#define DEED_KERNEL_H

#include "gcc.h"

bool named(tree fndecl, const char *name);

extern const char divisor[];

/* What a function of the kernel takes parameter @i, of @type, for; or NULL. */
const char *sink_of(tree callee, unsigned int i, tree type);

/* Whether a pointer is put where argument @i leads to, whatever was there. */
bool only_fills(tree fndecl, unsigned int i);

/* Whether the result is the number that argument 0 is, or leads to. */
bool reads_number(tree fndecl);

/* size_add() and the like: the result is what fits, or as much as there can be. */
bool saturates(tree fndecl);

#endif /* DEED_KERNEL_H */
