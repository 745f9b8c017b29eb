// SPDX-License-Identifier: GPL-2.0
/*
 * The field is checked, of another word.
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
	if (deed_field_get(REQ_INDEX, r.other) >= ARRAY_SIZE(table))
		return -EINVAL;
#else
	if (deed_field_get(REQ_INDEX, r.word) >= ARRAY_SIZE(table))
		return -EINVAL;
#endif
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits field of other checked");
MODULE_LICENSE("GPL");
