// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-hda-<N>: asks the codecs of an Intel High Definition Audio controller, the
 * driver with memory to copy that the device shares.
 *
 * There are two queues in it: of commands (CORB), and of what the codecs answer (RIRB).
 * No streams are played.
 *
 * Source: Intel, High Definition Audio Specification, revision 1.0a, chapters 3 and 4.
 */
#include <deed/chrdev.h>
#include <deed/delay.h>
#include <deed/dma_shared.h>
#include <deed/module.h>
#include <deed/pci.h>

#include "deed_hda.h"

#define HDA_ENTRIES	256
#define HDA_CODEC_US	1000 /* 25 frames, until codecs have reported */
#define HDA_PAUSE_US	10
#define HDA_PATIENCE_US	100000

DEED_BITS(hda_cap, u16);
DEED_FIELD(hda_cap, HDA_CAP_64BIT, BIT(0));

DEED_BITS(hda_gctl, u32);
DEED_FIELD(hda_gctl, HDA_GCTL_ON, BIT(0)); /* 0: reset */

DEED_BITS(hda_pointer, u16);
DEED_FIELD(hda_pointer, HDA_POINTER_AT, GENMASK(7, 0));
DEED_FIELD(hda_pointer, HDA_POINTER_RESET, BIT(15));

DEED_BITS(hda_queue, u8);
DEED_FIELD(hda_queue, HDA_QUEUE_ANSWERED, BIT(0)); /* RIRB: says so in its status */
DEED_FIELD(hda_queue, HDA_QUEUE_RUN, BIT(1));

DEED_BITS(hda_answered, u8);
DEED_FIELD(hda_answered, HDA_ANSWERED, BIT(0));

DEED_MMIO_DMA(hda_regs, 0x80);
DEED_REG(hda_regs, HDA_CAP, 0x00, ro, struct hda_cap);
DEED_REG(hda_regs, HDA_GCTL, 0x08, rw, struct hda_gctl);
DEED_REG(hda_regs, HDA_CODECS, 0x0e, ro, u16); /* which there are */
DEED_REG_SPLIT(hda_regs, HDA_CORB, 0x40, dma, struct deed_dma_addr);
DEED_REG(hda_regs, HDA_CORB_WRITTEN, 0x48, rw, struct hda_pointer);
DEED_REG(hda_regs, HDA_CORB_READ, 0x4a, rw, struct hda_pointer);
DEED_REG(hda_regs, HDA_CORB_CTL, 0x4c, rw, struct hda_queue);
DEED_REG(hda_regs, HDA_CORB_SIZE, 0x4e, wo, u8);
DEED_REG_SPLIT(hda_regs, HDA_RIRB, 0x50, dma, struct deed_dma_addr);
DEED_REG(hda_regs, HDA_RIRB_WRITTEN, 0x58, rw, struct hda_pointer);
DEED_REG(hda_regs, HDA_RIRB_COUNT, 0x5a, wo, u16); /* answers, before it waits for us */
DEED_REG(hda_regs, HDA_RIRB_CTL, 0x5c, rw, struct hda_queue);
DEED_REG(hda_regs, HDA_RIRB_STATUS, 0x5d, w1c, struct hda_answered);
DEED_REG(hda_regs, HDA_RIRB_SIZE, 0x5e, wo, u8);

#define HDA_SIZE_256	2

/* What the device shares with us. */
struct hda_commands {
	__le32 verb[HDA_ENTRIES];
};

struct hda_answers {
	__le64 answer[HDA_ENTRIES]; /* what it says, and above that which codec it was */
};

DEED_DMA_SHARED_TYPE(hda_corb, struct hda_commands);
DEED_DMA_SHARED_TYPE(hda_rirb, struct hda_answers);

/* What the device gives, until unbind. */
struct hda_hw {
	struct hda_regs regs;
	struct deed_dma dma;
	struct hda_corb corb;
	struct hda_rirb rirb;
};

DEED_DMA_SHARED(hda_corb, struct hda_hw, corb, regs, HDA_CORB);
DEED_DMA_SHARED(hda_rirb, struct hda_hw, rirb, regs, HDA_RIRB);

