// SPDX-License-Identifier: GPL-2.0
/*
 * Of the requests in an array one member is compared, and another one used.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, flags;
};

static const u32 speeds[16] = { 1, 2, 4 };

#ifdef MISUSE
#define CHECKED flags
#else
#define CHECKED kind
#endif

static __used int thing_write(struct deed_reader *in)
{
	struct request all[8];
	u32 sum = 0;

	for (int i = 0; i < ARRAY_SIZE(all); i++) {
		int err = deed_read(in, &all[i]);

		if (err)
			return err;
		if (all[i].CHECKED >= ARRAY_SIZE(speeds))
			return -EINVAL;
		sum += speeds[all[i].kind]; /* error: [deed-untrusted] */
	}
	return sum;
}

MODULE_DESCRIPTION("misuse: user batch other member");
MODULE_LICENSE("GPL");
