// SPDX-License-Identifier: GPL-2.0
/// A goto to an exit label in a function that also has scope-based cleanup.
///
/// What is freed at a label and what is freed at the end of a scope are two
/// orders in one function: a label can free what a cleanup frees again, and
/// a goto can jump past a declaration whose cleanup then reads garbage.
/// include/linux/cleanup.h asks for one of the two: convert all of a function
/// or nothing. A jump back (retry), within a block, or to where the work goes on
/// is not meant: a label to leave by is known by its name.
///
// Confidence: High
// Since: Linux 6.5 (include/linux/cleanup.h)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

CLEANUP = re.compile(r'\b(__free|__cleanup|guard|scoped_guard|scoped_cond_guard|CLASS|'
                     r'deed_own|deed_linear|deed_lock\w*)\s*\(')
# What a label that one leaves by is called
EXIT = re.compile(r'out|err|fail|free|put|unlock|release|undo|disable|end|exit|clos|clean|unwind|'
		  r'drop|unreg|remove|depop|stop|done|del|destroy|cancel|abort|bail|leave|'
		  r'revert|rollback|unmap|unprepare')
found = {}

def lines_of(p):
	with open(p.file, errors='replace') as source:
		return source.read().split('\n')

def function_of(p, lines):
	"""Where the function begins and ends: spatch does not know it of SYSCALL_DEFINE()."""
	line = int(p.line)
	start = next((n for n in range(line - 1, 0, -1) if lines[n].startswith('{')), 0)
	end = next((n for n in range(line, len(lines)) if lines[n].startswith('}')), len(lines))
	return start, end

def cleanup_of(p, lines):
	"""The first line of the function that declares something with a cleanup."""
	first, last = function_of(p, lines)
	for number in range(first, last):
		if CLEANUP.search(re.sub(r'/\*.*?\*/|//.*|"[^"]*"', '', lines[number])):
			return number + 1
	return 0

def is_exit(after):
	"""Whether a label, with these lines after it, is one to leave by: it stands in no
	block, nothing up to the next label leaves otherwise, and it does not end in work."""
	number = next((n for n, line in enumerate(after) if re.match(r'\w+:', line)), len(after))
	first = next((line for line in after if re.match(r'\s+\w', line)), '')
	return re.match(r'\t\w', first) and not re.match(
		r'\treturn (?!\w*(?:err|ret))[a-z_]\w*\(', first) and not any(
		re.match(r'\t\t+return\b', line) for line in after[:number])

def note(p, q, label):
	"""Keep the first goto of a function to a label to leave by."""
	lines = lines_of(p)
	line = cleanup_of(p, lines)
	if int(q.line) < int(p.line) or not line or not EXIT.search(label) or not is_exit(
			lines[int(q.line):function_of(p, lines)[1]]):
		return
	function = (p.file, p.current_element, p.current_element_line)
	if function not in found or int(p.line) < int(found[function][0].line):
		found[function] = (p, line)

def message(p, line):
	return ('WARNING: goto in %s(), which has scope-based cleanup on line %d: '
		'use one of the two' % (p.current_element, line))

def everything(show):
	for p, line in sorted(found.values(), key=lambda one: int(one[0].line)):
		show(p, message(p, line))

@r exists@
iterator name scoped_guard;
identifier l;
position p, q;
@@

 goto@p l;
 ...
 l@q:

@script:python@
p << r.p;
q << r.q;
l << r.l;
@@

note(p[0], q[0], l)

@finalize:python depends on report@
@@

everything(coccilib.report.print_report)

@finalize:python depends on org@
@@

everything(coccilib.org.print_todo)
