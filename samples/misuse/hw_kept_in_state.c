// SPDX-License-Identifier: GPL-2.0
/*
 * The pointer that start got is kept, for calls that come without one.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
	const struct board_hw *hw;
};

static __used deed_fills(3) int
board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

	if (err)
		return err;
#ifdef MISUSE
	b->hw = hw; /* error: [deed-borrow-escape] */
#else
	b->hw = NULL;
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: hw kept in state");
MODULE_LICENSE("GPL");
