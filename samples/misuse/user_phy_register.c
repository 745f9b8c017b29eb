// SPDX-License-Identifier: GPL-2.0
/*
 * Which register of a PHY is read, the user says: a register that was not compared when it
 * was named.
 */
#include <linux/module.h>

#include <deed/phy.h>
#include <deed/user.h>

struct request {
#ifdef MISUSE
	struct deed_c22 reg;
#else
	u8 reg;
#endif
	u8 flags;
	u16 value;
};

static deed_waits __used int thing_ioctl(struct deed_ioctl *call, struct deed_phy *phy)
{
	struct request r;
	int err = deed_ioctl_read(call, &r); /* error: [deed-untrusted] */

	if (err)
		return err;
#ifdef MISUSE
	return deed_phy_read(phy, r.reg, &r.value);
#else
	if (r.reg != 1)
		return -EINVAL;
	return deed_phy_read(phy, DEED_C22(1), &r.value);
#endif
}

MODULE_DESCRIPTION("misuse: user phy register");
MODULE_LICENSE("GPL");
