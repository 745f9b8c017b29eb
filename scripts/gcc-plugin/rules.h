/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The transfer rules of the flow, each of which can be switched off to show
 * that it matters: with any of them off, the generated programs find a misuse
 * that is accepted (scripts/pass/).
 */
#ifndef DEED_RULES_H
#define DEED_RULES_H

enum rule {
	RULE_MOVE_EMPTIES,	/* a handle that was moved is empty */
	RULE_DROP_EMPTIES,	/* a handle that was dropped is empty */
	RULE_RESULT_UNTESTED,	/* a result may have failed */
	RULE_TEST_REFINES,	/* a test tells the paths apart */
	RULE_SCOPE_ENDS,	/* a live handle is lost at the end of its variable */
	RULE_EXIT_LEAKS,	/* and at the end of the function */
	RULE_OVERWRITE,		/* a live handle is lost where it is overwritten */
	RULE_ARGUMENT_MOVES,	/* a handle passed by value belongs to the callee */
	RULE_ARGUMENT_LIVE,	/* and must be live */
	RULE_POINTER_LIVE,	/* a handle whose address is passed must be live */
	RULE_POINTER_BORROWED,	/* what a pointer parameter points to is borrowed */
	RULE_RETURN_MOVES,	/* a handle that is returned belongs to the caller */
	RULE_PARAMETER_OWNED,	/* a parameter by value is owned */
	RULE_FILLS,		/* an out-parameter is filled on success */
	RULE_PROMISES,		/* a function keeps its own annotations */
	RULE_PARTS,		/* a whole is handed on with all its parts */
	RULE_RELEASE,		/* a release function drops every field */
	RULE_LOAN_ENDS,		/* a borrow ends with its owner */
	RULE_LOAN_LEAVES,	/* a borrow must not be returned or stored */
	RULE_LOAN_DERIVES,	/* a pointer made from a borrow is one */
	RULE_ERROR_READ,	/* deed_err() is for handles that failed */
	RULE_WAITS_LIVE,	/* no wait without bound under a live-guard */
	RULE_JOIN,		/* paths that meet keep what they know apart */
	RULE_COUNT
};

/* Whether the rule is on. */
bool rule_on(rule r);

/* Switches a rule off by its name, as "move-empties". False if there is none. */
bool switch_off(const char *name);

#endif /* DEED_RULES_H */
