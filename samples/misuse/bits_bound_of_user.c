// SPDX-License-Identifier: GPL-2.0
/*
 * A field is compared with another that came from user memory as well, and may be as much
 * as that.
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

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (deed_field_get(REQ_INDEX, r.word) >= deed_field_get(REQ_COUNT, r.other))
		return -EINVAL;
#else
	if (deed_field_get(REQ_INDEX, r.word) >= deed_field_get(REQ_LOW, r.other))
		return -EINVAL;
#endif
	return READ_ONCE(table[deed_field_get(REQ_INDEX, r.word)]); /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: bits bound of user");
MODULE_LICENSE("GPL");
