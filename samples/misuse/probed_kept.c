// SPDX-License-Identifier: GPL-2.0
/*
 * The PCI function that is probed is kept, to map more of it later.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
#ifdef MISUSE
	struct deed_pci *pci; /* error: [deed-context] */
#endif
};

static __used deed_fills(3) int
board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	return board_regs_map(&hw->regs, deed_pci_bar(pci, 0));
}

MODULE_DESCRIPTION("misuse: probed kept");
MODULE_LICENSE("GPL");
