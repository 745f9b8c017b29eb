/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Allocations that fail when a test says so, by the kernel's fault injection.
 *
 * current->fail_nth makes the n-th fault point that this task passes fail, and
 * no other task's; current->make_it_fail makes all of them fail, for what tries
 * twice. By default allocations that may sleep are no fault points, each fault
 * dumps the stack, and nothing fails that is not told to; this is changed for the
 * time of a test, through debugfs, which takes its input from user memory only.
 */
#ifndef _DEED_KUNIT_FAULT_H
#define _DEED_KUNIT_FAULT_H

#include <kunit/resource.h>
#include <kunit/test.h>
#include <linux/fs.h>
#include <linux/sched.h>

#include <deed/inject.h>
#include <deed/own.h>

#include "usermem.h"

deed_unsafe_file("sets up the fault injection of the kernel");

#if defined(CONFIG_FAILSLAB) && defined(CONFIG_FAULT_INJECTION_DEBUG_FS)
static inline void failslab_set(struct kunit *test, const char *path,
				const char *value)
{
	size_t len = strlen(value);
	char __user *text = user_tail(test, len);
	struct file *file = filp_open(path, O_WRONLY, 0);
	loff_t pos = 0;

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %pe", path, file);
	user_fill(test, text, value, len);
	KUNIT_EXPECT_EQ(test, file->f_op->write(file, text, len, &pos), len);
	filp_close(file, NULL);
}

#define FAILSLAB "/sys/kernel/debug/failslab/"

/* From here to faults_off(), allocations of every kind can be made to fail. */
static inline void faults_on(struct kunit *test)
{
	failslab_set(test, FAILSLAB "ignore-gfp-wait", "N");
	failslab_set(test, FAILSLAB "verbose", "0");
	failslab_set(test, FAILSLAB "task-filter", "Y");
	failslab_set(test, FAILSLAB "times", "-1");
	failslab_set(test, FAILSLAB "probability", "100");
}

static inline void faults_off(struct kunit *test)
{
	failslab_set(test, FAILSLAB "ignore-gfp-wait", "Y");
	failslab_set(test, FAILSLAB "verbose", "2");
	failslab_set(test, FAILSLAB "probability", "0");
	failslab_set(test, FAILSLAB "task-filter", "N");
}

/* Lets the n-th allocation from here fail, in this task only. */
static inline void fault_at(unsigned int n)
{
	current->fail_nth = n;
}

/* Lets every allocation fail from here on, or no longer, in this task only. */
static inline void fault_all(bool fail)
{
	current->make_it_fail = fail;
}

/* Ends fault_at(); true if there were so many, so that one did fail. */
static inline bool fault_hit(void)
{
	bool hit = !current->fail_nth;

	current->fail_nth = 0;
	return hit;
}
#else
static inline void faults_on(struct kunit *test)
{
	kunit_skip(test, "this kernel injects no faults: see the debug kernel");
}

static inline void faults_off(struct kunit *test)
{
}

static inline void fault_at(unsigned int n)
{
}

static inline void fault_all(bool fail)
{
}

static inline bool fault_hit(void)
{
	return false;
}
#endif

/*
 * Lets the n-th step of deed from here fail, and nothing else: so none is missed
 * because the kernel allocated once more, or less, than the last time.
 */
#if defined(DEED_INJECT) && defined(CONFIG_FAULT_INJECTION)
static inline void step_at(unsigned int n)
{
	__deed_fault.probability = 100;
	atomic_set(&__deed_fault.space, n);
	atomic_set(&__deed_fault.times, 1);
}

static inline bool step_hit(void)
{
	bool hit = !atomic_read(&__deed_fault.times);

	__deed_fault.probability = 0;
	atomic_set(&__deed_fault.space, 0);
	atomic_set(&__deed_fault.times, -1);
	return hit;
}
#else
static inline void step_at(unsigned int n)
{
}

static inline bool step_hit(void)
{
	return false;
}
#endif

#endif /* _DEED_KUNIT_FAULT_H */
