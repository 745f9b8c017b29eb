// SPDX-License-Identifier: GPL-2.0
/// The same user address is fetched twice.
///
/// Another thread of the program can write between two fetches: what was
/// checked in the first is not what is used of the second. Fetch once, and
/// work with the copy; or copy what was checked over the second. Not meant are a
/// second copy that is compared with something or passes the same checks again, a
/// first one that nobody looks at, and two of which only one is made. A function is
/// reported once for an address.
///
// Confidence: Moderate
// Since: Linux 2.4
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

found = {}

def lines_of(p):
	with open(p.file, errors='replace') as source:
		return source.read().split('\n')

def name_of(to):
	"""The variable that a fetch writes to."""
	found = re.search(r'[a-z_]\w*', re.sub(r'\(.*?\*\s*\)|sizeof', '', to), re.I)
	return re.escape(found[0]) if found else '$^'

def indent(line):
	return len(line.expandtabs()) - len(line.expandtabs().lstrip())

def cases(lines, at):
	"""The constants that a number must equal for a line to be reached, nearest first."""
	depth = indent(lines[at])
	for line in reversed(lines[:at]):
		if line.strip() and (indent(line) < depth or
				     indent(line) == depth and 'case ' in line):
			constants = set(re.findall(r'(?:== |case )([A-Z]\w+)', line))
			if constants:
				return constants
			depth = indent(line)
			if not depth:
				break
	return set()

def checked_again(between, after, first, second):
	"""Whether a value is only compared, and what comes in its place likewise."""
	name = name_of(first)
	asked = [test for test in re.findall(r'\bif \((.*)\)', between)
		 if re.search(r'\b%s\b' % name, test)]
	uses = len(re.findall(r'\b%s\b' % name, between))
	return name == name_of(second) and asked and \
		uses == len(re.findall(r'\b%s\b' % name, ' '.join(asked))) and \
		all('if (%s)' % test in after for test in asked)

def copied_over(between, after, first):
	"""Whether all members that were looked at are copied over the second."""
	name = name_of(first)
	members = re.findall(r'\b%s\s*(?:->|\.)\s*(\w+)' % name, between)
	return members and len(members) == len(re.findall(r'\b%s\b' % name, between)) and \
		all(re.search(r'(?:->|\.)%s = %s(?:->|\.)%s;' % (one, name, one), after)
		    for one in members)

def in_place_of(first, lines, at):
	"""Whether a line is reached only if there was nothing to fetch to."""
	depth = indent(lines[at])
	for number in range(at - 1, 0, -1):
		if lines[number].strip() and indent(lines[number]) < depth:
			depth = indent(lines[number])
			if re.match(r'\s*(\} )?else( \{)?$', lines[number]):
				break
	else:
		return False
	test = next((line for line in reversed(lines[:number]) if indent(line) == depth and
		     re.match(r'\s*if \(', line)), '')
	found = re.match(r'\s*if \((\w+)\)', test)
	return found and re.search(r'\b%s\b' % found[1], first)

def harmless(p, q, address, first, second, size):
	"""Whether two fetches are no double fetch."""
	lines = lines_of(p)
	start = next(n for n in range(int(p.line) - 1, len(lines)) if lines[n].endswith(
		('{', ';', '))')))
	between = re.sub(r'sizeof\s*\(.*?\)', '',
			 '\n'.join(lines[start + 1:int(q.line) - 1] + [size]))
	# only copied elsewhere is not looked at
	between = re.sub(r'copy_to_user\w*\(\w+, \w+,|copy_from_user\w*\(\w+,', '', between)
	after = ' '.join(lines[int(q.line_end):int(q.line_end) + 12])
	moved = r'\b%s\s*([-+]?=[^=]|\+\+|--)' % re.escape(address.split()[-1])
	one, other = (cases(lines, int(place.line) - 1) for place in (p, q))
	# what came of the first is not looked at; the address moves on in a loop; the
	# second is compared with the first, or as the first; what was looked at is copied
	# over it; only one of the two is made
	return not re.search(r'\b%s\b' % name_of(first), between) or \
		re.search(moved, between) or \
		checked_again(between, after, first, second) or \
		copied_over(between, after, first) or \
		in_place_of(first, lines, int(q.line) - 1) or \
		re.search(r'[^;]*\b%s\b[^;{]* != |!= [^;{]*\b%s\b' % (2 * (name_of(second),)),
			  after) or \
		one and other and not one & other

def note(p, q, address, first, second, size):
	"""Keep the first place in a function where an address is fetched again."""
	if int(q.line) <= int(p.line) or re.search(r'\+\+|--', address) or \
			harmless(p, q, address, first, second, size):
		return
	place = (q.file, q.current_element, address)
	if place not in found or int(q.line) < int(found[place][1].line):
		found[place] = (p, q)

def message(p, address):
	return ("WARNING: '%s' was fetched on line %s: what was checked may have changed"
		% (address, p.line))

@one@
expression from, to, n;
position p;
@@

(
 \(copy_from_user@p\|__copy_from_user@p\)(to, from, n)
|
 \(get_user@p\|__get_user@p\)(to, from)
)

@r exists@
expression part <= one.from;
expression one.from;
expression to, n, E;
position one.p, q;
@@

(
 \(copy_from_user@p\|__copy_from_user@p\)(...)
|
 \(get_user@p\|__get_user@p\)(...)
)
 ... when != \(part = E\|part += E\|part -= E\|part++\|++part\|part--\|--part\|&part\)
(
 \(copy_from_user@q\|__copy_from_user@q\)(to, from, n)
|
 \(get_user@q\|__get_user@q\)(to, from)
|
 to = memdup_user@q(from, n)
)

@script:python@
p << one.p;
q << r.q;
address << one.from;
first << one.to;
second << r.to;
size << r.n = "";
@@

note(p[0], q[0], address, first, second, size)

@finalize:python depends on report@
@@

for (_, _, address), (p, q) in sorted(found.items(), key=lambda one: int(one[1][1].line)):
	coccilib.report.print_report(q, message(p, address))

@finalize:python depends on org@
@@

for (_, _, address), (p, q) in sorted(found.items(), key=lambda one: int(one[1][1].line)):
	coccilib.org.print_todo(q, message(p, address))
