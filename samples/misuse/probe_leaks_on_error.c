// SPDX-License-Identifier: GPL-2.0
/*
 * A step fails after the state got its box: nobody drops what was not shared.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/module.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

DEED_BOX(word_box, u32, deed_plain);

struct board {
	struct board_place dev;
	struct word_box last;
};

static void board_release(struct board *b)
{
	word_box_drop_live(&b->last);
}

DEED_DEVICE_REF(board_ref, struct board, dev, board_release);

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	deed_own(word_box, last) = word_box_alloc();
	if (!deed_ok(last))
		return deed_err(last);
#ifdef MISUSE
	b->last = deed_move(last);
#endif

	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

	if (err)
		return err; /* error: [deed-contract] */
#ifndef MISUSE
	b->last = deed_move(last);
#endif
	return 0;
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: probe leaks on error");
MODULE_LICENSE("GPL");
