// SPDX-License-Identifier: GPL-2.0
/// A format string that is data.
///
/// printk() and its like read arguments by what the format says. A format that
/// comes from elsewhere and has a % in it reads arguments that are not there,
/// and with %s memory that is not ours. Print it with "%s". Constants are not
/// meant, nor tables of them, what a macro passes on, and what is called a format.
/// Constants are looked for in the file: members that it gives nothing else, what
/// points into its tables, and what the callers of a static function write into what
/// they pass. A table of another file is believed.
///
// Confidence: Moderate
// Since: Linux 2.4
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

PRINTS = re.compile(r'\b(printk|(pr|dev|netdev)_(emerg|alert|crit|err|warn|notice|info|dbg)\w*)\(')
NAMES = r'(dev|netdev|pci|kobject|dev_driver)_(name|string)\('

def written(e, lines, function):
	"""Whether what stands in a variable or member was written by the author."""
	name = re.escape(e)
	text, body = '\n'.join(lines), '\n'.join(function)
	made = re.findall(r'\bsn?printf\(%s,([^;]*);' % name, body)
	numbers = made and all(re.match(r'[^"]*"[^"]*"', call) and '%s' not in call
			       for call in made)
	# foo[] = "...", char *foo = KERN_ERR "...", and a table of such
	table = re.escape(re.split(r'\[|\.|->', e)[0])
	return bool(re.search(r'(?<![.>])\b%s\s*(\[\w*\])?[\w\s]*=\s*[A-Z_\s\\]*"' % name, text) or
		    re.search(r'\b%s\s*(\[\w*\])+[\w\s]*=\s*\{' % table, text) or
		    re.search(r'\b%s\s*(\[\w*\])+\s*=\s*[A-Z_]+;' % table, text) or
		    re.search(r'(?<![.>])\b%s\s*=[^;"]*\?\s*"' % name, body) or
		    re.search(r'#define\s+%s\b' % name, text) or
		    re.search(r'\bstrs?cpy\(%s, "' % name, body) or
		    re.search(r'\bconst char \*%s[,)]' % name, body) or
		    numbers)

def initialisers(what, text):
	"""What stands in the braces of all tables of a name or of a struct."""
	return re.findall(r'(?<!\w)%s\b[^;={}()]*=\s*\{(.*?)^\s*\};' % what, text, re.M | re.S)

def member_of_constants(e, text):
	"""Whether a member is given constants only, in all structs of its kind here."""
	found = re.search(r'(\w+)(?:\[\w*\])?(?:->|\.)(\w+)$', e)
	kinds = found and set(re.findall(r'\bstruct (\w+)\s+\*?%s\b' % found[1], text))
	if not kinds or len(kinds) > 1:
		return False
	kind, member = kinds.pop(), found[2]
	values = []
	for table in initialisers(r'struct %s\s+\w+' % kind, text):
		values += re.findall(r'\.%s\s*=\s*(.)' % member, table) or \
			re.findall(r'"', table)[:1]
	for name in set(re.findall(r'\bstruct %s\s+\*?(\w+)\b' % kind, text)):
		place = r'\b%s(?:->|\.)%s' % (name, member)
		values += re.findall(place + r'\s*=(?!=)\s*(.)', text)
		values += re.findall(r'\b\w+(?:cpy|printf)\(%s\b' % place, text)
	return bool(values) and set(values) == {'"'}

def in_tables(e, text, function):
	"""Whether it points into a table of this file, or is one of another file."""
	base = re.match(r'[*(\s]*(\w*)', e)[1]
	given = set(re.findall(r'\b%s = ([^;]*);' % base, '\n'.join(function))) - {'NULL'}
	tables = [re.match(r'(\w+)(?:\[\w+\]\.\w+)?$', one) for one in given]
	if given and e != base:
		return all(one and any('"' in table for table in initialisers(
			r'(?:(?:static|const)\b[^;={}()]*|\}\s*)\b%s' % one[1], text))
			for one in tables)
	declared = re.search(r'[\w*][ \t]\**%s\b\s*(?:\[[^]]*\]\s*)*[;=,)]' % base, text)
	return not declared and bool(re.match(r'\w+(\[\w+\]|\[\w+\]\.\w+)$', e))

