// SPDX-License-Identifier: GPL-2.0
/*
 * A state with two device places: the bus header makes one of them, and a guard of
 * the other enters a domain that was never initialised.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/platform.h>

struct port_hw {
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(port_place, struct port_hw);
DEED_DEVICE_TYPE(second_place, struct deed_no_hw);

struct port {
	struct port_place dev;
#ifdef MISUSE
	struct second_place second; /* error: [deed-context] */
#endif
};

DEED_DEVICE_REF(port_ref, struct port, dev, deed_plain);

static int port_probe(struct deed_platform *dev, struct port *p, struct port_hw *hw)
{
	return deed_platform_irq(dev, 0, &hw->irq);
}

static __used int port_is_there(const struct port *p)
{
#ifdef MISUSE
	deed_own(second_place_live, live) = second_place_enter(&p->second);
#else
	deed_own(port_place_live, live) = port_place_enter(&p->dev);
#endif

	return deed_ok(live);
}

DEED_PLATFORM_DRIVER(port_driver, "port", port_ref, dev, port_probe);
deed_module(port_driver, port_driver_register);

MODULE_DESCRIPTION("misuse: two places");
MODULE_LICENSE("GPL");
