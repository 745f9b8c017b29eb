// SPDX-License-Identifier: GPL-2.0
/*
 * A field is compared, and then another that shares bits with it is set.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/user.h>

DEED_BITS(request_word, u32);
DEED_FIELD(request_word, REQ_LOW, GENMASK(3, 0));
DEED_FIELD(request_word, REQ_INDEX, GENMASK(15, 4));
DEED_FIELD(request_word, REQ_COUNT, GENMASK(31, 16));
DEED_FIELD(request_word, REQ_MIDDLE, GENMASK(11, 8));

struct request {
	struct request_word word, other;
	u32 number;
};

static u32 table[16];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (deed_field_get(REQ_INDEX, r.word) >= ARRAY_SIZE(table))
		return -EINVAL;
#ifdef MISUSE
	deed_field_set(REQ_MIDDLE, &r.word, r.number);
#else
	deed_field_set(REQ_COUNT, &r.word, r.number);
#endif
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits set over checked");
MODULE_LICENSE("GPL");