def written_by_callers(e, text, function):
	"""Whether all callers of a static function pass a constant, or one in what they pass."""
	found = re.match(r'(\w+)(?:->(\w+))?$', e)
	head = re.match(r'static [^(]*?(\w+)\(([^{]*)\)\s*\{', '\n'.join(function) + '\n')
	if not found or not head:
		return False
	names = [re.search(r'\w*$', one.strip())[0] for one in head[2].split(',')]
	calls = re.findall(r'\b%s\(([^;{]*?)\)[;)]' % head[1], text)
	if found[1] not in names or \
			len(calls) + 1 != len(re.findall(r'\b%s\b' % head[1], text)):
		return False
	at = names.index(found[1])
	given = [call.split(',')[at].strip() if call.count(',') >= at else '' for call in calls]
	if not found[2]:
		return bool(given) and all(re.match(r'"[^"]*"$', one) for one in given)
	copied = [re.findall(r'\b%s\.%s\b[,\s]*(.)' % (one[1:], found[2]), text)
		  if re.match(r'&\w+$', one) else [] for one in given]
	return bool(given) and all(set(how) == {'"'} for how in copied)

def constant(p, e):
	"""Whether a format is one that its author wrote."""
	e = re.sub(r'\s*(->|\.|\[|\]|\(|\))\s*', r'\1', e.strip())
	with open(p.file, errors='replace') as source:
		lines = source.read().split('\n')
	at = int(p.line) - 1
	if re.search(r'"|fmt|format|^[A-Z_0-9 ]+$|^__func__$|\?.*:', e):
		return True
	# a macro passes on what it is given, and messages come from tables
	if lines[at].endswith('\\') or lines[at - 1].endswith('\\') or \
			re.match(r'\s*#\s*define\b', lines[at]) or \
			'->' in e and PRINTS.search(lines[at]):
		return True
	if '(' in e:
		return not re.match(NAMES, e)
	function = lines[int(p.current_element_line) - 1:at]
	text = re.sub(r'/\*.*?\*/', '', '\n'.join(lines), flags=re.S)
	return written(e, lines, function) or member_of_constants(e, text) or \
		in_tables(e, text, function) or \
		written_by_callers(e, text, function)

def message(e):
	return "WARNING: the format '%s' is data: print it with \"%%s\"" % e

@one@
identifier f =~ "^(printk|pr_(emerg|alert|crit|err|warn|notice|info|debug|cont)|panic|request_module(_nowait)?|early_printk)$";
expression E;
position p;
@@

 f(E@p)

@two@
identifier f =~ "^(dev_(emerg|alert|crit|err|warn|notice|info|dbg)(_once|_ratelimited)?|netdev_(err|warn|notice|info|dbg)|kobject_set_name|dev_set_name|seq_printf|sprintf|kasprintf|sysfs_emit)$";
expression X, E;
position p;
@@

 f(X, E@p)

@three@
identifier f =~ "^(scnprintf|snprintf|dev_err_probe|devm_kasprintf|kthread_run|kthread_create)$";
expression X, Y, E;
position p;
@@

 f(X, Y, E@p)

@four@
expression V, W, X, Y, E;
position p;
@@

(
 device_create(V, W, X, Y, E@p)
|
 kobject_init_and_add(X, Y, W, E@p)
|
 alloc_workqueue(E@p, X, Y)
|
 alloc_ordered_workqueue(E@p, X)
)

@script:python depends on report@
p << one.p;
E << one.E;
@@

if not constant(p[0], E):
	coccilib.report.print_report(p[0], message(E))

@script:python depends on org@
p << one.p;
E << one.E;
@@

if not constant(p[0], E):
	coccilib.org.print_todo(p[0], message(E))

@script:python depends on report@
p << two.p;
E << two.E;
@@

if not constant(p[0], E):
	coccilib.report.print_report(p[0], message(E))

@script:python depends on org@
p << two.p;
E << two.E;
@@

if not constant(p[0], E):
	coccilib.org.print_todo(p[0], message(E))

@script:python depends on report@
p << three.p;
E << three.E;
@@

if not constant(p[0], E):
	coccilib.report.print_report(p[0], message(E))

@script:python depends on org@
p << three.p;
E << three.E;
@@

if not constant(p[0], E):
	coccilib.org.print_todo(p[0], message(E))

@script:python depends on report@
p << four.p;
E << four.E;
@@

if not constant(p[0], E):
	coccilib.report.print_report(p[0], message(E))

@script:python depends on org@
p << four.p;
E << four.E;
@@

if not constant(p[0], E):
	coccilib.org.print_todo(p[0], message(E))
