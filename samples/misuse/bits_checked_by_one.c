// SPDX-License-Identifier: GPL-2.0
/*
 * A function gets a word with a field that one of its callers has compared, and the other has
 * not.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/user.h>

DEED_BITS(request_word, u32);
DEED_FIELD(request_word, REQ_LOW, GENMASK(3, 0));
DEED_FIELD(request_word, REQ_INDEX, GENMASK(15, 4));
DEED_FIELD(request_word, REQ_COUNT, GENMASK(31, 16));

struct request {
	struct request_word word, other;
	u32 number;
};

static u32 table[16];

static noinline u32 look(const struct request *r)
{
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r->word)]); /* error: [deed-untrusted] */
}

static deed_waits __used int thing_first(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (deed_field_get(REQ_INDEX, r.word) >= ARRAY_SIZE(table))
		return -EINVAL;
	return look(&r);
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (deed_field_get(REQ_INDEX, r.word) >= ARRAY_SIZE(table))
		return -EINVAL;
#endif
	return look(&r);
}

MODULE_DESCRIPTION("misuse: bits checked by one");
MODULE_LICENSE("GPL");
