// SPDX-License-Identifier: GPL-2.0
/*
 * What is taken from a number that may be 0 is as large as can be.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.kind > ARRAY_SIZE(speeds))
#else
	if (!r.kind || r.kind > ARRAY_SIZE(speeds))
#endif
		return -EINVAL;
	return speeds[r.kind - 1]; /* error: [deed-untrusted] */
}

/* The last one, down to the first: what is tested is what it was before. */
static __used u32 thing_sum(struct deed_ioctl *call)
{
	struct request r;
	u32 sum = 0;

	if (deed_ioctl_read(call, &r) || r.count > ARRAY_SIZE(speeds))
		return 0;
	while (r.count--)
		sum += speeds[r.count];
	return sum;
}

MODULE_DESCRIPTION("misuse: user less one");
MODULE_LICENSE("GPL");
