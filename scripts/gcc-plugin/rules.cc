// SPDX-License-Identifier: GPL-2.0
/*
 * Which rules of the flow are on. All, but in a test of the pass itself.
 */
#include "gcc.h"
#include "rules.h"

static const char *const rule_names[RULE_COUNT] = {
	"move-empties",
	"drop-empties",
	"result-untested",
	"test-refines",
	"scope-ends",
	"exit-leaks",
	"overwrite",
	"argument-moves",
	"argument-live",
	"pointer-live",
	"pointer-borrowed",
	"return-moves",
	"parameter-owned",
	"fills",
	"promises",
	"parts",
	"release",
	"loan-ends",
	"loan-leaves",
	"loan-derives",
	"loan-alone",
	"loan-carried",
	"arguments-alone",
	"callee-changes",
	"wait-renews",
	"stack-kept",
	"shared-deep",
	"shared-cast",
	"call-kept",
	"global-written",
	"untrusted",
	"fetched-once",
	"error-read",
	"waits-live",
	"join",
};

static int off = -1;

bool rule_on(rule r)
{
	return off != r;
}

bool switch_off(const char *name)
{
	for (int r = 0; r < RULE_COUNT; r++) {
		if (!strcmp(rule_names[r], name)) {
			off = r;
			return true;
		}
	}
	return false;
}
