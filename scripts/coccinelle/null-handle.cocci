// SPDX-License-Identifier: GPL-2.0
/// A variable with a cleanup is declared as NULL, and given its value later.
///
/// Cleanups run in the reverse order of declarations. One that stands at the
/// top of a function runs after all others: what it frees outlives the lock
/// that is taken between the declaration and the value. And between the two
/// the variable is a handle that is none. include/linux/cleanup.h asks to
/// declare a variable where it gets its value. One whose value comes from a
/// branch, a loop or a pointer to it cannot be, and is not meant, nor one that a
/// goto in between would jump past. Network code is spared: it wants neither
/// __free() nor declarations in the middle of a function
/// (Documentation/process/maintainer-netdev.rst).
///
// Confidence: High
// Since: Linux 6.5 (include/linux/cleanup.h)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

NETWORK = re.compile(r'#include <linux/(netdevice|etherdevice)\.h>')
ELSEWHERE = re.compile(r'(^|/)drivers/(base|block|firewire|gpu|infiniband|misc|pci|s390|scsi|soc|'
		       r'target|thermal|tty|usb|vdpa|vhost|xen)/')
seen = set()

def late(name, p, q):
	"""What to say of a declaration p and an assignment q, or nothing."""
	with open(p.file, errors='replace') as source:
		text = source.read()
	if not ELSEWHERE.search(p.file) and (NETWORK.search(text) or
					     re.search(r'(^|/)net/', p.file)):
		return ''
	lines = text.split('\n')
	declared, given = lines[int(p.line) - 1], lines[int(q.line) - 1]
	indent = lambda line: len(line) - len(line.lstrip())
	# the same block, and nothing in between that forbids it
	if not re.search(r'\b%s\s+__(free|cleanup)\s*\(' % re.escape(name), declared) or \
			indent(declared) != indent(given) or int(q.line) <= int(p.line) or \
			(p.file, p.line) in seen:
		return ''
	if any(re.search(r'&%s\b|\b%s = |\bgoto\b' % (re.escape(name), re.escape(name)), line)
	       for line in lines[int(p.line):int(q.line) - 1]):
		return ''
	seen.add((p.file, p.line))
	return ("WARNING: '%s' has a cleanup and is NULL until line %s: declare it there"
		% (name, q.line))

@r exists@
type T;
identifier x;
expression E;
position p, q;
attribute name __free;
@@

 T x@p = NULL;
 ... when != x
 x =@q E

@script:python depends on report@
p << r.p;
q << r.q;
x << r.x;
@@

msg = late(x, p[0], q[0])
if msg:
	coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << r.p;
q << r.q;
x << r.x;
@@

msg = late(x, p[0], q[0])
if msg:
	coccilib.org.print_todo(p[0], msg)
