// SPDX-License-Identifier: GPL-2.0
/*
 * Probe stocks up on buffers, and then the device has no registers. The state goes
 * without its release function: nobody has shared it yet.
 */
#include <linux/module.h>

#include <deed/list.h>
#include <deed/lock.h>
#include <deed/module.h>
#include <deed/pci.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct buffer {
	struct deed_list_link link;
	u8 data[64];
};

DEED_BOX(buffer_box, struct buffer, deed_plain);
DEED_LIST(buffer_list, buffer_box, link);

struct pool {
	struct buffer_list spare;
};

DEED_CELL_TYPE(pool_cell, spin_irq, struct pool);

struct board {
	struct board_place dev;
	struct pool_cell pool;
};

static void board_release(struct board *b)
{
	buffer_list_drop(&deed_cell_excl(&b->pool)->spare);
}

DEED_DEVICE_REF(board_ref, struct board, dev, board_release);

static deed_fills(1) int board_stock_up(struct board *b)
{
	struct pool *pool = deed_cell_init(&b->pool);

	for (int i = 0; i < 4; i++) {
		deed_own(buffer_box, buffer) = buffer_box_alloc();
		if (!deed_ok(buffer)) {
			buffer_list_drop(&pool->spare);
			return deed_err(buffer);
		}
		buffer_list_push_back(&pool->spare, deed_move(buffer));
	}
	return 0;
}

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
#ifdef MISUSE
	int err = board_stock_up(b);

	if (err)
		return err;
	return board_regs_map(&hw->regs, deed_pci_bar(pci, 0)); /* error: [deed-leak] */
#else
	int err = board_regs_map(&hw->regs, deed_pci_bar(pci, 0));

	if (err)
		return err;
	return board_stock_up(b);
#endif
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: probe loses list");
MODULE_LICENSE("GPL");
