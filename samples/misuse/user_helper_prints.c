// SPDX-License-Identifier: GPL-2.0
/*
 * A helper that gets the request prints it, and returns something.
 */
#include <linux/module.h>
#include <linux/printk.h>

#include <deed/user.h>

struct request {
	u32 kind, count;
};

static const u32 speeds[16] = { 1, 2, 4 };

static int show(const struct request *r)
{
	pr_info("kind %u\n", r->kind);
	return 0;
}

static __maybe_unused int check(const struct request *r)
{
	return r->kind < ARRAY_SIZE(speeds) ? 0 : -EINVAL;
}

static __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	err = show(&r);
#else
	err = show(&r) ?: check(&r);
#endif
	if (err)
		return err;
	return speeds[r.kind]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user helper prints");
MODULE_LICENSE("GPL");
