// SPDX-License-Identifier: GPL-2.0
/*
 * 64 bits are asked for when 32 were granted, and the device may get an address that it has
 * no room for.
 */
#include <deed/module.h>
#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LENGTH, 0x08, dma, u32);
DEED_REG(card_regs, CARD_GO, 0x0c, dma, u32);
DEED_REG(card_regs, CARD_BUSY, 0x10, ro, u32);

struct card_hw {
	struct card_regs regs;
	struct deed_dma dma;
};

DEED_DEVICE_TYPE(card_place, struct card_hw);
DEED_DMA_CHANNEL_TYPE(card_out, tx);

struct card_work {
	struct card_out out;
};

DEED_CELL_TYPE(card_cell, spin_irq, struct card_work);

struct card {
	struct card_place dev;
	struct card_cell work;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static bool card_busy(const struct card_hw *hw)
{
	return deed_reg_read(&hw->regs, CARD_BUSY);
}

static int card_stop(const struct card_hw *hw)
{
	u32 busy;

	return deed_reg_poll(&hw->regs, CARD_BUSY, busy, !busy, 10, 1000);
}

DEED_DMA_CHANNEL(card_out, card_ref, dev, work, out, dma, regs, CARD_ADDRESS,
		 CARD_LENGTH, CARD_GO, 1, card_busy, card_stop);

static int card_probe(struct deed_pci *pci, struct card *c, struct card_hw *hw)
{
	int err = card_regs_map(&hw->regs, deed_pci_bar(pci, 0));

	if (err)
		return err;
	deed_cell_init(&c->work);
	card_out_init(c);
	err = deed_pci_dma(pci, 32, &hw->dma);
#ifdef MISUSE
	if (!err)
		err = deed_pci_dma(pci, 64, &hw->dma); /* error: [deed-overwrite] */
#else
	if (err)
		err = deed_pci_dma(pci, 64, &hw->dma);
#endif
	return err;
}

DEED_PCI_IDS(card_ids, { PCI_DEVICE(0x1234, 0x11e8) });
DEED_PCI_DRIVER(card_driver, "card", card_ids, card_ref, dev, card_probe);
deed_module(card_driver, card_driver_register);

MODULE_DESCRIPTION("misuse: dma mask set twice");
MODULE_LICENSE("GPL");
