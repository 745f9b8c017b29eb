// SPDX-License-Identifier: GPL-2.0
/*
 * A function checks one field of a word, and another one is the index.
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
};

static u32 table[16];

static noinline int valid(struct request_word word)
{
#ifdef MISUSE
	return deed_field_get(REQ_COUNT, word) < 16 ? 0 : -EINVAL;
#else
	return deed_field_get(REQ_INDEX, word) < 16 ? 0 : -EINVAL;
#endif
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	err = valid(r.word);
	if (err)
		return err;
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits other field checked");
MODULE_LICENSE("GPL");
