// SPDX-License-Identifier: GPL-2.0
/// A lock is held by a guard over a long body.
///
/// A guard is easily put at the top of a function, and the lock is then held
/// for all of it: for what is allocated, logged or parsed as well as for the
/// data that it guards, and a reader cannot see what is locked and why. Network
/// code has a rule for it: no guard() in a function of more than 20 lines
/// (Documentation/process/maintainer-netdev.rst). The lock of a cell is to be
/// held for a screen at most: lock the access, in a block of its own, and not
/// the function. Blank lines, comments and lone braces are not counted. A guard
/// in a small block inside a function is what is asked for, and is not meant.
///
// Confidence: High
// Since: Linux 6.12 (maintainer-netdev.rst)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

NETWORK = re.compile(r'#include <(linux/(netdevice|etherdevice|phy|phylink|mdio)|'
		     r'net/(mac80211|cfg80211|dst|sock|netlink))\.h>')
ELSEWHERE = re.compile(r'(^|/)drivers/(base|block|firewire|gpu|infiniband|misc|pci|s390|scsi|soc|'
		       r'target|thermal|tty|usb|vdpa|vhost|xen)/')
FUNCTION, SCREEN = 20, 40

def lines_of(path):
	"""A file without its comments and strings, in as many lines; and whether of networks."""
	with open(path, errors='replace') as source:
		text = source.read()
	code = re.sub(r'/\*.*?\*/', lambda c: '\n' * c[0].count('\n'), text, flags=re.S)
	lines = [re.sub(r'//.*|"(\\.|[^"\\])*"', '', line) for line in code.split('\n')]
	return lines, not ELSEWHERE.search(path) and \
		bool(NETWORK.search(text) or re.search(r'(^|/)net/', path))

def counted(lines):
	return sum(bool(re.search(r'\w', line)) for line in lines)

def to_end_of_block(lines):
	"""Those of some lines that stand in the block in which they begin."""
	depth = 0
	for number, line in enumerate(lines):
		depth += line.count('{') - line.count('}')
		if depth < 0:
			return lines[:number]
	return lines

def guard_message(p):
	lines, network = lines_of(p.file)
	start = next(n for n in range(int(p.current_element_line) - 1, len(lines))
		     if lines[n].startswith('{'))
	size = counted(lines[start:int(p.current_element_line_end)])
	block = to_end_of_block(lines[int(p.line):int(p.current_element_line_end)])
	inside = re.match(r'\t\t', lines[int(p.line) - 1])
	if not network or size <= FUNCTION or inside and counted(block) <= FUNCTION:
		return ''
	return ('WARNING: guard() in %s(), which has %d lines: scoped_guard(), or lock and '
		'unlock' % (p.current_element, size))

def cell_message(p):
	lines, _ = lines_of(p.file)
	size = counted(to_end_of_block(lines[int(p.line):]))
	if size <= SCREEN:
		return ''
	return ('WARNING: this lock is held over %d lines: lock the access, not the function'
		% size)

@guard@
expression E;
identifier k;
position p;
@@

 guard@p(k)(E);

@cell@
expression E;
identifier k, name;
position p;
@@

 deed_lock@p(k, name, E);

@script:python depends on report@
p << guard.p;
@@

msg = guard_message(p[0])
if msg:
	coccilib.report.print_report(p[0], msg)

@script:python depends on report@
p << cell.p;
@@

msg = cell_message(p[0])
if msg:
	coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << guard.p;
@@

msg = guard_message(p[0])
if msg:
	coccilib.org.print_todo(p[0], msg)

@script:python depends on org@
p << cell.p;
@@

msg = cell_message(p[0])
if msg:
	coccilib.org.print_todo(p[0], msg)
