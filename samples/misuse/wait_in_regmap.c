// SPDX-License-Identifier: GPL-2.0
/*
 * A register behind a bus of one's own is read when somebody has given an answer; and
 * is read by who holds a live-guard.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/platform.h>
#include <deed/regmap.h>
#include <deed/wait.h>

struct board_hw {
	struct deed_regmap map;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct slow {
	struct deed_completion answered;
	u32 word;
};

struct board {
	struct board_place dev;
	struct slow slow;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static int slow_read(const struct slow *s, unsigned int reg, unsigned int *value)
{
#ifdef MISUSE
	int err = deed_completion_wait_killable(&s->answered); /* error: [deed-waits-live] */
#else
	int err = deed_completion_wait_timeout(&s->answered, HZ);
#endif

	*value = s->word;
	return err;
}

static int slow_write(const struct slow *s, unsigned int reg, unsigned int value)
{
	return -EROFS;
}

DEED_REGMAP_BUS(slow_bus, struct slow, slow_read, slow_write);

static int board_probe(struct deed_platform *dev, struct board *b, struct board_hw *hw)
{
	deed_completion_init(&b->slow.answered);
	return slow_bus_regmap(&dev->scope, &b->slow, 0x10, &hw->map);
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: wait in regmap");
MODULE_LICENSE("GPL");
