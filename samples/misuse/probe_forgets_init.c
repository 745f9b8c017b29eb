// SPDX-License-Identifier: GPL-2.0
/*
 * A later change gives the state another cell, and nobody initialises it: its lock is
 * zeroed memory, which works until somebody waits for it.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/module.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);
DEED_CELL_TYPE(board_cell, mutex, unsigned int);

struct board {
	struct board_place dev;
	struct board_cell settings, statistics;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

	if (err)
		return err;
	deed_cell_init(&b->settings);
#ifdef MISUSE
	return 0; /* error: [deed-uninit] */
#else
	deed_cell_init(&b->statistics);
	return 0;
#endif
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: probe forgets init");
MODULE_LICENSE("GPL");
