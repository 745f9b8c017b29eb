// SPDX-License-Identifier: GPL-2.0
/// A lock is held by a guard over more than a screen of code.
///
/// A guard is easily put at the top of a function, and the lock is then held
/// for all of it: for what is allocated, logged, copied or parsed as well as
/// for the data that it guards. A reader cannot see what is locked and why.
/// Lock the access and not the function: a block of its own, scoped_guard(),
/// or a function for what is done under the lock. Blank lines, comments and
/// lines without a word are not counted.
///
// Confidence: Moderate
// Since: Linux 6.5 (include/linux/cleanup.h)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

LONGEST = 40

def held(p):
	"""How many lines of code a guard covers: to the end of its block."""
	with open(p.file, errors='replace') as source:
		text = source.read()
	# comments go, the lines stay
	text = re.sub(r'/\*.*?\*/', lambda c: '\n' * c[0].count('\n'), text, flags=re.S)
	lines = [re.sub(r'//.*|"(\\.|[^"\\])*"', '', line) for line in text.split('\n')]
	lines[int(p.line) - 1] = lines[int(p.line) - 1][int(p.column_end):]
	depth, count, opened = 0, 0, False
	scoped = 'scoped' in text.split('\n')[int(p.line) - 1]
	for line in lines[int(p.line) - 1:]:
		depth += line.count('{') - line.count('}')
		opened |= '{' in line
		if depth < 0 or scoped and (opened and depth <= 0 or
					    not opened and line.endswith(';')):
			break
		count += bool(re.search(r'\w', line))
	return count - 1

def too_long(p):
	lines = held(p)
	if lines <= LONGEST:
		return ''
	return ('WARNING: this guard is held over %d lines of code: '
		'lock the access, not the function' % lines)

@r@
iterator name scoped_guard;
expression E;
expression list es;
identifier k, name;
statement S;
position p;
@@

(
 guard@p(k)(E);
|
 scoped_guard@p(k, es) S
|
 deed_lock@p(k, name, es);
)

@script:python depends on report@
p << r.p;
@@

msg = too_long(p[0])
if msg:
	coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << r.p;
@@

msg = too_long(p[0])
if msg:
	coccilib.org.print_todo(p[0], msg)
