// SPDX-License-Identifier: GPL-2.0
/*
 * A device with an interrupt for each direction, and probe forgets one of them.
 */
#include <linux/module.h>

#include <deed/module.h>
#include <deed/pci.h>

struct channel_hw {
	struct deed_irq irq;
	u32 number;
};

struct board_hw {
	struct channel_hw rx, tx;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static irqreturn_t board_sent(const struct board *b, const struct board_hw *hw)
{
	return hw->tx.number ? IRQ_HANDLED : IRQ_NONE;
}

DEED_IRQ(board_tx_irq, board_ref, dev, tx.irq, thread, board_sent);

static deed_fills(2) int
channel_fill(struct deed_pci *pci, struct channel_hw *channel, u32 number)
{
	channel->number = number;
	return deed_pci_irq(pci, number, &channel->irq);
}

static int board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
	int err = deed_pci_irqs(pci, 2, 2);

	if (err < 0)
		return err;
	err = channel_fill(pci, &hw->rx, 0);
#ifndef MISUSE
	if (!err)
		err = channel_fill(pci, &hw->tx, 1);
#endif
	return err; /* error: [deed-contract] */
}

static int board_start(const struct board *b, const struct board_hw *hw,
		       struct board_place_scope *scope)
{
	return board_tx_irq_request(scope);
}

DEED_PCI_IDS(board_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(board_driver, "board", board_ids, board_ref, dev, board_probe, start, board_start);
deed_module(board_driver, board_driver_register);

MODULE_DESCRIPTION("misuse: hw part not filled");
MODULE_LICENSE("GPL");
