// SPDX-License-Identifier: GPL-2.0
/*
 * A bus wants the device exclusively, which others use at the same time.
 */
#include <linux/module.h>

#include <deed/regmap.h>

struct board {
	unsigned int shadow;
};

#ifdef MISUSE
static int board_read(struct board *board, unsigned int reg, unsigned int *value)
#else
static int board_read(const struct board *board, unsigned int reg, unsigned int *value)
#endif
{
	*value = board->shadow;
	return 0;
}

static int board_write(const struct board *board, unsigned int reg, unsigned int value)
{
	return -EPERM;
}

#ifdef MISUSE
DEED_REGMAP_BUS(board_bus, struct board, board_read, board_write); /* error: board_read(): not */
#else
DEED_REGMAP_BUS(board_bus, struct board, board_read, board_write);
#endif

MODULE_DESCRIPTION("misuse: regmap callback type");
MODULE_LICENSE("GPL");
