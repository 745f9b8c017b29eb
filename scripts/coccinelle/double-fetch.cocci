// SPDX-License-Identifier: GPL-2.0
/// The same user address is fetched twice.
///
/// Another thread of the program can write between two fetches: what was
/// checked in the first is not what is used of the second. Fetch once, and
/// work with the copy; or copy what was checked over the second. One whose
/// second copy is compared at once is not meant. A function is reported once
/// for an address.
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

def compared(q, to):
	"""Whether what the second fetch got is compared with something there."""
	with open(q.file, errors='replace') as source:
		lines = source.read().split('\n')
	name = re.escape(re.sub(r'\s|^&', '', to).lstrip('&'))
	after = ''.join(lines[int(q.line_end):int(q.line_end) + 6])
	return re.search(r'\b%s(\.|->)\w+ != ' % name, after)

def note(p, q, address, to):
	"""Keep the first place in a function where an address is fetched again."""
	if int(q.line) <= int(p.line) or re.search(r'\+\+|--', address) or compared(q, to):
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
to << r.to;
@@

note(p[0], q[0], address, to)

@finalize:python depends on report@
@@

for (_, _, address), (p, q) in sorted(found.items(), key=lambda one: int(one[1][1].line)):
	coccilib.report.print_report(q, message(p, address))

@finalize:python depends on org@
@@

for (_, _, address), (p, q) in sorted(found.items(), key=lambda one: int(one[1][1].line)):
	coccilib.org.print_todo(q, message(p, address))
