// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers of the last round of a loop, and of the one before it, are two: to check one says
 * nothing of the other.
 */
#include <linux/module.h>

#include <deed/user.h>

struct step {
	u32 index;
};

static u32 table[16];

static deed_waits __used int thing_steps(struct deed_reader *in, unsigned int steps)
{
	u32 now = 0, before = 0, first = 0;

	while (steps--) {
		struct step s;
		int err = deed_read(in, &s);

		if (err)
			return err;
		first = before;
		before = now;
		now = s.index;
		if (steps % 2)
			continue;
		if (before >= ARRAY_SIZE(table))
			return -EINVAL;
#ifndef MISUSE
		if (first >= ARRAY_SIZE(table))
			return -EINVAL;
#endif
		WRITE_ONCE(table[first], 1); /* error: [deed-untrusted] */
	}
	return 0;
}

MODULE_DESCRIPTION("misuse: user rounds mixed up");
MODULE_LICENSE("GPL");
