// SPDX-License-Identifier: GPL-2.0
/*
 * The second BAR is to be taken if the first is too small, but is always.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

static __used deed_fills(2) int board_map(struct deed_pci *pci, struct board_hw *hw)
{
	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

#ifdef MISUSE
	if (err == -EBUSY)
		return err;
	return board_regs_map(&hw->regs, deed_pci_bar(pci, 2)); /* error: [deed-overwrite] */
#else
	if (err != -ENXIO)
		return err;
	return board_regs_map(&hw->regs, deed_pci_bar(pci, 2));
#endif
}

MODULE_DESCRIPTION("misuse: hw filled twice");
MODULE_LICENSE("GPL");
