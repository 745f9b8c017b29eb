// SPDX-License-Identifier: GPL-2.0
/*
 * An address in shared memory has a struct around it, so that anybody could move it.
 */
#include <linux/module.h>

#include <deed/dma_shared.h>
#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_MAIL, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LOG, 0x08, dma, struct deed_dma_addr);

struct card_where {
	struct deed_dma_le64 address;
};

struct card_mail {
	struct deed_dma_le64 next;
	__le32 len;
	__le32 which;
	u8 name[16];
#ifdef MISUSE
	struct card_where where;
#else
	struct deed_dma_le64 where;
#endif
};

struct card_log {
	__le32 lines[16];
};

DEED_DMA_SHARED_TYPE(card_mailbox, struct card_mail); /* error: [deed-untrusted] */
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

static __used void card_move(const struct card_hw *hw)
{
#ifdef MISUSE
	struct card_where where = deed_shared_read(&hw->mail, where);

	deed_shared_write(&hw->mail, where, where);
#else
	deed_shared_point(hw, mail, where, log);
#endif
}

MODULE_DESCRIPTION("misuse: dma shared address wrapped");
MODULE_LICENSE("GPL");
