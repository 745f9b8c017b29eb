// SPDX-License-Identifier: GPL-2.0
/*
 * A work waits for somebody who reads; unbind waits for the work.
 */
#include <linux/module.h>

#include <deed/pci.h>
#include <deed/wait.h>
#include <deed/work.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
	struct deed_work report;
	struct deed_completion seen;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);
DEED_WORK(board_report, board_ref, dev, report, board_tell);

static int board_seen(const struct board *b)
{
#ifdef MISUSE
	return deed_completion_wait_interruptible(&b->seen);
#else
	return deed_completion_wait_timeout(&b->seen, HZ);
#endif
}

static void board_tell(const struct board *b, const struct board_hw *hw)
{
	pr_info("board: %u\n", deed_reg_read(&hw->regs, BOARD_STATUS));
	if (board_seen(b)) /* error: [deed-waits-live] */
		pr_info("board: nobody read it\n");
}

static __used void board_init(struct board *b)
{
	board_report_init(b);
}

MODULE_DESCRIPTION("misuse: wait in work");
MODULE_LICENSE("GPL");
