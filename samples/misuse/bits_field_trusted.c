// SPDX-License-Identifier: GPL-2.0
/*
 * A field of a word that came from user memory is an index: it has room for more than the
 * table.
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
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]); /* error: [deed-untrusted] */
#else
	if (deed_field_get(REQ_INDEX, r.word) >= ARRAY_SIZE(table))
		return -EINVAL;
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]);
#endif
}

MODULE_DESCRIPTION("misuse: bits field trusted");
MODULE_LICENSE("GPL");