DEED_DEVICE_TYPE(hda_device, struct hda_hw);

/* Who asks, one at a time. */
struct hda_turn {
	u8 asked; /* the last command, and its answer */
	bool lost; /* the queues: an answer may still come, or the device has slept */
};

DEED_CELL_TYPE(hda_cell, mutex, struct hda_turn);

/* The state: shared by all files, and const for them. */
struct hda {
	struct hda_device dev;
	struct deed_misc misc;
	struct hda_cell turn;
};

DEED_DEVICE_REF(hda_ref, struct hda, dev, deed_plain);

/* Silent afterwards. */
static int hda_off(const struct hda_regs *regs)
{
	struct hda_gctl gctl;

	deed_reg_write(regs, HDA_GCTL, (struct hda_gctl){});
	return deed_reg_poll(regs, HDA_GCTL, gctl, !deed_field_get(HDA_GCTL_ON, gctl),
			     HDA_PAUSE_US, HDA_PATIENCE_US);
}

static int hda_on(const struct hda_regs *regs)
{
	struct hda_gctl gctl;
	int err;

	deed_reg_write(regs, HDA_GCTL, deed_field_prep(HDA_GCTL_ON, 1));
	err = deed_reg_poll(regs, HDA_GCTL, gctl, deed_field_get(HDA_GCTL_ON, gctl),
			    HDA_PAUSE_US, HDA_PATIENCE_US);
	if (!err)
		deed_sleep_us(HDA_CODEC_US);
	return err;
}

/* Both queues are empty, and go. */
static int hda_begin(const struct hda_hw *hw)
{
	const struct hda_regs *regs = &hw->regs;
	struct hda_queue answers = deed_field_prep(HDA_QUEUE_RUN, 1);
	int err = hda_off(regs) ?: hda_on(regs) ?: hda_corb_tell(hw) ?: hda_rirb_tell(hw);

	if (err)
		return err;
	deed_reg_write(regs, HDA_CORB_SIZE, HDA_SIZE_256);
	deed_reg_write(regs, HDA_CORB_WRITTEN, (struct hda_pointer){});
	deed_reg_write(regs, HDA_CORB_READ, deed_field_prep(HDA_POINTER_RESET, 1));
	deed_reg_write(regs, HDA_CORB_READ, (struct hda_pointer){});
	deed_reg_write(regs, HDA_RIRB_SIZE, HDA_SIZE_256);
	deed_reg_write(regs, HDA_RIRB_WRITTEN, deed_field_prep(HDA_POINTER_RESET, 1));
	deed_reg_write(regs, HDA_RIRB_COUNT, 1);
	deed_field_set(HDA_QUEUE_ANSWERED, &answers, 1);
	deed_reg_write(regs, HDA_RIRB_CTL, answers);
	deed_reg_write(regs, HDA_CORB_CTL, deed_field_prep(HDA_QUEUE_RUN, 1));
	return 0;
}

/* An answer that did not come in time is not taken for another. */
static int hda_begin_anew(const struct hda_hw *hw, struct hda_turn *turn)
{
	int err;

	if (!turn->lost)
		return 0;
	err = hda_begin(hw);
	turn->asked = 0;
	turn->lost = err;
	return err;
}

/* The command goes into its place, and then the device is told: in this order. */
static int hda_put(const struct hda_hw *hw, struct hda_turn *turn, u32 verb)
{
	int err = deed_shared_write_at(&hw->corb, verb, ++turn->asked, cpu_to_le32(verb));

	if (!err)
		deed_reg_write(&hw->regs, HDA_CORB_WRITTEN,
			       deed_field_prep(HDA_POINTER_AT, turn->asked));
	return err;
}

