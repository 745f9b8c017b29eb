// SPDX-License-Identifier: GPL-2.0
/*
 * Two cases that follow each other are a bound, and those who are none of them are not.
 */
#include <linux/module.h>

#include <deed/user.h>

struct request {
	u32 number, other;
};

static u32 table[16];

static deed_waits __used int thing_ioctl(struct deed_ioctl *call)
{
	struct request r;
	int err = deed_ioctl_read(call, &r);

	if (err)
		return err;
	switch (r.number) {
	case 3:
	case 4:
#ifdef MISUSE
		return READ_ONCE(table[r.other]); /* error: [deed-untrusted] */
#else
		return READ_ONCE(table[r.number]);
#endif
	}
	return 0;
}

MODULE_DESCRIPTION("misuse: user two cases");
MODULE_LICENSE("GPL");
