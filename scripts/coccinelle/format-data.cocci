// SPDX-License-Identifier: GPL-2.0
/// A format string that is data.
///
/// printk() and its like read arguments by what the format says. A format that
/// comes from elsewhere and has a % in it reads arguments that are not there,
/// and with %s memory that is not ours. Print it with "%s". A constant, a
/// literal array, and a parameter that is called a format are not meant.
///
// Confidence: Moderate
// Since: Linux 2.4
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

def constant(p, e):
	"""Whether a format is one that its author wrote."""
	if re.search(r'"|fmt|format|^[A-Z_0-9 ]+$|^__func__$', e) or re.search(r'\?.*:', e):
		return True
	if not re.match(r'^\w+$', e):
		return False
	with open(p.file, errors='replace') as source:
		text = source.read()
	# const char foo[] = "..." and char foo[] = "..."
	return bool(re.search(r'\b%s\s*(\[\w*\])?\s*=\s*("|\w+\(")' % e, text) or
		    re.search(r'#define\s+%s\b' % e, text))

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
