// SPDX-License-Identifier: GPL-2.0
/*
 * Probe looks for an error below 0, and the function that it calls has one above.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static deed_fills(2) int board_map(struct deed_pci *pci, struct board_hw *hw)
{
	const int bars = 2;

	for (int bar = 0; bar < bars; bar++) {
		int err = board_regs_map(&hw->regs, deed_pci_bar(pci, bar));

		if (err != -EINVAL)
			return err;
	}
#ifdef MISUSE
	return bars;
#else
	return -ENODEV;
#endif
}

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	int err = board_map(pci, hw);

	if (err < 0)
		return err;
	return 0; /* error: [deed-contract] */
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: error above zero");
MODULE_LICENSE("GPL");
