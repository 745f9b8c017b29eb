/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Delays: sleep for a while, or let others run.
 *
 * For hardware that wants time, and says neither when it has finished nor how one
 * would see it: for what can be looked at there is deed_poll(). Nothing is owned.
 * How long is a constant, and not long, so a delay may stand inside a live-guard and
 * in callbacks for whose end unbind waits. Who must not sleep has udelay().
 *
 * Sources: Documentation/timers/timers-howto.rst, include/linux/delay.h.
 */
#ifndef _DEED_DELAY_H
#define _DEED_DELAY_H

#include <linux/build_bug.h>
#include <linux/delay.h>
#include <linux/sched.h>
#include <linux/time64.h>

/**
 * deed_sleep_us() - sleep for a while
 * @us: for how long, at least, in microseconds: a constant, of ten seconds at most
 *
 * How much longer it may take is the kernel's choice: up to twice @us, or, of what
 * is above 20 milliseconds, some ticks. No signal ends it. May sleep.
 */
#define deed_sleep_us(us)						\
	({								\
		static_assert(__builtin_choose_expr(__builtin_constant_p(us), \
						    (us) <= 10 * USEC_PER_SEC, 0), \
			      "deed_sleep_us(): a constant, of ten seconds at most"); \
		__deed_sleep_us(us);					\
	})

/* SAFETY: fsleep() wants task context and no lock that spins: as documented. */
static __always_inline void __deed_sleep_us(unsigned long us)
{
	fsleep(us);
}

/**
 * deed_cond_resched() - let others run, if somebody waits for the processor
 *
 * For a loop that computes for long. May sleep.
 */
static __always_inline void deed_cond_resched(void)
{
	/* SAFETY: cond_resched() wants task context and no lock that spins. */
	cond_resched();
}

#endif /* _DEED_DELAY_H */
