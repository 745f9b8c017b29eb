// SPDX-License-Identifier: GPL-2.0
/*
 * Both the start and the end of a loop are the user's.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 from, to;
};

struct thing {
	u32 table[16];
};

static __used u32 thing_ioctl(struct deed_ioctl *call, const struct thing *t, bool on)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	u32 sum = 0;

	if (err)
		return 0;
#ifdef MISUSE
	for (u32 i = r.from; i < r.to; i++) /* error: [deed-untrusted] */
		sum += t->table[i % 16];
#else
	for (u32 i = r.from; i < 16 && on; i++)
		sum += t->table[i];
#endif
	return sum;
}

MODULE_DESCRIPTION("misuse: user loop from user");
MODULE_LICENSE("GPL");
