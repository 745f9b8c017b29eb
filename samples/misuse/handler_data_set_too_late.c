// SPDX-License-Identifier: GPL-2.0
/*
 * What a handler looks at is set when its interrupt has been requested, and may have
 * come.
 */
#include <linux/module.h>

#include <deed/irq.h>
#include <deed/pci.h>

struct board_hw {
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(board_place, struct board_hw);

struct board {
	struct board_place dev;
	u32 channels;
};

DEED_DEVICE_REF(board_ref, struct board, dev, deed_plain);

static irqreturn_t board_interrupt(const struct board *b, const struct board_hw *hw,
				   const struct deed_hardirq *in)
{
	return b->channels ? IRQ_HANDLED : IRQ_NONE;
}

DEED_IRQ(board_irq, board_ref, dev, irq, hard, board_interrupt);

static __used deed_fills(3) int
board_probe(struct deed_pci *pci, struct board *b, struct board_hw *hw)
{
#ifndef MISUSE
	b->channels = 4;
#endif
	return deed_pci_irq(pci, 0, &hw->irq);
}

static __used int board_start(const struct board *b, const struct board_hw *hw,
			      struct board_place_scope *scope)
{
	int err = board_irq_request(scope);

#ifdef MISUSE
	b->channels = 4; /* error: assignment of member 'channels' in read-only object */
#endif
	return err;
}

MODULE_DESCRIPTION("misuse: handler data set too late");
MODULE_LICENSE("GPL");
