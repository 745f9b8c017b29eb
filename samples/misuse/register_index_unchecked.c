// SPDX-License-Identifier: GPL-2.0
/*
 * Nobody looks whether there was such a register; the value is anything then.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG_ARRAY(board_regs, BOARD_LANE, 0x40, 8, 4, ro, u32);

struct board_hw {
	struct board_regs regs;
};

static __used int lane(const struct board_hw *hw, size_t which)
{
	u32 value = 0;

#ifdef MISUSE
	deed_reg_read_at(&hw->regs, BOARD_LANE, which, &value); /* error: ignoring return value */
#else
	int err = deed_reg_read_at(&hw->regs, BOARD_LANE, which, &value);

	if (err)
		return err;
#endif
	return value & 0xff;
}

MODULE_DESCRIPTION("misuse: register index unchecked");
MODULE_LICENSE("GPL");
