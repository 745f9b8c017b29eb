// SPDX-License-Identifier: GPL-2.0
/*
 * What is fetched in a round of a loop is another number than that of the round before, which
 * somebody has kept.
 */
#include <linux/module.h>

#include <deed/user.h>

struct step {
	u32 index;
};

static u32 table[16];

static deed_waits __used int thing_steps(struct deed_reader *in, unsigned int steps)
{
	u32 now = 0, before = 0;

	while (steps--) {
		struct step s;
		int err = deed_read(in, &s);

		if (err)
			return err;
		before = now;
		now = s.index;
#ifdef MISUSE
		if (steps % 2)
			continue;
#endif
		if (now >= ARRAY_SIZE(table))
			return -EINVAL;
		WRITE_ONCE(table[before], 1); /* error: [deed-untrusted] */
	}
	return 0;
}

MODULE_DESCRIPTION("misuse: user round before");
MODULE_LICENSE("GPL");
