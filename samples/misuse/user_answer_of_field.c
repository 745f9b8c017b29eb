// SPDX-License-Identifier: GPL-2.0
/*
 * A check of a field of a word says of it what it returns, where that is asked.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/user.h>

DEED_BITS(thing_word, u32);
DEED_FIELD(thing_word, THING_INDEX, GENMASK(15, 8));

struct request {
	struct thing_word word;
};

static u32 table[16];

static noinline int valid(struct thing_word word)
{
	return deed_field_get(THING_INDEX, word) < ARRAY_SIZE(table) ? 0 : -EINVAL;
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	err = valid(r.word);
#ifdef MISUSE
	WRITE_ONCE(table[deed_field_get(THING_INDEX, r.word)], 1); /* error: [deed-untrusted] */
#endif
	if (err)
		return err;
	WRITE_ONCE(table[deed_field_get(THING_INDEX, r.word)], 1);
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer of field");
MODULE_LICENSE("GPL");
