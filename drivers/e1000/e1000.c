// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-e1000-<N>: raw frames to and from an Intel 82540EM (e1000), the driver
 * with descriptor rings to copy.
 *
 * write() sends one frame, read() takes one that was received, and waits for it. With
 * loopback=1 the PHY sends back what it should send.
 *
 * Source: Intel, PCI/PCI-X Family of Gigabit Ethernet Controllers Software Developer's
 * Manual (317453), chapters 3 and 13.
 */
#include <deed/chrdev.h>
#include <deed/delay.h>
#include <deed/dma_pool.h>
#include <deed/dma_ring.h>
#include <deed/module.h>
#include <deed/pci.h>

#define NIC_DESCS	16
#define NIC_BUFFER	2048 /* as the device is told */
#define NIC_FRAME_MIN	14
#define NIC_FRAME_MAX	1514
#define NIC_RESET_US	5000
#define NIC_PAUSE_US	100
#define NIC_PATIENCE_US	10000

DEED_PARAM_UINT(loopback, 0, 0, 1, "1: what is sent comes back");

DEED_BITS(nic_ctrl, u32);
DEED_FIELD(nic_ctrl, NIC_CTRL_RESET, BIT(26));
DEED_FIELD(nic_ctrl, NIC_CTRL_LINK, BIT(6)); /* set link up */

/* MDI control: an access to the PHY */
DEED_BITS(nic_mdic, u32);
DEED_FIELD(nic_mdic, NIC_MDIC_DATA, GENMASK(15, 0));
DEED_FIELD(nic_mdic, NIC_MDIC_REG, GENMASK(20, 16));
DEED_FIELD(nic_mdic, NIC_MDIC_PHY, GENMASK(25, 21));
DEED_FIELD(nic_mdic, NIC_MDIC_WRITE, BIT(26));
DEED_FIELD(nic_mdic, NIC_MDIC_READY, BIT(28));

/* Why it interrupts; what may, and what may not */
DEED_BITS(nic_cause, u32);
DEED_FIELD(nic_cause, NIC_CAUSE_SENT, BIT(0));
DEED_FIELD(nic_cause, NIC_CAUSE_RECEIVED, BIT(7));
DEED_FIELD(nic_cause, NIC_CAUSE_ANY, GENMASK(16, 0));

DEED_BITS(nic_rctl, u32);
DEED_FIELD(nic_rctl, NIC_RCTL_ON, BIT(1));
DEED_FIELD(nic_rctl, NIC_RCTL_ALL, GENMASK(4, 3)); /* to whomever it is addressed */
DEED_FIELD(nic_rctl, NIC_RCTL_BROADCAST, BIT(15));
DEED_FIELD(nic_rctl, NIC_RCTL_STRIP, BIT(26)); /* the checksum at the end */

DEED_BITS(nic_tctl, u32);
DEED_FIELD(nic_tctl, NIC_TCTL_ON, BIT(1));
DEED_FIELD(nic_tctl, NIC_TCTL_PAD, BIT(3)); /* to 64 bytes */

DEED_MMIO_DMA(nic_regs, 0x4000);
DEED_REG(nic_regs, NIC_CTRL, 0x0000, rw, struct nic_ctrl);
DEED_REG(nic_regs, NIC_MDIC, 0x0020, rw, struct nic_mdic);
DEED_REG(nic_regs, NIC_ICR, 0x00c0, ro, struct nic_cause); /* a read clears it */
DEED_REG(nic_regs, NIC_IMS, 0x00d0, wo, struct nic_cause);
DEED_REG(nic_regs, NIC_IMC, 0x00d8, wo, struct nic_cause);
DEED_REG(nic_regs, NIC_RCTL, 0x0100, wo, struct nic_rctl);
DEED_REG(nic_regs, NIC_TCTL, 0x0400, wo, struct nic_tctl);
DEED_REG_SPLIT(nic_regs, NIC_RDBA, 0x2800, dma, struct deed_dma_addr);
DEED_REG(nic_regs, NIC_RDLEN, 0x2808, dma, u32);
DEED_REG(nic_regs, NIC_RDH, 0x2810, dma, u32);
DEED_REG(nic_regs, NIC_RDT, 0x2818, dma, u32);
DEED_REG_SPLIT(nic_regs, NIC_TDBA, 0x3800, dma, struct deed_dma_addr);
DEED_REG(nic_regs, NIC_TDLEN, 0x3808, dma, u32);
DEED_REG(nic_regs, NIC_TDH, 0x3810, dma, u32);
DEED_REG(nic_regs, NIC_TDT, 0x3818, dma, u32);

