/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What types and functions promise: the attributes that the abstractions'
 * <deed/contract.h> sets, and what follows from types alone.
 *
 * A handle is a struct with the attribute deed_handle. A composite is a handle
 * whose fields are handles; its leaves are those that own a resource each.
 */
#ifndef DEED_CONTRACT_H
#define DEED_CONTRACT_H

#include "gcc.h"

/* Registers the attributes with GCC. */
void register_attributes();

/* Whether @type is a handle kind; a composite is one, too. */
bool is_handle(tree type);

/* What the annotation of a handle kind says beyond that. */
bool is_composite(tree type);
/* A guard, of a lock or of a device: kept in a variable, and nowhere else. */
bool is_guard(tree type);
/* The guard of a device: unbind waits for its end. */
bool is_live_guard(tree type);
/* What the scope of a bound device owns: it has no drop, and one place. */
bool is_scoped(tree type);

/* Whether @type is a place that looks after handles itself. */
bool is_slot(tree type);

/* Whether @type is a place for a hardware struct, and looks after what is in it. */
bool is_device_place(tree type);

/* The same, of what DEED_DEVICE_TYPE() makes: a device is known by its address. */
bool names_its_device(tree type);

/* A cell, a queue, a counter: changes behind const, and stays where it is. */
bool is_interior(tree type);

/* Whether one of those is part of @type, or a place of a device, or of a work. */
bool has_interior(tree type);

/* Whether references to an object of @type are counted: it has a count in it. */
bool is_counted(tree type);

/* What is lent to a callback until it returns. */
bool is_of_call(tree type);
bool is_value_of_call(tree type);	/* lent by value */

/* Whether a pointer to such a thing, or one itself, is part of @type. */
bool keeps_call(tree type);

/* Whether something in @type must not be copied: a handle, or one of those. */
bool is_fixed(tree type);

/* Whether scoped kinds are part of @type, but not those in a device place. */
bool has_scoped(tree type);
/* Whether it is a slot that has several, and lends them. */
bool is_container(tree type);

/* Whether it is a slot that holds nothing which somebody must drop: a link. */
bool is_link(tree type);

/* "struct foo" without "struct " */
const char *kind_name(tree type);

/* Whether a field stands at an offset that is known: not behind a variable array. */
bool has_constant_place(tree field);

/* A handle that owns one resource, at an offset in bytes. */
struct leaf {
	HOST_WIDE_INT offset;
	tree kind;
	tree field;	/* the field that is it, or NULL_TREE if @type itself is */
};

/*
 * The leaves in an object of @type, slots and device places left out: those look
 * after what they hold. Arrays are not looked into.
 */
const std::vector<leaf> &leaves_of(tree type);

/* The slots in an object of @type, at any depth. */
const std::vector<leaf> &slots_of(tree type);

/*
 * What must be initialised in an object of @type before others get it, at any depth;
 * arrays are not looked into. Of a cell it is the lock, by the name of the cell.
 */
const std::vector<leaf> &to_initialise(tree type);

/*
 * Whether a part of @type, or itself, is one that @is_one tells. What @is_closed
 * tells is not looked into.
 */
bool contains(tree type, bool (*is_one)(tree), bool (*is_closed)(tree) = NULL);

/* Whether handles, slots or device places are part of @type. */
bool has_handles(tree type);

/* The same, and somebody must drop them. */
bool needs_release(tree type);

/* Whether a pointer is part of @type: it may carry a borrow. */
bool has_pointers(tree type);

/* What a function promises of one of its parameters, from 0. */
struct promise {
	bool accepts;		/* may be failed or empty */
	bool drops;		/* empty afterwards */
	bool drops_live;	/* the same, but must have been live */
	bool fills;		/* empty before; live if 0 is returned */
	bool replaces;		/* takes the value of the next parameter */
	bool keeps;		/* an address that is used later on */
	bool fetches;		/* fills what is there from user memory */
	bool checks;		/* fills it with a number of at most the parameter before */
	bool below;		/* the same, and less than that */
	bool renews;		/* a guard: lets go of its lock, and takes it again */
	bool initialises;	/* what it leads to: zeroed before, usable afterwards */
	bool hands_back;	/* a slot: what it held is returned */
};

promise promise_of(tree fndecl, unsigned int parameter);

/* The type of parameter @i as the callee declares it; NULL_TREE if variadic. */
tree parameter_type(gcall *stmt, unsigned int i);

bool returns_live(tree fndecl);
bool returns_fresh(tree fndecl);
/* deed_waits: not while a live-guard is held */
bool says_it_waits(tree fndecl);
/* the number that it returns came from user space */
bool returns_untrusted(tree fndecl);
/* deed_bound: unbind waits for its end, so that it must not wait */
bool is_bound_callback(tree fndecl);

/* Whether it promises anything that its type does not say. */
bool is_annotated(tree fndecl);

/* deed_frees: ends an object of a box or a reference by the user's release */
bool frees_contents(tree fndecl);

/* deed_forgets: a variable that takes the resource out of the pass's sight */
bool forgets(tree vardecl);

/* deed_misuses(): a test function or a static variable of one, not checked */
bool misuses_on_purpose(tree decl);

/* deed_unsafe_file(): @at is in a file that may call the kernel and open handles */
bool in_unsafe_file(location_t at);

#endif /* DEED_CONTRACT_H */
