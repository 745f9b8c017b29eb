// SPDX-License-Identifier: GPL-2.0
/*
 * net: mdio: thunder: Fix a double free issue in the .remove function. Remove frees a
 * bus that belongs to somebody else, who frees it again.
 */
#include <linux/module.h>

#include <deed/box.h>

struct smi_bus {
	u32 id;
	bool registered;
};

DEED_BOX(smi_bus_box, struct smi_bus, deed_plain);

struct smi {
	struct smi_bus_box bus;
};

static void smi_release(struct smi *smi)
{
	smi_bus_box_drop(&smi->bus);
}

DEED_BOX(smi_box, struct smi, smi_release);

static __used void smi_remove(struct smi *smi)
{
	smi_bus_box_excl(&smi->bus)->registered = false;
#ifdef MISUSE
	smi_bus_box_drop(&smi->bus); /* error: [deed-drop-borrowed] */
#endif
}

MODULE_DESCRIPTION("misuse: bug 012 freed by owner too");
MODULE_LICENSE("GPL");
