// SPDX-License-Identifier: GPL-2.0
/*
 * A buffer of the state's stands in the hardware struct, whose scope drops no box.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

DEED_BOX(word_box, u32, deed_plain);

struct board_hw {
	struct board_regs regs;
#ifdef MISUSE
	struct word_box last; /* error: [deed-no-owner] */
#endif
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
#ifndef MISUSE
	struct word_box last;
#endif
};

static void board_release(struct board *b)
{
#ifndef MISUSE
	word_box_drop_live(&b->last);
#endif
}

DEED_DEVICE_REF(board_ref, struct board, dev, board_release);

MODULE_DESCRIPTION("misuse: hw owns box");
MODULE_LICENSE("GPL");
