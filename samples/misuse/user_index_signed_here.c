// SPDX-License-Identifier: GPL-2.0
/*
 * A number with a sign is compared with the most it may be; in another function of the file
 * that would do, for it has none there.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	s32 level;
	u32 kind, more;
};

static const u32 speeds[16] = { 1, 2, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (r.kind >= 16 || r.more >= 16)
		return -EINVAL;
	return speeds[r.kind] + speeds[r.more];
}

static __used int other_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (r.level >= 16)
#else
	if (r.level < 0 || r.level >= 16)
#endif
		return -EINVAL;
	return speeds[r.level]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user index signed here");
MODULE_LICENSE("GPL");
