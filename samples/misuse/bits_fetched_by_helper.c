// SPDX-License-Identifier: GPL-2.0
/*
 * A function that fetches a word compares one field of it, and another one is the index.
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

static noinline deed_waits int fetch(struct deed_ioctl *call, struct request *r)
{
	int err = deed_ioctl_read(call, r);

	if (err)
		return err;
	return deed_field_get(REQ_INDEX, r->word) < ARRAY_SIZE(table) ? 0 : -EINVAL;
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = fetch(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	return READ_ONCE(table[deed_field_get(REQ_COUNT, r.word)]); /* error: [deed-untrusted] */
#else
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]);
#endif
}

MODULE_DESCRIPTION("misuse: bits fetched by helper");
MODULE_LICENSE("GPL");
