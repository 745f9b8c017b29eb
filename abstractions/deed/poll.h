/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Polling: look again until a condition holds, or give up.
 *
 * For hardware that does not say when it has finished. Nothing is owned. There
 * is always a timeout, so that polling may stand inside a live-guard; and what
 * is looked at last is looked at after the timeout, however long the caller was
 * kept from running: a device that was in time has always been.
 *
 * Sources: include/linux/iopoll.h, Documentation/timers/timers-howto.rst.
 */
#ifndef _DEED_POLL_H
#define _DEED_POLL_H

#include <linux/compiler.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/ktime.h>

#include <deed/inject.h>

/**
 * deed_poll() - evaluate an expression until a condition holds
 * @value: a variable, for what the expression gave last
 * @expression: an expression, evaluated anew each time: deed_reg_read(...)
 * @condition: an expression over @value
 * @sleep_us: how long to sleep in between, at most, in microseconds; below
 *	20000, and 0 for not at all
 * @timeout_us: when to give up, in microseconds; 0 looks twice
 *
 * May sleep. Ends after @timeout_us and one more @sleep_us, if it may run then.
 *
 * Return: 0 if @condition holds for @value, or -ETIMEDOUT.
 */
#define deed_poll(value, expression, condition, sleep_us, timeout_us)	\
	__deed_must_test(({						\
		const unsigned long __pause = (sleep_us);		\
		const ktime_t __end = __deed_poll_end(timeout_us);	\
		int __poll_err = 0;					\
									\
		for (bool __late = false;;) {				\
			(value) = (expression);				\
			if (condition) {				\
				__poll_err = __deed_poll_done();	\
				break;					\
			}						\
			if (__late) {					\
				__poll_err = -ETIMEDOUT;		\
				break;					\
			}						\
			__deed_poll_sleep(__pause);			\
			__late = __deed_poll_late(__end);		\
		}							\
		__poll_err;						\
	}))

/**
 * deed_poll_atomic() - evaluate an expression until a condition holds, in any
 *	context
 * @value: as for deed_poll()
 * @expression: as for deed_poll()
 * @condition: as for deed_poll()
 * @delay_us: how long to wait in between, in microseconds, without sleeping: at
 *	most 10; 0 is taken as 1
 * @timeout_us: when to give up, in microseconds; only the delays are counted
 *
 * Does not need the clock: can be used while timekeeping is suspended.
 *
 * Return: as for deed_poll().
 */
#define deed_poll_atomic(value, expression, condition, delay_us, timeout_us) \
	__deed_must_test(({						\
		const unsigned long __pause = (delay_us) ?: 1;		\
		long __left = (timeout_us);				\
		int __poll_err = 0;					\
									\
		for (;;) {						\
			(value) = (expression);				\
			if (condition) {				\
				__poll_err = __deed_poll_done();	\
				break;					\
			}						\
			if (__left <= 0) {				\
				__poll_err = -ETIMEDOUT;		\
				break;					\
			}						\
			__deed_poll_delay(__pause);			\
			__left -= __pause;				\
		}							\
		__poll_err;						\
	}))

/* An errno that nobody may ignore; around a macro, or the compiler lets it pass. */
static __always_inline int __must_check __deed_must_test(int err)
{
	return err;
}

/* The condition holds; a test may say that it never did. */
static __always_inline int __deed_poll_done(void)
{
	return deed_injected("deed_poll") ? -ETIMEDOUT : 0;
}

static __always_inline ktime_t __deed_poll_end(u64 timeout_us)
{
	return ktime_add_us(ktime_get(), timeout_us);
}

static __always_inline bool __deed_poll_late(ktime_t end)
{
	return ktime_compare(ktime_get(), end) > 0;
}

/*
 * SAFETY: usleep_range() wants task context, and a range that is not empty:
 * stated at deed_poll(), and a quarter is less than the whole.
 */
static __always_inline void __deed_poll_sleep(unsigned long us)
{
	might_sleep_if(us);
	if (us)
		usleep_range((us >> 2) + 1, us);
	cpu_relax();
}

/* SAFETY: udelay() wants not much: stated at deed_poll_atomic(). */
static __always_inline void __deed_poll_delay(unsigned long us)
{
	udelay(us);
	cpu_relax();
}

#endif /* _DEED_POLL_H */
