/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What happened, in the order in which it happened: a letter for each event.
 */
#ifndef _DEED_KUNIT_STORY_H
#define _DEED_KUNIT_STORY_H

#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <deed/own.h>

deed_unsafe_file("tests write down what happens, from any context");

/* What ought to happen at once happens within this, even on a busy host. */
#define STORY_PATIENCE (20 * HZ)

struct story {
	atomic_t length;
	char letters[64]; /* the last one stays 0 */
};

static inline void story_tell(struct story *story, char letter)
{
	unsigned int at = atomic_inc_return(&story->length) - 1;

	if (!WARN_ON(at >= sizeof(story->letters) - 1))
		WRITE_ONCE(story->letters[at], letter);
}

static inline void story_begin(struct story *story)
{
	memset(story, 0, sizeof(*story));
}

/* Waits until there are so many letters; false if they do not come. */
static inline bool story_grows(struct story *story, int length)
{
	unsigned long end = jiffies + STORY_PATIENCE;

	/* the letter comes after the length */
	while (!READ_ONCE(story->letters[length - 1]) && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	return READ_ONCE(story->letters[length - 1]);
}

#define EXPECT_STORY(test, story, expected) \
	KUNIT_EXPECT_STREQ(test, (story)->letters, expected)

/*
 * With this option the driver core unbinds each device once right after it was
 * bound, and binds it again: what is told of the first time.
 */
#define BOUND_TWICE(first, then) \
	(IS_ENABLED(CONFIG_DEBUG_TEST_DRIVER_REMOVE) ? first then : then)

#endif /* _DEED_KUNIT_STORY_H */
