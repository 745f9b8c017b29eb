// SPDX-License-Identifier: GPL-2.0
/*
 * Probe begins with a clean state, and loses what ties it to the device.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
	u32 level;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
#ifdef MISUSE
	*b = (struct board){ .level = 1 }; /* error: [deed-copy] */
#else
	b->level = 1;
#endif
	return board_regs_map(&hw->regs, deed_pci_bar(pci, 0));
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: state overwritten");
MODULE_LICENSE("GPL");