/* The descriptors, as the device has them. */
struct nic_tx_desc {
	struct deed_dma_le64 address;
	struct deed_dma_le16 length;
	u8 checksum_offset;
	u8 command;
	u8 status;
	u8 checksum_start;
	__le16 special;
};

#define NIC_TX_COMMAND	0x0b /* a whole frame; add its checksum; report */
#define NIC_TX_DONE	0x01

struct nic_rx_desc {
	struct deed_dma_le64 address;
	__le16 length;
	__le16 checksum;
	u8 status;
	u8 errors;
	__le16 special;
};

#define NIC_RX_DONE	0x01
#define NIC_RX_WHOLE	0x02

DEED_DMA_RING_TYPE(nic_tx, tx, struct nic_tx_desc, NIC_DESCS, 0);
DEED_DMA_RING_TYPE(nic_rx, pooled_rx, struct nic_rx_desc, NIC_DESCS, NIC_BUFFER);

/* What the device gives, until unbind. */
struct nic_hw {
	struct nic_regs regs;
	struct deed_irq irq;
	struct deed_dma dma;
	struct nic_tx_descs tx;
	struct nic_rx_descs rx;
	struct deed_dma_rx_pool frames;
};

DEED_DEVICE_TYPE(nic_device, struct nic_hw);

struct nic_rings {
	struct nic_tx_ring tx;
	struct nic_rx_ring rx;
};

DEED_CELL_TYPE(nic_cell, spin_irq, struct nic_rings);

/* The state: shared by all files and handlers, and const for them. */
struct nic {
	struct nic_device dev;
	struct deed_misc misc;
	struct nic_cell rings;
	struct deed_bound_queue changed; /* the rings */
};

DEED_DEVICE_REF(nic_ref, struct nic, dev, deed_plain);

static void nic_tx_fill(struct nic_tx_desc *d, u32 len)
{
	d->command = NIC_TX_COMMAND;
}

static bool nic_tx_done(u8 status)
{
	return status & NIC_TX_DONE;
}

/* The address is all that it needs. */
static void nic_rx_fill(struct nic_rx_desc *d, u32 len)
{
}

static bool nic_rx_done(u8 status)
{
	return status & NIC_RX_DONE;
}

/* Silent afterwards, or gone: no interrupt, no DMA. */
static int nic_reset(const struct nic_regs *regs)
{
	struct nic_ctrl ctrl;

	deed_reg_write(regs, NIC_IMC, deed_field_prep(NIC_CAUSE_ANY, 0x1ffff));
	deed_reg_write(regs, NIC_RCTL, (struct nic_rctl){});
	deed_reg_write(regs, NIC_TCTL, (struct nic_tctl){});
	deed_reg_write(regs, NIC_CTRL, deed_field_prep(NIC_CTRL_RESET, 1));
	/* it does not answer at first, and then reads its EEPROM */
	deed_sleep_us(NIC_RESET_US);
	ctrl = deed_reg_read(regs, NIC_CTRL);
	return deed_reg_gone(NIC_CTRL, ctrl) || !deed_field_get(NIC_CTRL_RESET, ctrl) ?
		       0 : -ETIMEDOUT;
}

static int nic_stop(const struct nic_hw *hw)
{
	return nic_reset(&hw->regs);
}

DEED_DMA_RING(nic_tx, nic_ref, dev, rings, tx, dma, tx, address, status, nic_tx_fill,
	      nic_tx_done, nic_stop, length);
DEED_DMA_RING_REGS(nic_tx, regs, NIC_TDBA, NIC_TDLEN, bytes, NIC_TDT, NIC_TDH);

DEED_DMA_RING(nic_rx, nic_ref, dev, rings, rx, dma, rx, address, status, nic_rx_fill,
	      nic_rx_done, nic_stop);
DEED_DMA_RING_REGS(nic_rx, regs, NIC_RDBA, NIC_RDLEN, bytes, NIC_RDT, NIC_RDH);

static irqreturn_t nic_interrupt(const struct nic *n, const struct nic_hw *hw,
				 const struct deed_hardirq *in)
{
	struct nic_cause cause = deed_reg_read(&hw->regs, NIC_ICR);

	if (!nic_cause_any(cause) || deed_reg_gone(NIC_ICR, cause))
		return IRQ_NONE;

	deed_lock_hardirq(rings, &n->rings, in);
	for (;;) {
		struct nic_tx_desc done = {}; /* stays in registers so */

		deed_own(deed_dma_tx, sent) = nic_tx_reap(rings, &done);
		if (!deed_ok(sent))
			break;
	}
	deed_wake(&n->changed, EPOLLIN | EPOLLRDNORM | EPOLLOUT | EPOLLWRNORM);
	return IRQ_HANDLED;
}

