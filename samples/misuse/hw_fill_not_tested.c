// SPDX-License-Identifier: GPL-2.0
/*
 * The result of the last step is written to a variable, and forgotten.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

	if (err)
		return err;
	err = deed_pci_irqs(pci, 1, 1);
	if (err < 0)
		return err;
	err = deed_pci_irq(pci, 0, &hw->irq);
	if (err)
		pr_err("board: no interrupt: %d\n", err);
#ifdef MISUSE
	return 0; /* error: [deed-contract] */
#else
	return err;
#endif
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: hw fill not tested");
MODULE_LICENSE("GPL");
