// SPDX-License-Identifier: GPL-2.0
/*
 * A register is a struct with a pointer: the device says where it leads.
 */
#include <linux/module.h>

#include <deed/mmio.h>

DEED_MMIO(card_regs, 0x100);

struct card_answer {
#ifdef MISUSE
	const u32 *where;
#else
	u64 where;
#endif
};

DEED_REG(card_regs, CARD_ANSWER, 0x00, ro, struct card_answer); /* error: [deed-untrusted] */

static __used u32 card_look(const struct card_regs *regs)
{
#ifdef MISUSE
	return *deed_reg_read(regs, CARD_ANSWER).where;
#else
	return upper_32_bits(deed_reg_read(regs, CARD_ANSWER).where);
#endif
}

MODULE_DESCRIPTION("misuse: mmio register of pointer");
MODULE_LICENSE("GPL");