DEED_IRQ(nic_irq, nic_ref, dev, irq, hard, nic_interrupt);

static ssize_t nic_write(const struct nic *n, struct deed_iter_reader *from)
{
	size_t len = deed_iter_left(from);

	if (len < NIC_FRAME_MIN || len > NIC_FRAME_MAX)
		return -EMSGSIZE;

	deed_own(deed_dma_tx, buf) = nic_tx_alloc(n, len);
	if (!deed_ok(buf))
		return deed_err(buf);
	if (deed_iter_read(from, deed_dma_tx_bytes(&buf)) < len)
		return -EFAULT;

	deed_own(nic_cell_guard, g) = nic_cell_lock(&n->rings);
	int err = deed_io_wait(from, &n->changed, &g, nic_tx_room(nic_cell_data(&g))) ?:
		  nic_tx_post(nic_cell_data(&g), deed_move(buf));

	if (err)
		return err;
	nic_tx_kick(nic_cell_data(&g));
	return len;
}

/* A frame that was received, and how long it is; its buffer is the caller's. */
static struct deed_dma_pooled_rx nic_next(const struct nic *n, struct deed_iter_writer *to,
					  size_t *len)
{
	deed_own(nic_cell_guard, g) = nic_cell_lock(&n->rings);
	struct nic_rx_desc done = {}; /* as above */
	int err = deed_io_wait(to, &n->changed, &g, nic_rx_ready(nic_cell_data(&g)));

	if (err)
		return deed_fail(deed_dma_pooled_rx, err);

	deed_own(deed_dma_pooled_rx, buf) = nic_rx_reap(nic_cell_data(&g), &done);

	*len = min_t(size_t, le16_to_cpu(done.length), NIC_BUFFER);
	if (done.errors || !(done.status & NIC_RX_WHOLE))
		*len = 0;
	return deed_move(buf);
}

static int nic_give_back(const struct nic *n, struct deed_dma_pooled_rx empty)
{
	deed_own(deed_dma_pooled_rx, buf) = deed_move(empty);
	deed_lock(spin_irq, rings, &n->rings);
	int err = nic_rx_post(rings, deed_move(buf));

	if (!err)
		nic_rx_kick(rings);
	return err;
}

static ssize_t nic_read(const struct nic *n, struct deed_iter_writer *to)
{
	size_t len, room = deed_iter_left(to);

	deed_own(deed_dma_pooled_rx, buf) = nic_next(n, to, &len);
	if (!deed_ok(buf))
		return deed_err(buf);

	struct deed_bytes frame = deed_bytes_head(deed_dma_pooled_rx_bytes(&buf), len);
	size_t copied = deed_iter_write(to, frame);
	int err = nic_give_back(n, deed_move(buf));

	if (err)
		return err;
	if (!len) /* not the end of the file */
		return -EIO;
	return copied < min(len, room) ? -EFAULT : copied;
}

static __poll_t nic_poll(const struct nic *n, const struct deed_poll *pt)
{
	deed_poll_wait(pt, &n->changed);

	deed_lock(spin_irq, rings, &n->rings);
	return (nic_rx_ready(rings) ? EPOLLIN | EPOLLRDNORM : 0) |
	       (nic_tx_room(rings) ? EPOLLOUT | EPOLLWRNORM : 0);
}

static struct nic_ref nic_open(const struct nic *n, struct deed_open how)
{
	return nic_ref_get(n);
}

DEED_BOUND_CHRDEV(nic_node, nic_ref, dev, misc, nic_ref, nic_open, read, nic_read, write,
		  nic_write, poll, nic_poll);

/* Writes a register of the PHY. */
static int nic_phy_write(const struct nic_regs *regs, unsigned int reg, u16 value)
{
	struct nic_mdic mdic = deed_field_prep(NIC_MDIC_DATA, value);

	deed_field_set(NIC_MDIC_REG, &mdic, reg);
	deed_field_set(NIC_MDIC_PHY, &mdic, 1);
	deed_field_set(NIC_MDIC_WRITE, &mdic, 1);
	deed_reg_write(regs, NIC_MDIC, mdic);
	return deed_reg_poll(regs, NIC_MDIC, mdic, deed_field_get(NIC_MDIC_READY, mdic),
			     NIC_PAUSE_US, NIC_PATIENCE_US);
}

#define NIC_PHY_CONTROL	0
#define NIC_PHY_NEGOTIATES 0x1140
#define NIC_PHY_LOOPBACK 0x4140 /* at 1000 Mbit/s, full duplex */

