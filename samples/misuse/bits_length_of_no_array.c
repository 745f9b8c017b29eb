// SPDX-License-Identifier: GPL-2.0
/*
 * A field of a word is how many bytes are cleared, of nobody knows how many.
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

static deed_waits __used int thing_ioctl(struct deed_ioctl *call, u8 *to, u32 size)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	memset(to, 0, deed_field_get(REQ_COUNT, r.word)); /* error: [deed-untrusted] */
#else
	memset(to, 0, min_t(u32, deed_field_get(REQ_COUNT, r.word), size));
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: bits length of no array");
MODULE_LICENSE("GPL");
