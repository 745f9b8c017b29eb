// SPDX-License-Identifier: GPL-2.0
/*
 * The device is told of memory that there is not.
 */
#include <deed/module.h>

#include <deed/dma_shared.h>
#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_MAIL, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LOG, 0x08, dma, struct deed_dma_addr);

struct card_mail {
	struct deed_dma_le64 next;
	__le32 len;
	__le32 which;
	u8 name[16];
};

struct card_log {
	__le32 lines[16];
};

DEED_DMA_SHARED_TYPE(card_mailbox, struct card_mail);
DEED_DMA_SHARED_TYPE(card_logbook, struct card_log);

struct card_hw {
	struct card_regs regs;
	struct deed_dma dma;
	struct card_mailbox mail;
	struct card_logbook log;
};

DEED_DMA_SHARED(card_mailbox, struct card_hw, mail, regs, CARD_MAIL);
DEED_DMA_SHARED(card_logbook, struct card_hw, log, regs, CARD_LOG);

DEED_DEVICE_TYPE(card_place, struct card_hw);

struct card {
	struct card_place dev;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static int card_probe(struct deed_pci *pci, struct card *c, struct card_hw *hw)
{
	int err = card_regs_map(&hw->regs, deed_pci_bar(pci, 0)) ?:
		  deed_pci_dma(pci, 32, &hw->dma) ?:
		  card_logbook_alloc(&hw->log, &hw->dma);

	if (err)
		return err;
#ifdef MISUSE
	return 0; /* error: [deed-contract] */
#else
	return card_mailbox_alloc(&hw->mail, &hw->dma);
#endif
}

DEED_PCI_IDS(card_ids, { PCI_DEVICE(0x1234, 0x11e8) });

DEED_PCI_DRIVER(card_driver, "card", card_ids, card_ref, dev, card_probe);

deed_module(card_driver, card_driver_register);

MODULE_DESCRIPTION("misuse: dma shared not made");
MODULE_LICENSE("GPL");
