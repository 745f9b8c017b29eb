/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the pass says: errors with a stable id, and the notes that explain them.
 *
 * Errors are kept until the whole file was looked at, and then printed in the
 * order of the source. Each points to what the user wrote, never into a macro.
 */
#ifndef DEED_DIAGNOSTICS_H
#define DEED_DIAGNOSTICS_H

#include "gcc.h"

enum deed_id {
	/* flow: what happens to a handle on a path */
	USE_AFTER_MOVE,
	USE_AFTER_DROP,
	DOUBLE_DROP,
	LEAK,
	OVERWRITE,
	UNTESTED,
	UNINIT,
	DROP_BORROWED,
	MOVE_BEHIND_POINTER,
	PARTIAL,
	RELEASE,
	BORROW_DEAD,
	BORROW_ESCAPE,
	BORROW_ALIAS,
	ESCAPE,
	CONTRACT,
	WAITS_LIVE,
	UNTRUSTED,
	TOO_COMPLEX,
	/* shape: what can be seen without following a path */
	COPY,
	PUN,
	SHARED,
	ARRAY,
	NO_OWNER,
	GLOBAL,
	CONTEXT,
	RAW_MEMBER,
	RAW_CALL,
	UNSAFE_REASON,
};

/* An error in the making: notes are added to it. */
struct deed_error {
	deed_id id;
	location_t at;
	std::string text;
	std::vector<std::pair<location_t, std::string>> notes;
	std::vector<std::pair<location_t, std::string>> branches; /* after the notes */

	deed_error &note(location_t where, const std::string &what)
	{
		notes.push_back({ where, what });
		return *this;
	}
	/* How to write it instead; printed as the last note. */
	deed_error &hint(const std::string &what)
	{
		return note(UNKNOWN_LOCATION, what);
	}
};

/* printf() into a string */
std::string text(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Starts an error at @at. One that was made before, with the same id at the
 * same place, is not made again: what is returned then goes nowhere.
 */
deed_error &report(deed_id id, location_t at, const std::string &text);

/* Whether an error was already made at the line of @at. */
bool reported_at(location_t at);

/* Whether there is any error to be printed. */
bool any_reports();

/* Prints what was reported, once. */
void print_reports();

#endif /* DEED_DIAGNOSTICS_H */
