// SPDX-License-Identifier: GPL-2.0
/*
 * The version is read before anybody looked whether the registers are mapped.
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
};

static __used deed_fills(3) int
board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

#ifdef MISUSE
	if (deed_reg_read(&hw->regs, BOARD_STATUS) != 1) /* error: [deed-untested] */
#else
	if (!err && deed_reg_read(&hw->regs, BOARD_STATUS) != 1)
#endif
		pr_info("board: another version\n");
	return err;
}

MODULE_DESCRIPTION("misuse: hw used untested");
MODULE_LICENSE("GPL");