/* What does not depend on the bus. */
static void nic_setup(struct nic *n)
{
	deed_cell_init(&n->rings);
	nic_tx_init(n);
	nic_rx_init(n);
	deed_bound_queue_init(n, changed, dev);
}

static int nic_probe(struct deed_pci *pci, struct nic *n, struct nic_hw *hw)
{
	int err = nic_regs_map(&hw->regs, deed_pci_bar(pci, 0)) ?:
		  nic_reset(&hw->regs) ?: deed_pci_dma(pci, 64, &hw->dma) ?:
		  nic_tx_descs_alloc(&hw->tx, &hw->dma) ?:
		  nic_rx_descs_alloc(&hw->rx, &hw->dma) ?:
		  deed_dma_rx_pool_alloc(&hw->frames, &hw->dma, NIC_BUFFER,
					 NIC_DESCS - 1);

	if (err)
		return err;
	nic_setup(n);
	err = deed_pci_irqs(pci, 1, 1);
	return err < 0 ? err : deed_pci_irq(pci, 0, &hw->irq);
}

static u32 nic_room(const struct nic *n)
{
	deed_lock(spin_irq, rings, &n->rings);
	return nic_rx_room(rings);
}

/* The device gets what it can have to receive into; readers give back what they hold. */
static int nic_fill_up(const struct nic *n, const struct nic_hw *hw)
{
	for (u32 i = nic_room(n); i; i--) {
		deed_own(deed_dma_pooled_rx, buf) = deed_dma_pooled_rx_take(&hw->frames);
		if (!deed_ok(buf))
			return 0;

		int err = nic_give_back(n, deed_move(buf));

		if (err)
			return err;
	}
	return 0;
}

static int nic_tell(const struct nic *n)
{
	deed_lock(spin_irq, rings, &n->rings);
	return nic_tx_tell(rings) ?: nic_rx_tell(rings);
}

static void nic_begin(const struct nic_regs *regs)
{
	struct nic_rctl rctl = deed_field_prep(NIC_RCTL_ON, 1);
	struct nic_cause cause = deed_field_prep(NIC_CAUSE_SENT, 1);

	deed_field_set(NIC_RCTL_ALL, &rctl, 3);
	deed_field_set(NIC_RCTL_BROADCAST, &rctl, 1);
	deed_field_set(NIC_RCTL_STRIP, &rctl, 1);
	deed_reg_write(regs, NIC_TCTL, nic_tctl_or(deed_field_prep(NIC_TCTL_ON, 1),
						   deed_field_prep(NIC_TCTL_PAD, 1)));
	deed_reg_write(regs, NIC_RCTL, rctl);
	deed_field_set(NIC_CAUSE_RECEIVED, &cause, 1);
	deed_reg_write(regs, NIC_IMS, cause);
}

/* From a device that was reset to one that sends and receives. */
static int nic_up(const struct nic *n, const struct nic_hw *hw)
{
	int err;

	deed_reg_write(&hw->regs, NIC_CTRL, deed_field_prep(NIC_CTRL_LINK, 1));
	err = nic_phy_write(&hw->regs, NIC_PHY_CONTROL,
			    loopback ? NIC_PHY_LOOPBACK : NIC_PHY_NEGOTIATES) ?:
	      nic_tell(n);
	if (err)
		return err;
	nic_begin(&hw->regs);
	return nic_fill_up(n, hw);
}

static int nic_start(const struct nic *n, const struct nic_hw *hw,
		     struct nic_device_scope *scope)
{
	return nic_irq_request(scope) ?: nic_up(n, hw) ?:
	       nic_node_register_numbered(scope, "deed-e1000-");
}

/* What was not sent by now is lost, as what was not read is. */
static int nic_down(const struct nic *n, const struct nic_hw *hw)
{
	return nic_tx_end(n, hw) ?: nic_rx_end(n, hw);
}

/* Also if it went down by half, and then did not sleep. */
static int nic_resume(const struct nic *n, const struct nic_hw *hw)
{
	int err = nic_down(n, hw) ?: nic_up(n, hw);

	deed_wake(&n->changed, EPOLLOUT | EPOLLWRNORM);
	return err;
}

DEED_PCI_IDS(nic_ids, { PCI_DEVICE(PCI_VENDOR_ID_INTEL, 0x100e) });

DEED_PCI_DRIVER(nic_driver, "deed-e1000", nic_ids, nic_ref, dev, nic_probe, start,
		nic_start, suspend, nic_down, resume, nic_resume);

deed_module(nic_driver, nic_driver_register);

MODULE_DESCRIPTION("Raw frames by Intel's 82540EM, written with deed");
MODULE_LICENSE("GPL");
