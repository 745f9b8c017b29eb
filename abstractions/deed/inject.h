/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Steps that fail when a test says so.
 *
 * Each raw call in abstractions/ that can fail asks deed_injected() first. In
 * the modules of the debug test kernel that is a fault point of the kernel's own
 * fault injection: /proc/thread-self/fail-nth counts it like an allocation, and
 * makes the n-th fail. Anywhere else it is false, and leaves no code.
 *
 * What was made to fail is said in the log, and which steps a module has stands
 * in its section deed_steps: so a test can tell which one never failed.
 *
 * Source: Documentation/fault-injection/fault-injection.rst.
 */
#ifndef _DEED_INJECT_H
#define _DEED_INJECT_H

#include <linux/types.h>

#if defined(DEED_INJECT) && defined(CONFIG_FAULT_INJECTION)
#include <linux/fault-inject.h>
#include <linux/printk.h>

/* Probability is 0: only for a task that asked for it does a step fail. */
static __maybe_unused struct fault_attr __deed_fault = {
	.interval = 1,
	.times = ATOMIC_INIT(-1),
	.require_end = ULONG_MAX,
	.ratelimit_state = RATELIMIT_STATE_INIT_DISABLED,
};

/* SAFETY: should_fail() wants attributes that stay: they are static. */
static __maybe_unused noinline __noclone bool __deed_inject(const char *step)
{
	if (!should_fail(&__deed_fault, 1))
		return false;
	pr_info("deed: made to fail: %s\n", step);
	return true;
}

#define deed_injected(step)						\
	({								\
		static const char __step[] __section("deed_steps") = step; \
									\
		__deed_inject(__step);					\
	})
#else
/**
 * deed_injected() - whether a step is to fail because a test says so
 * @step: what would be called, a string literal
 *
 * For abstractions: right before the raw call, which is then not made, and in any
 * context of that call; does not sleep.
 *
 * Return: false, but in a test of the debug kernel.
 */
#define deed_injected(step) false
#endif

#endif /* _DEED_INJECT_H */
