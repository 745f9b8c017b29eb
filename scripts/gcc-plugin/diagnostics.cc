// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps errors until the end of the file, and prints them as GCC prints its own:
 * carets, colours and -fdiagnostics-format=json come with that.
 */
#include "diagnostics.h"
#include "origin.h"

/* Each has a page of its name in Documentation/pass/. */
static const char *const id_names[] = {
	"deed-use-after-move",
	"deed-use-after-drop",
	"deed-double-drop",
	"deed-leak",
	"deed-overwrite",
	"deed-untested",
	"deed-uninit",
	"deed-drop-borrowed",
	"deed-move-behind-pointer",
	"deed-partial",
	"deed-release",
	"deed-borrow-dead",
	"deed-borrow-escape",
	"deed-borrow-alias",
	"deed-escape",
	"deed-contract",
	"deed-waits-live",
	"deed-untrusted",
	"deed-too-complex",
	"deed-copy",
	"deed-pun",
	"deed-shared",
	"deed-array",
	"deed-no-owner",
	"deed-global",
	"deed-context",
	"deed-raw-member",
	"deed-raw-call",
	"deed-unsafe-reason",
};

static std::vector<deed_error> errors;

std::string text(const char *format, ...)
{
	char line[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	return line;
}

deed_error &report(deed_id id, location_t at, const std::string &what)
{
	static deed_error again;

	at = users_location(at);
	for (const deed_error &e : errors) {
		if (e.id == id && e.at == at) {
			again = deed_error();
			return again;
		}
	}
	errors.push_back({ id, at, what, {}, {} });
	return errors.back();
}

bool reported_at(location_t at)
{
	expanded_location line = expand_location(users_location(at));

	for (const deed_error &e : errors) {
		expanded_location other = expand_location(e.at);

		if (line.line == other.line && !strcmp(line.file ?: "", other.file ?: ""))
			return true;
	}
	return false;
}

bool any_reports()
{
	return !errors.empty();
}

static void print(const deed_error &e)
{
	auto_diagnostic_group group;

	error_at(e.at, "%s [%s]", e.text.c_str(), id_names[e.id]);
	for (const auto &note : e.notes) {
		if (note.first != UNKNOWN_LOCATION)
			inform(users_location(note.first), "%s", note.second.c_str());
	}
	for (const auto &branch : e.branches)
		inform(users_location(branch.first), "%s", branch.second.c_str());
	for (const auto &note : e.notes) {
		if (note.first == UNKNOWN_LOCATION)
			inform(e.at, "hint: %s", note.second.c_str());
	}
}

void print_reports()
{
	std::stable_sort(errors.begin(), errors.end(),
			 [](const deed_error &a, const deed_error &b) {
		return linemap_compare_locations(line_table, a.at, b.at) > 0;
	});
	for (const deed_error &e : errors)
		print(e);
	errors.clear();
}
