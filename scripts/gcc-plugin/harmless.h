/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The list of kernel functions and macros that may be used from anywhere, and of
 * what to use in place of others: scripts/gcc-plugin/harmless.
 */
#ifndef DEED_HARMLESS_H
#define DEED_HARMLESS_H

#include "gcc.h"

/* Reads the list. Returns false if it cannot. */
bool read_harmless(const char *file);

/* Whether the list has @name as harmless. */
bool is_harmless(const char *name);

/* What the list has in place of @name, or an empty string. */
std::string in_place_of(const char *name);

#endif /* DEED_HARMLESS_H */
