// SPDX-License-Identifier: GPL-2.0
/*
 * A register is read when somebody else has seen to it; unbind waits for who reads.
 */
#include <linux/module.h>

#include <deed/mdio.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(switch_place, struct deed_no_hw);

struct eth_switch {
	struct switch_place dev;
	struct deed_completion ready;
};

DEED_DEVICE_REF(switch_ref, struct eth_switch, dev, deed_plain);

static int switch_read(const struct eth_switch *s, const struct deed_no_hw *hw,
		       struct deed_mdio_c22 at, u16 *value)
{
	*value = at.reg;
#ifdef MISUSE
	return deed_completion_wait_killable(&s->ready); /* error: [deed-waits-live] */
#else
	return deed_completion_wait_timeout(&s->ready, HZ);
#endif
}

static int switch_write(const struct eth_switch *s, const struct deed_no_hw *hw,
			struct deed_mdio_c22 at, u16 value)
{
	return -EROFS;
}

DEED_MDIO_BUS(switch_bus, switch_ref, dev, "switch", read, switch_read,
	      write, switch_write);

static __used int switch_start(const struct eth_switch *s, const struct deed_no_hw *hw,
			       struct switch_place_scope *scope)
{
	return switch_bus_register(scope);
}

MODULE_DESCRIPTION("misuse: mdio waits");
MODULE_LICENSE("GPL");
