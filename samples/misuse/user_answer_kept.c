// SPDX-License-Identifier: GPL-2.0
/*
 * A comparison that is kept says what it did of the number that was compared, and of no other
 * that is there later.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 index, other;
};

static u32 table[16];
static u32 limit = ARRAY_SIZE(table);

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);
	bool good;

	if (err)
		return err;
	good = r.index < READ_ONCE(limit);
#ifdef MISUSE
	r.index = r.other;
#endif
	if (!good)
		return -EINVAL;
	WRITE_ONCE(table[r.index], 1); /* error: [deed-untrusted] */
	return 0;
}

MODULE_DESCRIPTION("misuse: user answer kept");
MODULE_LICENSE("GPL");
