// SPDX-License-Identifier: GPL-2.0
/*
 * A device with two regions, and a register of the other one.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_STATUS, 0x04, ro, u32);
DEED_MMIO(ring_regs, 0x1000);
DEED_REG(ring_regs, RING_HEAD, 0x04, ro, u32);

struct board_hw {
	struct board_regs regs;
	struct ring_regs ring;
};

static __used u32 head(const struct board_hw *hw)
{
#ifdef MISUSE
	return deed_reg_read(&hw->regs, RING_HEAD); /* error: incompatible pointer type */
#else
	return deed_reg_read(&hw->ring, RING_HEAD);
#endif
}

MODULE_DESCRIPTION("misuse: register of another region");
MODULE_LICENSE("GPL");
