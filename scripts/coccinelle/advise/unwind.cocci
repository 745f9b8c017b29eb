// SPDX-License-Identifier: GPL-2.0
/// A function in a raw driver that releases at labels what a handle would.
///
/// One advice for a function: the first goto to a label behind which something is
/// freed, put, unlocked, unmapped or unregistered.
///
// Confidence: Moderate
// Since: Linux 6.12
// Options: --no-includes --include-headers

virtual report

@initialize:python@
@@

seen = set()

@r exists@
identifier l;
identifier f =~ "(free|put|unlock|release|unregister|unmap|destroy|disable|remove|deregister|cancel)";
position p;
@@

 goto@p l;
 ...
 l:
 ... when any
 f(...);

@script:python depends on report@
p << r.p;
f << r.f;
@@

if (p[0].file, p[0].current_element) not in seen:
	seen.add((p[0].file, p[0].current_element))
	coccilib.report.print_report(p[0], "ADVICE: %s() at a label: deed_own() in <deed/own.h>: "
				     "its drop does" % f)
