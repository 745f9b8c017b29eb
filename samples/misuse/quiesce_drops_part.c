// SPDX-License-Identifier: GPL-2.0
/*
 * Quiesce gives back by hand what the state owns, and its release function again.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/revoke.h>

struct bus {
	u32 id;
};

DEED_BOX(bus_box, struct bus, deed_plain);
DEED_DEVICE_TYPE(smi_place, struct deed_no_hw);

struct smi {
	struct smi_place dev;
	struct bus_box bus;
};

static void smi_release(struct smi *s)
{
	bus_box_drop(&s->bus);
}

DEED_DEVICE_REF(smi_ref, struct smi, dev, smi_release);

static __used void smi_quiesce(const struct smi *s, const struct deed_no_hw *hw)
{
#ifdef MISUSE
	bus_box_drop(&s->bus); /* error: discards 'const' qualifier */
#else
	pr_debug("bus %u\n", bus_box_borrow(&s->bus)->id);
#endif
}

MODULE_DESCRIPTION("misuse: quiesce drops part");
MODULE_LICENSE("GPL");
