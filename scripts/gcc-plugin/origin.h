/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who wrote it: the abstractions, which the pass trusts; the kernel; or the
 * user, whom it checks.
 *
 * Decided by where the text stands. What a macro of the abstractions expands to
 * is theirs, what the user passed to it as an argument is the user's.
 */
#ifndef DEED_ORIGIN_H
#define DEED_ORIGIN_H

#include "gcc.h"

/* -fplugin-arg-deed-abstractions=FOLDER: what stands below it is trusted */
void trust_folder(const char *folder);

/* Whether the token at @at stands in the abstractions. */
bool trusted_location(location_t at);

/* Whether a function is theirs, written out or expanded from their macro. */
bool trusted_function(tree fndecl);

/*
 * Whether what stands at @at is in a file of the module, be it the expansion of
 * a macro of others: below the folder of the file that is compiled, or at least
 * outside of the kernel's sources and the abstractions.
 */
bool in_module(location_t at);

/* Whether the token at @at itself was written in a file of the module. */
bool users_token(location_t at);

/* Whether the token stands in a macro of the abstractions, be it as its argument. */
bool in_trusted_macro(location_t at);

/* Who answers for a token that may have come out of macros. */
struct writer {
	bool user;	/* the user; by @macro if that is a macro of others */
	bool trusted;	/* the abstractions: their text, or what it expands to */
	const char *macro;	/* that the user wrote and from which it comes, or NULL */
};

writer writer_of(location_t at);

/* Whether the token came through a macro that @is tells, be it as its argument. */
bool through_macro(location_t at, bool (*is)(const char *name));

/* Where a #line says that what follows is of the abstractions; or UNKNOWN_LOCATION. */
location_t forged_line();

/* Whether a variable only says that the object file needs a symbol: EXPORT_SYMBOL() has one. */
bool only_exports(tree var);

/* Where the user wrote what stands at @at: never inside of a macro's text. */
location_t users_location(location_t at);

#endif /* DEED_ORIGIN_H */
