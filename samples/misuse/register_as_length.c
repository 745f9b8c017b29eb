// SPDX-License-Identifier: GPL-2.0
/*
 * What the device says is a length, and it is used before it was checked.
 */
#include <linux/module.h>

#include <deed/mmio.h>
#include <deed/user.h>

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_LEN, 0x08, ro, struct deed_untrusted_u32);

struct board_hw {
	struct board_regs regs;
};

static __used int clear(const struct board_hw *hw, u8 frame[64])
{
	struct deed_untrusted_u32 len = deed_reg_read(&hw->regs, BOARD_LEN);

#ifdef MISUSE
	memset(frame, 0, len); /* error: incompatible type for argument */
	return 0;
#else
	u32 checked;
	int err = deed_check_range(len, 0, 64, &checked);

	if (!err)
		memset(frame, 0, checked);
	return err;
#endif
}

MODULE_DESCRIPTION("misuse: register as length");
MODULE_LICENSE("GPL");
