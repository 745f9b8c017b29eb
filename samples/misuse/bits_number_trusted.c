// SPDX-License-Identifier: GPL-2.0
/*
 * A word that was put together of two from user memory is an index, as a number.
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

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	r.word = request_word_or(r.word, r.other);
#else
	r.word = request_word_and(r.word, deed_field_prep(REQ_LOW, 15));
#endif
	return READ_ONCE(table[request_word_number(r.word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits number trusted");
MODULE_LICENSE("GPL");
