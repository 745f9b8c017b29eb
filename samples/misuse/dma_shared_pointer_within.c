// SPDX-License-Identifier: GPL-2.0
/*
 * Shared memory has a pointer in a struct of it: the device says where it leads.
 */
#include <linux/module.h>

#include <deed/dma_shared.h>
#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_MAIL, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LOG, 0x08, dma, struct deed_dma_addr);

struct card_cookie {
#ifdef MISUSE
	const u64 *of;
#else
	u64 of;
#endif
};

struct card_mail {
	struct deed_dma_le64 next;
	__le32 len;
	__le32 which;
	u8 name[16];
	struct card_cookie cookie;
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

static __used u64 card_look(const struct card_hw *hw)
{
	struct card_cookie cookie = deed_shared_read(&hw->mail, cookie);

#ifdef MISUSE
	return *cookie.of;
#else
	return cookie.of != 0;
#endif
}

MODULE_DESCRIPTION("misuse: dma shared pointer within");
MODULE_LICENSE("GPL");
