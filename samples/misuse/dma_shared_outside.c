// SPDX-License-Identifier: GPL-2.0
/*
 * A line is written by its number, which nobody has checked: it may be anywhere.
 */
#include <linux/module.h>

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

static __used int card_write(const struct card_hw *hw, unsigned int line)
{
#ifdef MISUSE
	deed_shared_write(&hw->log, lines[line], 0); /* error: an element */
	return 0;
#else
	return deed_shared_write_at(&hw->log, lines, line, 0);
#endif
}

MODULE_DESCRIPTION("misuse: dma shared outside");
MODULE_LICENSE("GPL");
