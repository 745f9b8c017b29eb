// SPDX-License-Identifier: GPL-2.0
/*
 * A register is a handle: each time that it is read there is one more owner.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/mmio.h>

DEED_MMIO(card_regs, 0x100);

struct card_job {
	u32 number;
};

DEED_BOX(card_job_box, struct card_job, deed_plain);
#ifdef MISUSE
DEED_REG(card_regs, CARD_JOB, 0x00, rw, struct card_job_box); /* error: [deed-untrusted] */

static __used void card_forget(const struct card_regs *regs)
{
	deed_own(card_job_box, job) = deed_reg_read(regs, CARD_JOB);
}
#else
DEED_REG(card_regs, CARD_JOB, 0x00, rw, u32);

static __used u32 card_last(const struct card_regs *regs)
{
	return deed_reg_read(regs, CARD_JOB);
}
#endif

MODULE_DESCRIPTION("misuse: mmio register of handle");
MODULE_LICENSE("GPL");
