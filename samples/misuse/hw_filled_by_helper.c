// SPDX-License-Identifier: GPL-2.0
/*
 * A helper fills what it was only lent.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

#ifdef MISUSE
static __used int
#else
static __used deed_fills(2) int
#endif
board_map(struct deed_pci *pci, struct board_regs *regs)
{
	return board_regs_map(regs, deed_pci_bar(pci, 0)); /* error: [deed-overwrite] */
}

MODULE_DESCRIPTION("misuse: hw filled by helper");
MODULE_LICENSE("GPL");
