/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The shape rules: copies, puns, arrays, globals, contexts and owners of
 * handles, which show in types and trees without following a path.
 */
#ifndef DEED_SHAPE_H
#define DEED_SHAPE_H

#include "body.h"

/* A struct or union that has been parsed. */
void check_type(tree type);

/* When all have been: which structs are part of a hardware struct. */
void check_hardware_structs();

/* A variable that has been declared; parameters are looked at with their function. */
void check_declaration(tree decl);

/* Casts in the initialiser of a variable of the file: a table of callbacks. */
void check_initialiser(tree decl);

/* A function body, as the C front end left it. */
void check_shapes(tree fndecl);

/* Its parts: an expression that copies handles, or that casts a pointer to one. */
void check_copies(tree expression, const setting &where);
void check_casts(tree expression, const setting &where);

/* An expression that takes a pointer for something else, whatever it leads to. */
void check_puns(tree expression, const setting &where);

/* A register's type, and that of shared memory; a member that hides an address in a union. */
void check_device_words(tree type);
void check_address_in_union(tree record, tree field);

/* Whether there is something in it that only the abstractions make: a register's name. */
bool has_made_values(tree type);

/* A declaration's name, or "(unnamed)"; and one in quotes. */
std::string name_of(tree decl);
std::string quoted(const std::string &name);

/* A union that the user declares, with pointers in it. */
void check_union(tree type);

/* An expression that makes exclusive what is shared. */
void check_shared(tree expression, const setting &where);

/* A member or a static variable that keeps what is lent to one call. */
void check_kept(tree decl);

/* An expression that makes such a thing up. */
void check_of_call(tree expression, const setting &where);

/* An expression that writes to plain data of a static variable, or lends it for that. */
void check_globals(tree expression, const setting &where);

/* The same for what a variable begins with, and for what is in it if it is of the file. */
void check_table(tree braces, const setting &where);
void check_initial_global(tree var, const setting &where);

/* A parameter of the module that can be written to while others read it. */
void check_module_parameter(tree var);

/* Reports those, where there is no other error. */
void report_globals();

/* Whether a function or macro copies or overwrites bytes, by its name or how that begins. */
bool handles_bytes(const char *name);

/* memset_after(), memset_startat(): a part of the object, of which the cast says nothing. */
bool clears_part(const char *macro);

/* That it does so with an object of @type, which has handles. */
void report_bytes(tree type, const setting &where);

#endif /* DEED_SHAPE_H */
