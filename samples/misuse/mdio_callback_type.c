// SPDX-License-Identifier: GPL-2.0
/*
 * A bus takes two numbers, of which either may be the register.
 */
#include <linux/module.h>

#include <deed/mdio.h>

DEED_DEVICE_TYPE(switch_place, struct deed_no_hw);

struct eth_switch {
	struct switch_place dev;
};

DEED_DEVICE_REF(switch_ref, struct eth_switch, dev, deed_plain);

#ifdef MISUSE
static int switch_read(const struct eth_switch *s, const struct deed_no_hw *hw,
		       int addr, int reg, u16 *value)
{
	*value = reg;
	return 0;
}
#else
static int switch_read(const struct eth_switch *s, const struct deed_no_hw *hw,
		       struct deed_mdio_c22 at, u16 *value)
{
	*value = at.reg;
	return 0;
}
#endif

static int switch_write(const struct eth_switch *s, const struct deed_no_hw *hw,
			struct deed_mdio_c22 at, u16 value)
{
	return -EROFS;
}

DEED_MDIO_BUS(switch_bus, switch_ref, dev, "switch", read, switch_read, /* error: not the type */
	      write, switch_write);

static __used int switch_start(const struct eth_switch *s, const struct deed_no_hw *hw,
			       struct switch_place_scope *scope)
{
	return switch_bus_register(scope);
}

MODULE_DESCRIPTION("misuse: mdio callback type");
MODULE_LICENSE("GPL");
