// SPDX-License-Identifier: GPL-2.0
/*
 * The last line is written, by a number that is one too large: that is half of an address.
 */
#include <linux/module.h>

#include <deed/dma_shared.h>
#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_MAIL, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LOG, 0x08, dma, struct deed_dma_addr);

/* Sixteen lines, and then where the other is. */
struct card_mail {
	__le32 lines[16];
	struct deed_dma_le64 next;
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

static __used void card_write_last(const struct card_hw *hw, __le32 line)
{
#ifdef MISUSE
	deed_shared_write(&hw->mail, lines[16], line); /* error: an element */
#else
	if (deed_shared_write_at(&hw->mail, lines, 15, line))
		return;
#endif
	deed_shared_point(hw, mail, next, log);
}

MODULE_DESCRIPTION("misuse: dma shared one too far");
MODULE_LICENSE("GPL");
