// SPDX-License-Identifier: GPL-2.0
/*
 * A field of a word is an index of nobody knows how many: that it has room for no more than
 * 4096 is no check.
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

static deed_waits __used int thing_ioctl(struct deed_ioctl *call, const u32 *of, u32 many)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifndef MISUSE
	if (deed_field_get(REQ_INDEX, r.word) >= many)
		return -EINVAL;
#endif
	return READ_ONCE(of[deed_field_get(REQ_INDEX, r.word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits field of no array");
MODULE_LICENSE("GPL");
