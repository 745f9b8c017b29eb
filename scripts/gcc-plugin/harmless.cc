// SPDX-License-Identifier: GPL-2.0
/*
 * Reads the list of harmless functions: a name a line, or the beginning of names
 * and a star. "name -> what" is not harmless, and says what to use in its place.
 * What follows a # is a comment.
 */
#include "harmless.h"

/* Each name or beginning, with what to use in place of it. */
typedef std::map<std::string, std::string> name_list;

static name_list names, beginnings;

static std::string trimmed(const std::string &s)
{
	size_t from = s.find_first_not_of(" \t\r\n");
	size_t to = s.find_last_not_of(" \t\r\n");

	return from == std::string::npos ? "" : s.substr(from, to - from + 1);
}

static void take_line(const std::string &line)
{
	size_t arrow = line.find("->");
	std::string name = trimmed(line.substr(0, arrow));
	std::string what = arrow == std::string::npos ? "" : trimmed(line.substr(arrow + 2));

	if (name.empty())
		return;
	if (name.back() == '*') {
		name.pop_back();
		beginnings[name] = what;
	} else {
		names[name] = what;
	}
}

bool read_harmless(const char *file)
{
	FILE *list = fopen(file, "r");
	char line[512];

	if (!list)
		return false;
	while (fgets(line, sizeof(line), list)) {
		std::string text = line;

		take_line(text.substr(0, text.find('#')));
	}
	return !fclose(list);
}

/* The entry for @name: its own, or that of its longest beginning. */
static const std::string *entry(const char *name)
{
	auto own = names.find(name);

	if (own != names.end())
		return &own->second;

	const std::string *best = NULL;

	/* in order, so that a longer beginning comes after a shorter one */
	for (const auto &b : beginnings) {
		if (!strncmp(name, b.first.c_str(), b.first.length()))
			best = &b.second;
	}
	return best;
}

bool is_harmless(const char *name)
{
	const std::string *what = entry(name);

	return what && what->empty();
}

std::string in_place_of(const char *name)
{
	const std::string *what = entry(name);

	return what ? *what : "";
}