static int hda_get(const struct hda_hw *hw, struct hda_turn *turn, u32 *answer)
{
	struct hda_pointer at;
	__le64 said;
	int err = deed_reg_poll(&hw->regs, HDA_RIRB_WRITTEN, at,
				deed_field_get(HDA_POINTER_AT, at) == turn->asked,
				HDA_PAUSE_US, HDA_PATIENCE_US);

	turn->lost = err;
	err = err ?: deed_shared_read_at(&hw->rirb, answer, turn->asked, &said);
	if (err)
		return err;
	deed_reg_clear(&hw->regs, HDA_RIRB_STATUS, deed_field_prep(HDA_ANSWERED, 1));
	*answer = le64_to_cpu(said);
	return 0;
}

static int hda_ask(const struct hda *h, u32 verb, u32 *answer)
{
	deed_lock(mutex, turn, &h->turn);

	deed_own(hda_device_live, live) = hda_device_enter(&h->dev);
	if (!deed_ok(live))
		return deed_err(live);

	const struct hda_hw *hw = hda_device_hw(&live);

	if (!(deed_reg_read(&hw->regs, HDA_CODECS) & BIT(verb >> 28)))
		return -ENXIO;
	return hda_begin_anew(hw, turn) ?: hda_put(hw, turn, verb) ?:
	       hda_get(hw, turn, answer);
}

static int hda_ioctl(const struct hda *h, struct deed_ioctl *call)
{
	struct {
		struct deed_untrusted_u32 verb, answer;
	} user;
	struct deed_hda_verb v = {};
	int err;

	if (call->cmd != DEED_HDA_VERB)
		return -ENOTTY;
	err = deed_ioctl_read(call, &user) ?:
	      deed_check_range(user.verb, 0, U32_MAX, &v.verb) ?:
	      hda_ask(h, v.verb, &v.answer);
	return err ?: deed_ioctl_write(call, v);
}

static struct hda_ref hda_open(const struct hda *h, struct deed_open how)
{
	return hda_ref_get(h);
}

DEED_BOUND_CHRDEV(hda_node, hda_ref, dev, misc, hda_ref, hda_open, ioctl, hda_ioctl);

static int hda_probe(struct deed_pci *pci, struct hda *h, struct hda_hw *hw)
{
	bool wide;
	int err = hda_regs_map(&hw->regs, deed_pci_bar(pci, 0)) ?: hda_off(&hw->regs);

	if (err)
		return err;
	deed_cell_init(&h->turn);
	wide = deed_field_get(HDA_CAP_64BIT, deed_reg_read(&hw->regs, HDA_CAP));
	return deed_pci_dma(pci, wide ? 64 : 32, &hw->dma) ?:
	       hda_corb_alloc(&hw->corb, &hw->dma) ?: hda_rirb_alloc(&hw->rirb, &hw->dma);
}

static int hda_start(const struct hda *h, const struct hda_hw *hw,
		     struct hda_device_scope *scope)
{
	return hda_begin(hw) ?: hda_node_register_numbered(scope, "deed-hda-");
}

/* Nobody waits for it: it loses its right to reach memory before that is freed. */
static void hda_quiesce(const struct hda *h, const struct hda_hw *hw)
{
	deed_reg_write(&hw->regs, HDA_GCTL, (struct hda_gctl){});
}

/* Nobody asks now: who would is frozen, and has left the call. */
static int hda_suspend(const struct hda *h, const struct hda_hw *hw)
{
	deed_lock(mutex, turn, &h->turn);

	turn->lost = true;
	return hda_off(&hw->regs);
}

/* If it fails here, the next one who asks tries again. */
static int hda_resume(const struct hda *h, const struct hda_hw *hw)
{
	deed_lock(mutex, turn, &h->turn);

	return hda_begin_anew(hw, turn);
}

DEED_PCI_IDS(hda_ids, { PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x2668) });

DEED_PCI_DRIVER(hda_driver, "deed-hda", hda_ids, hda_ref, dev, hda_probe, start,
		hda_start, quiesce, hda_quiesce, suspend, hda_suspend, resume, hda_resume);

deed_module(hda_driver, hda_driver_register);

MODULE_DESCRIPTION("Asks the codecs of Intel's audio controllers, written with deed");
MODULE_LICENSE("GPL");
