// SPDX-License-Identifier: GPL-2.0
/// Calls in a raw driver that deed has something in place of.
///
/// What it is stands in scripts/gcc-plugin/harmless, where the ownership pass
/// finds it, too: one list. scripts/coccinelle/advise-report runs this, and
/// says by DEED_ADVICE where the list is.
///
// Confidence: High
// Since: Linux 6.12
// Options: --no-includes --include-headers

virtual report

@initialize:python@
@@
import os

names, beginnings = {}, {}

def read_list(file):
	with open(file) as lines:
		for line in lines:
			name, _, what = line.split('#')[0].partition(' -> ')
			table = beginnings if name.strip().endswith('*') else names
			table[name.strip().rstrip('*')] = what.strip()
	names.pop('', None)

def instead(name):
	"""What to use in place of a call, or nothing. The longest entry that fits counts."""
	if name in names:
		return names[name]
	fits = [beginning for beginning in beginnings if name.startswith(beginning)]
	return beginnings[max(fits, key=len)] if fits else ''

read_list(os.environ.get('DEED_ADVICE', 'scripts/gcc-plugin/harmless'))

@call@
identifier f;
position p;
@@

 f@p(...)

@script:python depends on report@
f << call.f;
p << call.p;
@@

what = instead(f)
if what:
	coccilib.report.print_report(p[0], "ADVICE: %s(): %s" % (f, what))
