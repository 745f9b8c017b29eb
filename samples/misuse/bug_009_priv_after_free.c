// SPDX-License-Identifier: GPL-2.0
/*
 * can: c_can_pci: c_can_pci_remove(): fix use-after-free. The private part of a
 * network device is read after the device was freed.
 */
#include <linux/module.h>

#include <deed/box.h>

struct can_priv {
	u32 base;
};

DEED_BOX(can_dev, struct can_priv, deed_plain);

static void can_unmap(u32 base)
{
	pr_debug("unmap %x\n", base);
}

static __used void can_remove(struct can_dev gone)
{
	deed_own(can_dev, dev) = deed_move(gone);
	const struct can_priv *priv = can_dev_borrow(&dev);

#ifdef MISUSE
	can_dev_drop(&dev);
	can_unmap(priv->base); /* error: [deed-borrow-dead] */
#else
	can_unmap(priv->base);
	can_dev_drop(&dev);
#endif
}

MODULE_DESCRIPTION("misuse: bug 009 priv after free");
MODULE_LICENSE("GPL");
