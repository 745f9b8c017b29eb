// SPDX-License-Identifier: GPL-2.0
/// The size of an allocation is an open-coded product.
///
/// A product that wraps gives a small buffer for many elements, and whether it
/// can is not seen where it stands. Documentation/process/deprecated.rst asks for
/// no open-coded arithmetic in the arguments of an allocation: kmalloc_array(),
/// array_size() and struct_size() saturate. A product of constants is not meant,
/// nor one whose factors the function has compared with a bound before.
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
	bare = re.sub(r'sizeof\s*\([^()]*(\([^()]*\))*[^()]*\)|sizeof\s+\*?\w+', '', e)
	return not re.search(r'[a-z]', re.sub(r'ARRAY_SIZE\s*\([^()]*\)', '', bare))

def bounded(p, e):
	"""Whether the function compares each part of it before, or made it from constants."""
	with open(p.file, errors='replace') as source:
		lines = source.read().split('\n')
	before = '\n'.join(lines[int(p.current_element_line) - 1:int(p.line) - 1])
	parts = re.findall(r'[a-z_]\w*(?:(?:->|\.)\w+)*', re.sub(r'\s*(->|\.)\s*', r'\1', e))
	return all(part_bounded(re.escape(part), before) for part in parts)

def part_bounded(name, before):
	given = re.findall(r'\b%s = ([^;=]*);' % name, before)
	return given and all(constant(e) for e in given) or \
		re.search(r'\bif \((?:->|[^;{])*?[^-]>(?:->|[^;{])*?\b%s\b' % name, before) or \
		re.search(r'%s\s*>|<=?\s*%s\b|\b(min|clamp|check_mul_overflow|range)\w*\(.*%s'
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
