// SPDX-License-Identifier: GPL-2.0
/*
 * A helper gets the whole hardware when only half of it is there.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

static bool board_answers(const struct board_regs *regs)
{
	return deed_reg_read(regs, BOARD_STATUS) == 1;
}

static __maybe_unused bool board_checks(const struct board_hw *hw)
{
	return board_answers(&hw->regs);
}

static __used deed_fills(2) int board_fill(struct deed_pci *pci, struct board_hw *hw)
{
	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

	if (err)
		return err;
#ifdef MISUSE
	if (!board_checks(hw)) /* error: [deed-partial] */
#else
	if (!board_answers(&hw->regs))
#endif
		return -ENODEV;
	return deed_pci_irq(pci, 0, &hw->irq);
}

MODULE_DESCRIPTION("misuse: hw passed too early");
MODULE_LICENSE("GPL");
