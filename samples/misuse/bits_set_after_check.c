// SPDX-License-Identifier: GPL-2.0
/*
 * A field is checked, and then set to what came from user memory.
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
	if (deed_field_get(REQ_INDEX, r.word) >= ARRAY_SIZE(table))
		return -EINVAL;
#ifdef MISUSE
	deed_field_set(REQ_INDEX, &r.word, request_word_number(r.other));
#else
	deed_field_set(REQ_LOW, &r.word, 3);
	if (deed_field_get(REQ_INDEX, r.word) >= ARRAY_SIZE(table))
		return -EINVAL;
#endif
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits set after check");
MODULE_LICENSE("GPL");
