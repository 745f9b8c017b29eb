// SPDX-License-Identifier: GPL-2.0
/*
 * What the callbacks of a map get is a variable of probe.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/pci.h>
#include <deed/regmap.h>

struct port {
	u32 last;
};

static int port_read(const struct port *p, unsigned int reg, unsigned int *value)
{
	*value = p->last;
	return 0;
}

static int port_write(const struct port *p, unsigned int reg, unsigned int value)
{
	return -EPERM;
}

DEED_REGMAP_BUS(port_bus, struct port, port_read, port_write);

struct board_hw {
	struct port port;
	struct deed_regmap map;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
#ifdef MISUSE
	struct port port = { .last = 5 };

	return port_bus_regmap(&pci->scope, &port, 1, &hw->map); /* error: [deed-borrow-escape] */
#else
	hw->port.last = 5;
	return port_bus_regmap(&pci->scope, &hw->port, 1, &hw->map);
#endif
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: regmap context on stack");
MODULE_LICENSE("GPL");
