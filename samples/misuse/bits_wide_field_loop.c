// SPDX-License-Identifier: GPL-2.0
/*
 * A field with room for 31 bits is the bound of a loop.
 */
#include <linux/module.h>

#include <deed/bits.h>
#include <deed/user.h>

DEED_BITS(request_word, u32);
DEED_FIELD(request_word, REQ_LOW, GENMASK(3, 0));
DEED_FIELD(request_word, REQ_INDEX, GENMASK(15, 4));
DEED_FIELD(request_word, REQ_COUNT, GENMASK(31, 16));
DEED_FIELD(request_word, REQ_TIMES, GENMASK(30, 0));

struct request {
	struct request_word word, other;
	u32 number;
};

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	u32 sum = 0;

	if (err)
		return err;
#ifdef MISUSE
	for (u32 i = 0; i < deed_field_get(REQ_TIMES, r.word); i++) /* error: [deed-untrusted] */
		sum ^= i;
#else
	for (u32 i = 0; i < deed_field_get(REQ_COUNT, r.word); i++)
		sum ^= i;
#endif
	return sum & 1;
}

MODULE_DESCRIPTION("misuse: bits wide field loop");
MODULE_LICENSE("GPL");
