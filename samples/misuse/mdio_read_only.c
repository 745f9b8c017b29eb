// SPDX-License-Identifier: GPL-2.0
/*
 * A bus that can be read, and not be written: phylib would refuse it when it runs.
 */
#include <linux/module.h>

#include <deed/mdio.h>

DEED_DEVICE_TYPE(switch_place, struct deed_no_hw);

struct eth_switch {
	struct switch_place dev;
};

DEED_DEVICE_REF(switch_ref, struct eth_switch, dev, deed_plain);

static int switch_read(const struct eth_switch *s, const struct deed_no_hw *hw,
		       struct deed_mdio_c22 at, u16 *value)
{
	*value = at.reg;
	return 0;
}

static __maybe_unused int
switch_write(const struct eth_switch *s, const struct deed_no_hw *hw,
	     struct deed_mdio_c22 at, u16 value)
{
	return -EROFS;
}

#ifdef MISUSE
DEED_MDIO_BUS(switch_bus, switch_ref, dev, "switch", read, switch_read); /* error: can be written */
#else
DEED_MDIO_BUS(switch_bus, switch_ref, dev, "switch", read, switch_read,
	      write, switch_write);
#endif

static __used int switch_start(const struct eth_switch *s, const struct deed_no_hw *hw,
			       struct switch_place_scope *scope)
{
	return switch_bus_register(scope);
}

MODULE_DESCRIPTION("misuse: mdio read only");
MODULE_LICENSE("GPL");
