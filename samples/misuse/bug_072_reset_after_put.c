// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2022-48754, phylib: fix potential use-after-free. A PHY's reference is put, and
 * its reset line is asserted after that.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct phy {
	struct deed_refcount refs;
	u32 reset_line;
};

DEED_REF(phy_ref, struct phy, refs, deed_plain);

static void phy_reset(const struct phy_ref *phy)
{
	pr_debug("reset line %u\n", phy_ref_borrow(phy)->reset_line);
}

static __used void phy_detach(struct phy_ref attached)
{
	deed_own(phy_ref, phy) = deed_move(attached);

#ifdef MISUSE
	phy_ref_drop(&phy);
	phy_reset(&phy); /* error: [deed-use-after-drop] */
#else
	phy_reset(&phy);
	phy_ref_drop(&phy);
#endif
}

MODULE_DESCRIPTION("misuse: bug 072 reset after put");
MODULE_LICENSE("GPL");
