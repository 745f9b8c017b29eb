// SPDX-License-Identifier: GPL-2.0
/*
 * A function sets a field to what it gets, which is a field that nobody has compared.
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

static noinline void put(struct request_word *word, u32 value)
{
	deed_field_set(REQ_INDEX, word, value);
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	struct request_word word = {};

	if (err)
		return err;
#ifdef MISUSE
	put(&word, deed_field_get(REQ_COUNT, r.word));
#else
	put(&word, 7);
#endif
	return READ_ONCE(table[deed_field_get(REQ_INDEX, word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits set by helper");
MODULE_LICENSE("GPL");
