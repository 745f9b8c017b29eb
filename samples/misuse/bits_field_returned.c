// SPDX-License-Identifier: GPL-2.0
/*
 * A function that gets a field of a word passes on how large it may be.
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

static noinline u32 index_of(struct request_word word)
{
	return deed_field_get(REQ_INDEX, word);
}

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	return READ_ONCE(table[index_of(r.word)]); /* error: [deed-untrusted] */
#else
	return READ_ONCE(table[min_t(u32, index_of(r.word), ARRAY_SIZE(table) - 1)]);
#endif
}

MODULE_DESCRIPTION("misuse: bits field returned");
MODULE_LICENSE("GPL");
