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
	RULE_LOAN_ALONE,	/* an exclusive borrow ends when its owner lends again */
	RULE_LOAN_CARRIED,	/* a struct carries the borrows that are stored in it */
	RULE_ARGUMENTS_ALONE,	/* what is lent to be written is lent once in a call */
	RULE_CALLEE_CHANGES,	/* who is lent a handle to write to may replace it */
	RULE_WAIT_RENEWS,	/* who waits under a guard lets others change the data */
	RULE_STACK_KEPT,	/* no address of the stack to who keeps it */
	RULE_SHARED_DEEP,	/* what shared data leads to is shared */
	RULE_SHARED_CAST,	/* no cast takes const away */
	RULE_CALL_KEPT,		/* what is lent to one call is not kept */
	RULE_GLOBAL_WRITTEN,	/* static plain data is not written to */
	RULE_UNTRUSTED,		/* what the user says is compared before it is used */
	RULE_FETCHED_ONCE,	/* and fetched once */
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
