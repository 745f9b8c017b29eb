// SPDX-License-Identifier: GPL-2.0
/*
 * The ownership pass, as GCC sees it.
 *
 * Shapes are looked at when a type, a declaration or a function body has been
 * parsed; flow when the bodies of all functions have become control-flow graphs,
 * in which the calls that end a handle's scope are there and nothing has been
 * inlined yet. Nothing is changed but what hint.h says.
 *
 * Arguments, each as -fplugin-arg-deed-NAME=VALUE:
 *	abstractions	the folder that is trusted
 *	harmless	the file that lists what may be called from anywhere
 *	hint		off: leave the code as it is (see hint.h)
 *	off		one rule of the flow that is switched off, for the tests of
 *			the pass (see rules.h)
 */
#include "gcc.h"

#include "agreement.h"
#include "boundary.h"
#include "contract.h"
#include "diagnostics.h"
#include "flow.h"
#include "harmless.h"
#include "hint.h"
#include "origin.h"
#include "rules.h"
#include "shape.h"

int plugin_is_GPL_compatible;

static bool finished;

static void on_attributes(void *, void *)
{
	register_attributes();
}

static void on_type(void *type, void *)
{
	check_type((tree)type);
}

static void on_declaration(void *decl, void *)
{
	check_declaration((tree)decl);
	check_initialiser((tree)decl);
	note_declaration((tree)decl);
	if (TREE_CODE((tree)decl) == FUNCTION_DECL)
		check_agreement((tree)decl);
}

static void on_function(void *fndecl, void *)
{
	check_agreement((tree)fndecl);
	check_shapes((tree)fndecl);
	check_calls((tree)fndecl);
	note_release((tree)fndecl);
	note_addresses((tree)fndecl);
}

/* All bodies are control-flow graphs; not reached if GCC itself saw an error. */
static void on_graphs(void *, void *)
{
	check_declared_by_hand();
	check_hardware_structs();
	if (forged_line() != UNKNOWN_LOCATION)
		report(RAW_MEMBER, forged_line(), "a #line says that this is of the abstractions")
			.hint("take the #line away");
	/* what C itself refuses, as a warning made an error, is to be mended first */
	if (!werrorcount)
		check_flow();
	report_globals();
	print_reports();
	finished = true;
}

static void on_end(void *, void *)
{
	if (!finished)
		print_reports();
	else if (!seen_error())
		emit_contracts();
}

static int take_arguments(const plugin_name_args *info)
{
	for (int i = 0; i < info->argc; i++) {
		const char *key = info->argv[i].key;
		const char *value = info->argv[i].value ?: "";

		if (!strcmp(key, "abstractions"))
			trust_folder(value);
		else if (!strcmp(key, "harmless") && read_harmless(value))
			continue;
		else if (!strcmp(key, "hint") && !strcmp(value, "off"))
			no_hint();
		else if (!strcmp(key, "off") && switch_off(value))
			continue;
		else {
			error("deed: cannot use %<-fplugin-arg-deed-%s=%s%>", key, value);
			return 1;
		}
	}
	return 0;
}

int plugin_init(plugin_name_args *info, plugin_gcc_version *version)
{
	const char *name = info->base_name;

	if (!plugin_default_version_check(version, &gcc_version)) {
		error("deed: the ownership pass was built for GCC %s, and this is"
		      " GCC %s: build it again", gcc_version.basever, version->basever);
		return 1;
	}
	if (take_arguments(info))
		return 1;
	register_callback(name, PLUGIN_ATTRIBUTES, on_attributes, NULL);
	register_callback(name, PLUGIN_FINISH_TYPE, on_type, NULL);
	register_callback(name, PLUGIN_FINISH_DECL, on_declaration, NULL);
	register_callback(name, PLUGIN_PRE_GENERICIZE, on_function, NULL);
	register_callback(name, PLUGIN_ALL_IPA_PASSES_START, on_graphs, NULL);
	register_callback(name, PLUGIN_FINISH_UNIT, on_end, NULL);
	return 0;
}
