// SPDX-License-Identifier: GPL-2.0
/// The size of an allocation is an open-coded product.
///
/// A product that wraps gives a small buffer for many elements, and whether it
/// can is not seen where it stands. Documentation/process/deprecated.rst asks for
/// no open-coded arithmetic in the arguments of an allocation: kmalloc_array(),
/// array_size() and struct_size() saturate. A product of constants is not meant,
/// nor one whose factors the function has compared with a bound before, or has
/// as sums of such.
///
// Confidence: High
// Since: Linux 4.18 (include/linux/overflow.h)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@
import re

seen = set()

def constant(e):
	"""Whether an expression is one for the compiler."""
	bare = re.sub(r'sizeof\s*\([^()]*(\([^()]*\))*[^()]*\)|sizeof\s+\*?\w+|\bilog2\b', '', e)
	return not re.search(r'[a-z]', re.sub(r'ARRAY_SIZE\s*\([^()]*\)', '', bare))

def bounded(p, e):
	"""Whether the function compares each part of it before, or made it from constants."""
	with open(p.file, errors='replace') as source:
		lines = source.read().split('\n')
	before = '\n'.join(lines[int(p.current_element_line) - 1:int(p.line) - 1])
	return all(part_bounded(part, before) for part in parts_of(e))

def parts_of(e):
	"""The variables and members of an expression."""
	return [re.escape(part) for part in re.findall(
		r'\b[a-z_]\w*(?:(?:->|\.)\w+)*', re.sub(r'\s*(->|\.)\s*', r'\1', e))]

def values(name, before):
	"""What a variable is given: up to the end of the statement, or the next declarator."""
	for found in re.finditer(r'\b%s = ' % name, before):
		value, depth = '', 0
		for c in before[found.end():]:
			depth += (c == '(') - (c == ')')
			if c == ';' or c == ',' and not depth:
				break
			value += c
		yield value

def small(e, name, before):
	"""Whether a value is a constant, or a sum of what is bounded."""
	return constant(e) or '=' not in e and not re.search(r'[*(<]', e) and all(
		part != name and part_bounded(part, before) for part in parts_of(e))

def part_bounded(name, before):
	given = list(values(name, before))
	grows = re.search(r'&%s\b|\b%s\s*(?:\+\+|[-+*|]=|<<=)|(?:\+\+|--)%s\b' % (3 * (name,)),
			  before)
	return given and not grows and all(small(e, name, before) for e in given) or \
		re.search(r'\bif \((?:->|[^;{])*?[^-]>(?:->|[^;{])*?\b%s\b' % name, before) or \
		re.search(r'%s\s*>(?!\s*0\b)|<=?\s*%s\b|\b(min|clamp|check_mul_overflow|range)\w*\(.*%s'
			  % (name, name, name), before)

def wraps(p, *factors):
	"""What to say of a product, or nothing."""
	dynamic = [e for e in factors if not constant(e)]
	if not dynamic or (p.file, p.line) in seen or any(bounded(p, e) for e in dynamic):
		return ''
	seen.add((p.file, p.line))
	return ("WARNING: the size is an open-coded product with '%s': kmalloc_array(), "
		"array_size() or struct_size()" % dynamic[0])

@r@
identifier f =~ "^(k[mz]alloc|kvm?[mz]?alloc|kvzalloc|vmalloc|vzalloc|devm_k[mz]alloc|kmalloc_node|kzalloc_node|sock_kmalloc|dma_alloc_coherent|kmemdup|memdup_user|vmemdup_user|krealloc)$";
expression A, B, C;
expression list[n] before;
position p;
@@

(
 f@p(before, A * B, ...)
|
 f@p(before, C + A * B, ...)
|
 f@p(before, A * B + C, ...)
)

@script:python depends on report@
p << r.p;
A << r.A;
B << r.B;
@@

msg = wraps(p[0], A, B)
if msg:
	coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << r.p;
A << r.A;
B << r.B;
@@

msg = wraps(p[0], A, B)
if msg:
	coccilib.org.print_todo(p[0], msg)
