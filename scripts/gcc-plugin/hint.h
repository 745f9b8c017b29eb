/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the proof saves: drops at the end of a scope whose outcome is known.
 *
 * Where a handle is live on every path that reaches its drop, the drop need not
 * test it; where it is live on none, the drop does nothing and goes. This alone
 * changes code: less is done, though gcc may lay out the rest a few bytes longer.
 * -fplugin-arg-deed-hint=off leaves all as it is.
 */
#ifndef DEED_HINT_H
#define DEED_HINT_H

#include "gcc.h"

/* Switches the hint off. */
void no_hint();

/* For the drops of one function, what their handles may be on all paths. */
class hint {
public:
	/* The drop of a variable is reached; @may_be as in state.h. */
	void dropped(gimple *drop, unsigned char may_be) { seen_[drop] |= may_be; }
	/* Takes out what is known; the function is the current one. */
	void apply();

private:
	std::map<gimple *, unsigned char> seen_;
};

#endif /* DEED_HINT_H */
