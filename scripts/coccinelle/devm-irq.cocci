// SPDX-License-Identifier: GPL-2.0
/// A devm interrupt is requested outside of probe.
///
/// devm_request_irq() frees at unbind, whatever opens, closes, suspends or
/// resumes meanwhile. Requested where a device is opened or resumed it is
/// requested again at the next time, which fails with -EBUSY or keeps the
/// line more than once; and the handler still runs after what it uses was
/// closed. Request it in probe, or with request_irq() and free_irq() in pairs.
///
// Confidence: Moderate
// Since: Linux 2.6.21 (devres)
// Options: --no-includes --include-headers

virtual report
virtual org

@initialize:python@
@@

def message(function):
	return ('WARNING: devm interrupt in %s(), which runs more than once for a device: '
		'request it in probe' % function)

@op@
identifier s, v, f;
identifier slot =~ "^(ndo_open|open|startup|resume|resume_early|runtime_resume|hw_params|prepare|start_streaming|set_state_oneshot)$";
@@

 struct s v = { ..., .slot = f, ..., };

@direct@
identifier op.f;
identifier request =~ "^devm_request_(threaded_|any_context_)?irq$";
position p;
@@

 f(...)
 {
 <+...
 request@p(...)
 ...+>
 }

@called@
identifier op.f, g;
@@

 f(...)
 {
 <+...
 g(...)
 ...+>
 }

@inside@
identifier called.g;
identifier request =~ "^devm_request_(threaded_|any_context_)?irq$";
position p;
@@

 g(...)
 {
 <+...
 request@p(...)
 ...+>
 }

@script:python depends on report@
p << direct.p;
f << op.f;
@@

msg = message(f)
coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << direct.p;
f << op.f;
@@

msg = message(f)
coccilib.org.print_todo(p[0], msg)

@script:python depends on report@
p << inside.p;
f << called.g;
@@

msg = message(f)
coccilib.report.print_report(p[0], msg)

@script:python depends on org@
p << inside.p;
f << called.g;
@@

msg = message(f)
coccilib.org.print_todo(p[0], msg)
