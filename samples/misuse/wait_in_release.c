// SPDX-License-Identifier: GPL-2.0
/*
 * The state's release function waits for a last report. Unbind calls it if no file is
 * open, and holds the lock of the device.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/platform.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(board_place, struct deed_no_hw);

struct board {
	struct board_place dev;
	struct deed_completion reported;
};

static void board_release(struct board *b)
{
#ifdef MISUSE
	if (deed_completion_wait_killable(&b->reported)) /* error: [deed-waits-live] */
#else
	if (deed_completion_wait_timeout(&b->reported, HZ))
#endif
		pr_info("board: no report\n");
}

DEED_DEVICE_REF(board_ref, struct board, dev, board_release);

static int board_probe(struct deed_platform *dev, struct board *b,
		       struct deed_no_hw *hw)
{
	deed_completion_init(&b->reported);
	return 0;
}

DEED_PLATFORM_DRIVER(board_driver, "board", board_ref, dev, board_probe);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: wait in release");
MODULE_LICENSE("GPL");
