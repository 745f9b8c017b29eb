// SPDX-License-Identifier: GPL-2.0
/*
 * Some devices have no second region: nobody can see whether the registers are there.
 */
#include <linux/module.h>

#include <deed/mmio.h>
#include <deed/platform.h>

DEED_MMIO(board_regs, 0x10);
DEED_MMIO(board_more, 4);
DEED_REG(board_more, BOARD_MORE, 0, rw, u32);
DEED_MMIO_OPTIONAL(board_optional, board_more);

struct board_hw {
	struct board_regs regs;
#ifdef MISUSE
	struct board_more more;
#else
	struct board_optional more;
#endif
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
	bool has_more;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int board_probe(struct deed_platform *dev, struct board *b, struct board_hw *hw)
{
	int err = board_regs_map(&hw->regs, deed_platform_mem(dev, 0));

	if (err)
		return err;
#ifdef MISUSE
	err = board_more_map(&hw->more, deed_platform_mem(dev, 1));
	b->has_more = !err;
	return err == -ENOENT ? 0 : err; /* error: [deed-contract] */
#else
	return board_optional_map(&hw->more, deed_platform_mem(dev, 1));
#endif
}

static int board_start(const struct board *b, const struct board_hw *hw,
		       struct board_place_scope *scope)
{
#ifdef MISUSE
	const struct board_more *more = b->has_more ? &hw->more : NULL;
#else
	const struct board_more *more = board_optional_get(&hw->more);
#endif

	if (more)
		deed_reg_write(more, BOARD_MORE, 1);
	return 0;
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe,
		     start, board_start);

static __used bool board_registers(void)
{
	deed_own(board_driver, driver) = board_driver_register();

	return deed_ok(driver);
}

MODULE_DESCRIPTION("misuse: region of some devices");
MODULE_LICENSE("GPL");
