// SPDX-License-Identifier: GPL-2.0
/// The same user address is fetched twice.
///
/// Another thread of the program can write between two fetches: what was
/// checked in the first is not what is used of the second. Fetch once, and
/// work with the copy; or copy what was checked over the second.
///
// Confidence: Moderate
// Since: Linux 2.4
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@

seen = set()

def first(p):
	"""Whether this place was not reported."""
	new = (p.file, p.line, p.column) not in seen
	seen.add((p.file, p.line, p.column))
	return new

@r exists@
expression to1, to2, n1, n2, x1, x2;
expression from, E;
position p, q;
@@

(
 copy_from_user@p(to1, from, n1)
|
 __copy_from_user@p(to1, from, n1)
|
 get_user@p(x1, from)
|
 __get_user@p(x1, from)
)
 ... when != from = E
     when != from += E
     when != from -= E
     when != from++
     when != ++from
     when != &from
(
 copy_from_user@q(to2, from, n2)
|
 __copy_from_user@q(to2, from, n2)
|
 get_user@q(x2, from)
|
 __get_user@q(x2, from)
|
 memdup_user@q(from, n2)
)

@script:python depends on report@
p << r.p;
q << r.q;
E << r.from;
@@

if (p[0].line != q[0].line or p[0].column != q[0].column) and first(q[0]):
	coccilib.report.print_report(q[0], "WARNING: '%s' was fetched on line %s: what was "
				     "checked may have changed" % (E, p[0].line))

@script:python depends on org@
p << r.p;
q << r.q;
@@

if (p[0].line != q[0].line or p[0].column != q[0].column) and first(q[0]):
	coccilib.org.print_todo(q[0], "fetched twice")
