// SPDX-License-Identifier: GPL-2.0
/// A devm interrupt is requested outside of probe.
///
/// devm_request_irq() frees at unbind, whatever opens, closes, suspends or
/// resumes meanwhile. Requested where a device is opened or resumed it is
/// requested again at the next time, which fails with -EBUSY or keeps the line
/// more than once; and the handler still runs after what it uses was closed. If
/// it is freed by hand in between, devm has done nothing but look as if it would.
/// Request it in probe, or with request_irq() and free_irq().
///
// Confidence: Moderate
// Since: Linux 2.6.21 (devres)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@

seen = set()

def message(p, o, function):
	"""What to say of a request, once; several files may be read at a time."""
	if p.file != o.file or (p.file, p.line) in seen:
		return ''
	seen.add((p.file, p.line))
	return ('WARNING: devm interrupt in %s(), which runs more than once for a device: '
		'request it in probe, or without devm' % function)

@request@
identifier g;
identifier r =~ "^devm_request_(threaded_|any_context_)?irq$";
position p;
@@

 g(...)
 {
 <+...
 r@p(...)
 ...+>
 }

@op depends on request@
identifier s, v, f;
identifier slot =~ "^(ndo_open|open|startup|resume|resume_early|runtime_resume|hw_params|prepare|start_streaming|set_state_oneshot)$";
position o;
@@

 struct s v = { ..., .slot = f@o, ..., };

@direct@
identifier op.f;
position request.p;
identifier r;
@@

 f(...)
 {
 <+...
 r@p(...)
 ...+>
 }

@called@
identifier op.f;
identifier request.g;
position c;
@@

 f(...)
 {
 <+...
 g@c(...)
 ...+>
 }

@script:python depends on report@
p << request.p;
f << op.f;
o << op.o;
r << direct.r;
@@

msg = message(p[0], o[0], f)
if msg:
	coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << request.p;
f << op.f;
o << op.o;
r << direct.r;
@@

msg = message(p[0], o[0], f)
if msg:
	coccilib.org.print_todo(p[0], msg)

@script:python depends on report@
p << request.p;
f << request.g;
o << op.o;
c << called.c;
@@

msg = message(p[0], o[0], f)
if msg:
	coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << request.p;
f << request.g;
o << op.o;
c << called.c;
@@

msg = message(p[0], o[0], f)
if msg:
	coccilib.org.print_todo(p[0], msg)
