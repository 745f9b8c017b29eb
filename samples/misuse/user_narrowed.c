// SPDX-License-Identifier: GPL-2.0
/*
 * Half of a number that was tested, which is another number.
 */
#include <linux/math64.h>
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u64 rate;
	u8 rounds;
};

static __used int thing_ioctl(struct deed_ioctl *call, u64 total)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
#ifdef MISUSE
	if (!r.rate)
#else
	if (!r.rate || r.rate > U32_MAX)
#endif
		return -EINVAL;
	return div_u64(total, r.rate); /* error: [deed-untrusted] */
}

static bool has_rate(const struct request *r)
{
	return r->rate != 0;
}

/* A function that is asked may test it, too; and 8 bits are a bound of a loop. */
static __used int thing_rounds(struct deed_ioctl *call, u64 total)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	if (!has_rate(&r))
		return -EINVAL;
	for (u8 i = 0; i < r.rounds; i++)
		total = div64_u64(total, r.rate);
	return total & 1;
}

MODULE_DESCRIPTION("misuse: user narrowed");
MODULE_LICENSE("GPL");
