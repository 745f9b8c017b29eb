// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/dma.h>: what a device is told of a buffer and when, that it is
 * nobody's meanwhile, and what becomes of it when the device goes.
 *
 * The registers of the device are memory; what is written there, and what is done
 * with buffers, is logged in one order: see dma_log.h.
 */
#include "dma_log.h"

#include <linux/module.h>
#include <linux/unaligned.h>

#include <deed/irq.h>
#include <deed/pci.h>
#include <deed/platform.h>

#include "dma_toy.h"
#include "handle.h"

deed_unsafe_file("is the device, and looks at the memory that it is given");

#define NAME	"deed-dma-toy"
#define LEN	48
#define GO_IN	3

/* What the log says of the end of a channel whose device stops. */
#define OUT_ENDS	"stop-out r32 10=0 unmap-tx free"
#define IN_ENDS		"stop-in r32 34=0 unmap-rx free"

DEED_BITS(toy_go, u32);
DEED_FIELD(toy_go, TOY_GO_RUN, BIT(0));
DEED_FIELD(toy_go, TOY_GO_IRQ, BIT(15));

DEED_MMIO_DMA(toy_regs, 0x40);
DEED_REG(toy_regs, TOY_OUT_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_OUT_LENGTH, 0x08, dma, u32);
DEED_REG(toy_regs, TOY_OUT_GO, 0x0c, dma, struct toy_go);
DEED_REG(toy_regs, TOY_OUT_BUSY, 0x10, ro, u32);

/* The other one has a big-endian address, and a short length. */
DEED_REG_BE(toy_regs, TOY_IN_ADDRESS, 0x20, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_IN_LENGTH, 0x28, dma, u16);
DEED_REG(toy_regs, TOY_IN_GO, 0x30, dma, u8);
DEED_REG(toy_regs, TOY_IN_BUSY, 0x34, ro, u32);

/* And one has a short address. */
DEED_REG(toy_regs, TOY_LOW_ADDRESS, 0x14, dma, struct deed_dma_addr32);
DEED_REG(toy_regs, TOY_LOW_LENGTH, 0x18, dma, u16);
DEED_REG(toy_regs, TOY_LOW_GO, 0x1a, dma, u8);

struct toy_hw {
	struct toy_regs regs;
	struct deed_irq irq;
	struct deed_dma dma;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

DEED_DMA_CHANNEL_TYPE(toy_out, tx);
DEED_DMA_CHANNEL_TYPE(toy_in, rx);
DEED_DMA_CHANNEL_TYPE(toy_low, tx);

struct engine {
	DEED_SLOT(deed_dma_tx) next; /* for the interrupt handler to start */
	struct toy_out out;
	unsigned int count;
	struct toy_in in;
	struct toy_low low;
};

DEED_CELL_TYPE(engine_cell, spin_irq, struct engine);

struct toy {
	u64 before; /* so that nothing is first */
	struct toy_device dev;
	struct engine_cell engine;
};

/* What a test wants of device and driver, and what they did. */
static struct {
	struct mmio_log *log;
	unsigned int bits;
	bool starts_in_probe, starts_in_start;
	int start_returns;
	bool instant; /* the device has finished at once */
	bool stops, stop_raises;
	int stop_returns;
	bool handler_reclaims, handler_starts;
	bool starts_in_sleep;
	int sleep_returns, sleep_err, wake_err;
	int handler_err;
} drv;

static u32 *fake_reg(size_t offset)
{
	return (u32 __force *)(drv.log->base + offset);
}

/* The device: what it is told is in its registers, and it is busy once it is started. */
static void fake_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	__deed_mmio_raw_store(log->base + offset, width, value, false);
	if (offset == 0x0c && !drv.instant)
		*fake_reg(0x10) = 1;
	if (offset == 0x30 && !drv.instant)
		*fake_reg(0x34) = 1;
}

static struct dma_log_mapping *fake_out(void)
{
	return dma_log_at(get_unaligned_le64(fake_reg(0x00)));
}

static struct dma_log_mapping *fake_in(void)
{
	return dma_log_at(get_unaligned_be64(fake_reg(0x20)));
}

static bool out_busy(const struct toy_hw *hw)
{
	return deed_reg_read(&hw->regs, TOY_OUT_BUSY);
}

/* By a name that the header must leave to drivers. */
static bool busy(const struct toy_hw *hw)
{
	return deed_reg_read(&hw->regs, TOY_IN_BUSY);
}

/* May sleep: so the lock of the cell is not held. */
static int fake_stop(const char *mark, size_t status)
{
	mmio_log_mark(drv.log, mark);
	might_sleep();
	if (drv.stops)
		*fake_reg(status) = 0;
	if (drv.stop_raises)
		dma_toy_raise();
	return drv.stop_returns;
}

static int out_stop(const struct toy_hw *hw)
{
	return fake_stop("stop-out", 0x10);
}

static int in_stop(const struct toy_hw *hw)
{
	return fake_stop("stop-in", 0x34);
}

static void toy_release(struct toy *t)
{
	deed_dma_tx_slot_drop(&deed_cell_excl(&t->engine)->next);
	atomic_dec(&dma_toy.states);
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static struct toy_go go_out(void)
{
	return toy_go_or(deed_field_prep(TOY_GO_RUN, 1), deed_field_prep(TOY_GO_IRQ, 1));
}

DEED_DMA_CHANNEL(toy_out, toy_ref, dev, engine, out, dma, regs, TOY_OUT_ADDRESS,
		 TOY_OUT_LENGTH, TOY_OUT_GO, go_out(), out_busy, out_stop);

DEED_DMA_CHANNEL(toy_in, toy_ref, dev, engine, in, dma, regs, TOY_IN_ADDRESS,
		 TOY_IN_LENGTH, TOY_IN_GO, GO_IN, busy, in_stop);

static bool low_busy(const struct toy_hw *hw)
{
	return false;
}

static int low_stop(const struct toy_hw *hw)
{
	return 0;
}

DEED_DMA_CHANNEL(toy_low, toy_ref, dev, engine, low, dma, regs, TOY_LOW_ADDRESS,
		 TOY_LOW_LENGTH, TOY_LOW_GO, 1, low_busy, low_stop);

/* What it does when it is told to, and the test has said so. */
static irqreturn_t toy_handler(const struct toy *t, const struct toy_hw *hw,
			       const struct deed_hardirq *in)
{
	deed_lock_hardirq(d, &t->engine, in);
	deed_own(deed_dma_tx, next) = deed_dma_tx_slot_take(&d->next);

	if (drv.handler_reclaims) {
		deed_own(deed_dma_tx, sent) = toy_out_reclaim(d);

		drv.handler_err = deed_ok(sent) ? 0 : deed_err(sent);
	}
	if (drv.handler_starts && deed_ok(next))
		drv.handler_err = toy_out_start(d, deed_move(next));
	return IRQ_HANDLED;
}

DEED_IRQ(toy_irq, toy_ref, dev, irq, hard, toy_handler);

/* Sends bytes that count, or what is wrong. */
static int sends(const struct toy *t, size_t len)
{
	u8 bytes[LEN];

	for (int i = 0; i < sizeof(bytes); i++)
		bytes[i] = i;

	deed_own(deed_dma_tx, buf) = toy_out_alloc(t, len);
	if (!deed_ok(buf))
		return deed_err(buf);
	deed_bytes_copy(deed_dma_tx_bytes(&buf), (struct deed_bytes){ bytes, sizeof(bytes) });

	deed_lock(spin_irq, d, &t->engine);
	return toy_out_start(d, deed_move(buf));
}

static int receives(const struct toy *t, size_t len)
{
	deed_own(deed_dma_rx, buf) = toy_in_alloc(t, len);
	if (!deed_ok(buf))
		return deed_err(buf);

	deed_lock(spin_irq, d, &t->engine);
	return toy_in_start(d, deed_move(buf));
}

static struct deed_dma_tx sent(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_out_reclaim(d);
}

static struct deed_dma_rx received(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_in_reclaim(d);
}

static void toy_setup(struct toy *t)
{
	deed_cell_init(&t->engine);
	toy_out_init(t);
	toy_in_init(t);
	toy_low_init(t);
	atomic_inc(&dma_toy.states);
}

static deed_misuses("starts too early, if a test wants it to")
int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	int err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base)) ?:
		  dma_toy_enable(&hw->dma, dev, drv.bits);

	dma_toy.err = err;
	if (err)
		return err;
	__deed_irq_fill(&hw->irq, dma_toy.irq, 0);
	toy_setup(t);
	if (drv.starts_in_probe)
		dma_toy.err = sends(t, LEN);
	return 0;
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	int err = toy_irq_request(scope);

	if (!err && drv.starts_in_start)
		err = sends(t, LEN) ?: drv.start_returns;
	return err;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "quiesce");
}

static int toy_suspend(const struct toy *t, const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "suspend");
	if (drv.starts_in_sleep)
		drv.sleep_err = sends(t, LEN);
	return drv.sleep_returns;
}

static int toy_resume(const struct toy *t, const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "resume");
	if (drv.starts_in_sleep)
		drv.wake_err = sends(t, LEN);
	return 0;
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce, suspend, toy_suspend, resume, toy_resume);

/* On PCI the bus header knows how to halt it. */
static deed_misuses("lets the next step fail, if a test wants it to")
int toy_pci_probe(struct deed_pci *pci, struct toy *t, struct toy_hw *hw)
{
	int err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base));

	dma_toy_fault_begin();
	dma_toy.err = err ?: deed_pci_dma(pci, drv.bits, &hw->dma);
	dma_toy_look_at_command();
	dma_toy_fault_end();
	if (dma_toy.err)
		return dma_toy.err;
	__deed_irq_fill(&hw->irq, dma_toy.irq, 0);
	toy_setup(t);
	return 0;
}

DEED_PCI_IDS(toy_ids, { PCI_DEVICE(FAKE_PCI_VENDOR, FAKE_PCI_DEVICE) });

DEED_PCI_DRIVER(toy_pci_driver, NAME, toy_ids, toy_ref, dev, toy_pci_probe, start,
		toy_start, quiesce, toy_quiesce);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("registered before each test, and dropped after it")
struct toy_pci_driver pci_registered;

static deed_misuses("what a module's start does, for each test")
int dma_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	drv.log = dma_toy_start(test, 0x40);
	drv.log->write = fake_write;
	drv.bits = 64;
	drv.stops = true;
	dma_toy_irq_start(test);
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	pci_registered = toy_pci_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(pci_registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void dma_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	toy_pci_driver_drop(&pci_registered);
	dma_toy_irq_end();
	dma_toy_end(test);
}

/* The state of a device that was bound. */
static deed_returns_live struct toy_ref bind(struct kunit *test)
{
	return toy_ref_get(dma_toy_bind(test, NAME, -1));
}

static void unbind(const struct toy *t)
{
	dma_toy_unbind(deed_dev(&t->dev));
}

/* Around system sleep, of what the test has bound. */
static int sleeps(const struct toy *t)
{
	return dma_toy_suspend(deed_dev(&t->dev));
}

static int wakes(const struct toy *t)
{
	return dma_toy_resume(deed_dev(&t->dev));
}

static deed_returns_live struct toy_ref bind_pci(struct kunit *test)
{
	return toy_ref_get(dma_toy_bind_pci(test));
}

/* What the log says of a start, whose addresses no test knows before. */
static const char *with_address(const char *fmt, u64 addr)
{
	static char text[256];

	snprintf(text, sizeof(text), fmt, addr);
	return text;
}

static const size_t lengths[] = { 1, 7, 8, 96, PAGE_SIZE, PAGE_SIZE + 1, 1 << 16 };

static void buffer_has_the_length_that_was_asked_for(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);

	for (int i = 0; i < ARRAY_SIZE(lengths); i++) {
		deed_own(deed_dma_tx, tx) = toy_out_alloc(toy_ref_borrow(&ref), lengths[i]);
		deed_own(deed_dma_rx, rx) = toy_in_alloc(toy_ref_borrow(&ref), lengths[i]);

		KUNIT_ASSERT_TRUE(test, deed_ok(tx));
		KUNIT_ASSERT_TRUE(test, deed_ok(rx));
		KUNIT_EXPECT_EQ(test, deed_dma_tx_len(&tx), lengths[i]);
		KUNIT_EXPECT_EQ(test, deed_dma_rx_len(&rx), lengths[i]);
		KUNIT_EXPECT_EQ(test, deed_dma_tx_bytes(&tx).__len, lengths[i]);
		KUNIT_EXPECT_EQ(test, deed_dma_rx_bytes(&rx).__len, lengths[i]);
		KUNIT_EXPECT_GE(test, ksize(tx.__ptr), lengths[i]);
		KUNIT_EXPECT_TRUE(test, virt_addr_valid(tx.__ptr));
		deed_dma_tx_drop(&tx);
		deed_dma_rx_drop(&rx);
		EXPECT_ACCESSES(test, drv.log, "free free");
	}
}

/* Most likely it is the memory that was freed right before. */
static void buffer_is_zeroed(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);

	for (int i = 0; i < 2 * ARRAY_SIZE(lengths); i++) {
		deed_own(deed_dma_rx, buf) = toy_in_alloc(toy_ref_borrow(&ref), lengths[i / 2]);

		KUNIT_ASSERT_TRUE(test, deed_ok(buf));
		KUNIT_EXPECT_NULL(test, memchr_inv(deed_dma_rx_bytes(&buf).__start, 0,
						   lengths[i / 2]));
		memset(deed_dma_rx_bytes(&buf).__start, 0xff, lengths[i / 2]);
	}
}

static void buffer_of_no_bytes_is_refused(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_tx, tx) = toy_out_alloc(toy_ref_borrow(&ref), 0);
	deed_own(deed_dma_rx, rx) = toy_in_alloc(toy_ref_borrow(&ref), 0);

	EXPECT_FAILED(test, tx, -EINVAL);
	EXPECT_FAILED(test, rx, -EINVAL);
}

/* And nothing is said of it in the log of the kernel: sizes come from programs. */
static void buffer_of_too_many_bytes_is_refused(struct kunit *test)
{
	static const size_t many[] = {
		KMALLOC_MAX_SIZE + 1, INT_MAX, 1ULL << 32, SIZE_MAX - 1, SIZE_MAX,
	};

	deed_own(toy_ref, ref) = bind(test);

	for (int i = 0; i < ARRAY_SIZE(many); i++) {
		deed_own(deed_dma_tx, tx) = toy_out_alloc(toy_ref_borrow(&ref), many[i]);
		deed_own(deed_dma_rx, rx) = toy_in_alloc(toy_ref_borrow(&ref), many[i]);

		EXPECT_FAILED(test, tx, -ENOMEM);
		EXPECT_FAILED(test, rx, -ENOMEM);
	}
}

static void buffer_without_memory_fails(struct kunit *test)
{
	faults_on(test);

	deed_own(toy_ref, ref) = bind(test);

	fault_at(1);
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), -ENOMEM);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
	EXPECT_ACCESSES(test, drv.log, "");
}

static void buffer_is_in_reach_of_the_device(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_X86))
		kunit_skip(test, "no machine but this one has memory for 24 bits");
	drv.bits = 24;

	deed_own(toy_ref, ref) = bind(test);

	for (int i = 0; i < ARRAY_SIZE(lengths); i++) {
		deed_own(deed_dma_tx, buf) = toy_out_alloc(toy_ref_borrow(&ref), lengths[i]);

		KUNIT_ASSERT_TRUE(test, deed_ok(buf));
		KUNIT_EXPECT_LE(test, virt_to_phys(buf.__ptr) + lengths[i], 1 << 24);
	}
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
}

/* There is not much of the memory that all devices reach. */
static void device_that_reaches_all_gets_any_memory(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);

	KUNIT_EXPECT_TRUE(test, toy_ref_borrow(&ref)->dev.__hw.dma.__gfp == GFP_KERNEL);
}

static void start_tells_where_and_how_long_and_then_starts(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);

	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), 17), 0);
	KUNIT_ASSERT_NOT_NULL(test, fake_out());
	KUNIT_EXPECT_EQ(test, fake_out()->len, 17);
	EXPECT_ACCESSES(test, drv.log,
			with_address("map-tx w64 0=%llx w32 8=11 w32 c=8001",
				     fake_out()->addr));
	KUNIT_EXPECT_EQ(test, receives(toy_ref_borrow(&ref), 18), 0);
	KUNIT_ASSERT_NOT_NULL(test, fake_in());
	KUNIT_EXPECT_EQ(test, fake_in()->len, 18);
	EXPECT_ACCESSES(test, drv.log,
			with_address("map-rx w64 20=%llx w16 28=12 w8 30=3",
				     swab64(fake_in()->addr)));
	KUNIT_EXPECT_PTR_EQ(test, fake_out()->dev, deed_dev(&toy_ref_borrow(&ref)->dev));
	KUNIT_EXPECT_PTR_EQ(test, fake_in()->dev, deed_dev(&toy_ref_borrow(&ref)->dev));
}

/* What it works on stays as it is, and the other one is freed. */
static void second_buffer_is_refused(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	void *memory;

	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
	memory = fake_out()->memory;
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), -EBUSY);
	EXPECT_ACCESSES(test, drv.log, "free");
	/* so, too, if it has finished, but nobody has looked */
	*fake_reg(0x10) = 0;
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), -EBUSY);
	EXPECT_ACCESSES(test, drv.log, "free");

	deed_own(deed_dma_tx, buf) = sent(toy_ref_borrow(&ref));

	KUNIT_ASSERT_TRUE(test, deed_ok(buf));
	KUNIT_EXPECT_PTR_EQ(test, buf.__ptr, memory);
}

static void length_that_its_register_cannot_hold_is_refused(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, receives(t, U16_MAX + 1), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, receives(t, U16_MAX + 18), -EMSGSIZE);
	EXPECT_ACCESSES(test, drv.log, "free free");
	KUNIT_EXPECT_EQ(test, sends(t, U16_MAX + 1), 0);
	KUNIT_ASSERT_EQ(test, receives(t, U16_MAX), 0);
	KUNIT_EXPECT_EQ(test, *fake_reg(0x08), U16_MAX + 1);
	KUNIT_EXPECT_EQ(test, *fake_reg(0x28), U16_MAX);
}

static int sends_low(const struct toy *t)
{
	deed_own(deed_dma_tx, buf) = toy_low_alloc(t, LEN);
	if (!deed_ok(buf))
		return deed_err(buf);

	deed_lock(spin_irq, d, &t->engine);
	int err = toy_low_start(d, deed_move(buf));

	if (err)
		return err;
	deed_own(deed_dma_tx, back) = toy_low_reclaim(d);
	return deed_ok(back) ? 0 : deed_err(back);
}

/* What is above its 32 bits is not cut off. */
static void short_address_is_told_if_it_is_low(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, sends_low(t), 0);
	EXPECT_ACCESSES(test, drv.log,
			with_address("map-tx w32 14=%llx w16 18=30 w8 1a=1 unmap-tx free",
				     *fake_reg(0x14)));
	dma_log.elsewhere = 1ULL << 32;
	KUNIT_EXPECT_EQ(test, sends_low(t), -EIO);
	EXPECT_ACCESSES(test, drv.log, "map-tx unmap-tx free");
	dma_log.elsewhere = 0;
	KUNIT_EXPECT_EQ(test, sends_low(t), 0);
}

static void nothing_starts_before_the_state_is_shared(struct kunit *test)
{
	drv.starts_in_probe = true;

	deed_own(toy_ref, ref) = bind(test);

	KUNIT_EXPECT_EQ(test, dma_toy.err, -ENODEV);
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
}

/* Files may outlive the device: they get buffers, and drop them. */
static void nothing_starts_after_unbind(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	unbind(t);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -ENODEV);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), -ENODEV);
	EXPECT_ACCESSES(test, drv.log, "free free");

	deed_own(deed_dma_tx, tx) = sent(t);
	deed_own(deed_dma_rx, rx) = received(t);

	EXPECT_FAILED(test, tx, -ENOENT);
	EXPECT_FAILED(test, rx, -ENOENT);
	EXPECT_ACCESSES(test, drv.log, "");
}

/* What it works on stays: what becomes of it is for the driver to say. */
static void nothing_starts_while_the_device_sleeps(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, sleeps(t), 0);
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -EHOSTUNREACH);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), -EHOSTUNREACH);
	EXPECT_ACCESSES(test, drv.log, "suspend free free");
	KUNIT_EXPECT_FALSE(test, deed_gone(&t->dev));
	KUNIT_EXPECT_EQ(test, wakes(t), 0);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), -EBUSY);
	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
}

static void nothing_starts_in_the_callback_that_suspends(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.starts_in_sleep = true;
	KUNIT_EXPECT_EQ(test, sleeps(t), 0);
	KUNIT_EXPECT_EQ(test, drv.sleep_err, -EHOSTUNREACH);
	KUNIT_EXPECT_EQ(test, wakes(t), 0);
	KUNIT_EXPECT_EQ(test, drv.wake_err, 0);
}

static void device_that_does_not_suspend_goes_on(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.sleep_returns = -EIO;
	drv.starts_in_sleep = true;
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, sleeps(t), -EIO);
	KUNIT_EXPECT_EQ(test, drv.sleep_err, -EHOSTUNREACH);
	KUNIT_EXPECT_EQ(test, drv.wake_err, 0);
	KUNIT_EXPECT_TRUE(test, str_has_prefix(drv.log->text, "suspend free resume map"));
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -EBUSY);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
}

/* As a ring of the same device does, which did not stop. */
static void halts(struct kunit *test, const struct toy *t)
{
	bool busy = true;

	KUNIT_EXPECT_FALSE(test, __deed_dma_keeps(&t->dev.__hw.dma, LEN, &busy));
	KUNIT_EXPECT_FALSE(test, busy);
	__deed_halted(&t->dev.__device);
}

/* Whatever is done with it meanwhile; what it had is taken back when it says so. */
static void nothing_starts_after_a_halt(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	mmio_log_clear(drv.log);
	halts(test, t);
	EXPECT_ACCESSES(test, drv.log, "halt");
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, sleeps(t), 0);
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, wakes(t), 0);
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), -ESHUTDOWN);
	EXPECT_ACCESSES(test, drv.log, "free suspend free resume free free");
	*fake_reg(0x34) = 0;
	{
		deed_own(deed_dma_rx, buf) = received(t);

		KUNIT_EXPECT_TRUE(test, deed_ok(buf));
	}
	unbind(t);
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -ENODEV);
}

static void device_that_was_halted_is_bound_anew(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	for (int i = 0; i < 2; i++) {
		deed_own(toy_ref, ref) = toy_ref_get(platform_get_drvdata(pdev));
		const struct toy *t = toy_ref_borrow(&ref);

		KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
		halts(test, t);
		KUNIT_EXPECT_EQ(test, receives(t, LEN), -ESHUTDOWN);
		unbind(t);
		KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	}
}

static void device_that_sleeps_is_unbound(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	KUNIT_EXPECT_EQ(test, sleeps(t), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, OUT_ENDS " quiesce");
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -ENODEV);
	KUNIT_EXPECT_TRUE(test, deed_gone(&t->dev));
}

static void buffer_outlives_the_device(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	u8 bytes[LEN] = {};

	KUNIT_EXPECT_EQ(test, receives(toy_ref_borrow(&ref), LEN), 0);
	memset(fake_in()->memory, 0x5a, LEN);
	*fake_reg(0x34) = 0;

	deed_own(deed_dma_rx, buf) = received(toy_ref_borrow(&ref));

	KUNIT_ASSERT_TRUE(test, deed_ok(buf));
	unbind(toy_ref_borrow(&ref));
	toy_ref_drop(&ref);
	deed_bytes_copy((struct deed_bytes){ bytes, LEN }, deed_dma_rx_bytes(&buf));
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes, 0x5a, LEN));
}

static void buffer_that_cannot_be_mapped_is_freed(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	dma_log.map_fails = true;
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -EIO);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), -EIO);
	EXPECT_ACCESSES(test, drv.log, "map-fails free map-fails free");
	dma_log.map_fails = false;
	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
}

static void mapping_is_a_step_that_fails(struct kunit *test)
{
	faults_on(test);

	deed_own(toy_ref, ref) = bind(test);

	step_at(1);
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), -EIO);
	KUNIT_EXPECT_TRUE(test, step_hit());
	faults_off(test);
	EXPECT_ACCESSES(test, drv.log, "free");
}

static void nothing_to_reclaim_is_an_empty_handle(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_tx, tx) = sent(toy_ref_borrow(&ref));
	deed_own(deed_dma_rx, rx) = received(toy_ref_borrow(&ref));

	EXPECT_FAILED(test, tx, -ENOENT);
	EXPECT_FAILED(test, rx, -ENOENT);
	/* the device is not asked */
	EXPECT_ACCESSES(test, drv.log, "");
}

static void buffer_stays_as_long_as_the_device_is_busy(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);

	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
	KUNIT_EXPECT_EQ(test, receives(toy_ref_borrow(&ref), LEN), 0);
	mmio_log_clear(drv.log);
	for (int i = 0; i < 3; i++) {
		deed_own(deed_dma_tx, tx) = sent(toy_ref_borrow(&ref));
		deed_own(deed_dma_rx, rx) = received(toy_ref_borrow(&ref));

		EXPECT_FAILED(test, tx, -EBUSY);
		EXPECT_FAILED(test, rx, -EBUSY);
		EXPECT_ACCESSES(test, drv.log, "r32 10=1 r32 34=1");
	}
	KUNIT_EXPECT_NOT_NULL(test, fake_out());
	KUNIT_EXPECT_NOT_NULL(test, fake_in());
}

static void device_reads_what_was_filled_in(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	struct dma_log_mapping *m;

	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
	m = fake_out();
	KUNIT_ASSERT_NOT_NULL(test, m);
	for (int i = 0; i < LEN; i++)
		KUNIT_EXPECT_EQ(test, ((u8 *)m->memory)[i], i);
	*fake_reg(0x10) = 0;
	mmio_log_clear(drv.log);

	deed_own(deed_dma_tx, buf) = sent(toy_ref_borrow(&ref));

	KUNIT_ASSERT_TRUE(test, deed_ok(buf));
	EXPECT_ACCESSES(test, drv.log, "r32 10=0 unmap-tx");
	KUNIT_EXPECT_PTR_EQ(test, buf.__ptr, m->memory);
	KUNIT_EXPECT_EQ(test, deed_dma_tx_len(&buf), LEN);
	KUNIT_EXPECT_EQ(test, ((u8 *)deed_dma_tx_bytes(&buf).__start)[LEN - 1], LEN - 1);
}

static void device_writes_what_is_read_then(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	u8 bytes[LEN] = {};
	struct dma_log_mapping *m;

	KUNIT_EXPECT_EQ(test, receives(toy_ref_borrow(&ref), LEN), 0);
	m = fake_in();
	KUNIT_ASSERT_NOT_NULL(test, m);
	memset(m->memory, 0xa5, LEN - 1);
	*fake_reg(0x34) = 0;
	mmio_log_clear(drv.log);

	deed_own(deed_dma_rx, buf) = received(toy_ref_borrow(&ref));

	KUNIT_ASSERT_TRUE(test, deed_ok(buf));
	EXPECT_ACCESSES(test, drv.log, "r32 34=0 unmap-rx");
	KUNIT_EXPECT_PTR_EQ(test, buf.__ptr, m->memory);
	KUNIT_EXPECT_EQ(test, deed_dma_rx_len(&buf), LEN);
	KUNIT_EXPECT_EQ(test, deed_bytes_copy((struct deed_bytes){ bytes, LEN },
					      deed_dma_rx_bytes(&buf)), LEN);
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes, 0xa5, LEN - 1));
	KUNIT_EXPECT_EQ(test, bytes[LEN - 1], 0);
}

static int starts_again(const struct toy *t, struct deed_dma_tx got)
{
	deed_own(deed_dma_tx, buf) = deed_move(got);

	deed_lock(spin_irq, d, &t->engine);
	return toy_out_start(d, deed_move(buf));
}

static void reclaimed_buffer_starts_again(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	void *memory;

	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	memory = fake_out()->memory;
	for (int i = 0; i < 3; i++) {
		*fake_reg(0x10) = 0;

		deed_own(deed_dma_tx, buf) = sent(t);

		KUNIT_ASSERT_TRUE(test, deed_ok(buf));
		mmio_log_clear(drv.log);
		KUNIT_EXPECT_EQ(test, starts_again(t, deed_move(buf)), 0);
		KUNIT_ASSERT_NOT_NULL(test, fake_out());
		KUNIT_EXPECT_PTR_EQ(test, fake_out()->memory, memory);
		EXPECT_ACCESSES(test, drv.log,
				with_address("map-tx w64 0=%llx w32 8=30 w32 c=8001",
					     fake_out()->addr));
	}
}

static bool idle(const struct toy *t, bool out)
{
	deed_lock(spin_irq, d, &t->engine);
	return out ? toy_out_idle(d) : toy_in_idle(d);
}

static bool discards(const struct toy *t, bool out)
{
	deed_lock(spin_irq, d, &t->engine);
	return out ? toy_out_discard(d) : toy_in_discard(d);
}

static void nothing_is_discarded_without_a_question(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, discards(t, true) && discards(t, false));
	EXPECT_ACCESSES(test, drv.log, "");
}

static void buffer_is_discarded_when_the_device_has_finished(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_FALSE(test, discards(t, true));
	KUNIT_EXPECT_FALSE(test, discards(t, false));
	EXPECT_ACCESSES(test, drv.log, "r32 10=1 r32 34=1");
	KUNIT_EXPECT_FALSE(test, idle(t, true) || idle(t, false));

	*fake_reg(0x10) = 0;
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_TRUE(test, discards(t, true));
	EXPECT_ACCESSES(test, drv.log, "r32 10=0 unmap-tx free");
	KUNIT_EXPECT_TRUE(test, idle(t, true) && !idle(t, false));
	*fake_reg(0x34) = 0;
	mmio_log_clear(drv.log);
	for (int i = 0; i < 2; i++)
		KUNIT_EXPECT_TRUE(test, discards(t, false));
	EXPECT_ACCESSES(test, drv.log, "r32 34=0 unmap-rx free");

	deed_own(deed_dma_tx, none) = sent(t);

	EXPECT_FAILED(test, none, -ENOENT);
	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
}

/* Idle is who has no buffer, which may not be who has nothing to do. */
static void channels_of_a_cell_are_independent(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, idle(t, true) && idle(t, false));
	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	KUNIT_EXPECT_TRUE(test, !idle(t, true) && idle(t, false));
	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	KUNIT_EXPECT_TRUE(test, !idle(t, true) && !idle(t, false));
	*fake_reg(0x10) = 0;
	KUNIT_EXPECT_FALSE(test, idle(t, true));

	deed_own(deed_dma_rx, rx) = received(t);
	deed_own(deed_dma_tx, tx) = sent(t);

	EXPECT_FAILED(test, rx, -EBUSY);
	KUNIT_EXPECT_TRUE(test, deed_ok(tx));
	KUNIT_EXPECT_TRUE(test, idle(t, true) && !idle(t, false));
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, IN_ENDS " quiesce");
	KUNIT_EXPECT_TRUE(test, idle(t, true) && idle(t, false));
}

static void unbind_stops_the_device_first(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, OUT_ENDS " quiesce");
}

/* What came last ends first. */
static void unbind_stops_all_channels(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, IN_ENDS " " OUT_ENDS " quiesce");
	/* nobody has waited for that */
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_log.under_lock), 0);
}

static void unbind_of_an_idle_device_stops_nothing(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	*fake_reg(0x10) = 0;

	deed_own(deed_dma_tx, buf) = sent(t);

	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "quiesce");
}

static void start_callback_that_fails_stops_the_device(struct kunit *test)
{
	struct platform_device *pdev;

	drv.starts_in_start = true;
	drv.start_returns = -EPERM;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_NOT_NULL(test, strstr(drv.log->text,
					   "c=8001 " OUT_ENDS " quiesce"));
	mmio_log_clear(drv.log);
}

static int puts_aside(const struct toy *t)
{
	deed_own(deed_dma_tx, buf) = toy_out_alloc(t, LEN);
	if (!deed_ok(buf))
		return deed_err(buf);

	deed_lock(spin_irq, d, &t->engine);
	deed_own(deed_dma_tx, before) = deed_dma_tx_slot_put(&d->next, deed_move(buf));
	return 0;
}

/* The handler starts what it is told to, but not when the device is on its way out. */
static void interrupt_starts_nothing_at_unbind(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.handler_starts = true;
	drv.handler_err = 1;
	KUNIT_EXPECT_EQ(test, puts_aside(t), 0);
	dma_toy_raise();
	KUNIT_EXPECT_EQ(test, drv.handler_err, 0);

	KUNIT_EXPECT_EQ(test, puts_aside(t), 0);
	drv.stop_raises = true;
	mmio_log_clear(drv.log);
	unbind(t);
	KUNIT_EXPECT_EQ(test, drv.handler_err, -ENODEV);
	EXPECT_ACCESSES(test, drv.log, "stop-out free r32 10=0 unmap-tx free quiesce");
}

/* It was the device's last word, and the buffer is not freed a second time. */
static void interrupt_reclaims_at_unbind(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.handler_reclaims = true;
	drv.handler_starts = true;
	drv.handler_err = 1;
	drv.stop_raises = true;
	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	KUNIT_EXPECT_EQ(test, drv.handler_err, 0);
	EXPECT_ACCESSES(test, drv.log, "stop-out r32 10=0 unmap-tx free r32 10=0 quiesce");

	/* the place is empty; but closed */
	KUNIT_EXPECT_EQ(test, sends(t, LEN), -ENODEV);
}

static void device_that_does_not_stop_is_halted(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_returns = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, sends(t, LEN), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop-out halt unmap-tx free quiesce");
}

/* It says that it has stopped, and is busy. */
static void device_that_stays_busy_is_halted(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stops = false;
	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop-in r32 34=1 halt unmap-rx free quiesce");
}

/* The test is what kmemleak would miss: it knows where the memory is. */
static void device_that_cannot_be_halted_keeps_its_memory(struct kunit *test)
{
	dma_toy.can_halt = false;
	drv.stops = false;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct dma_log_mapping m;

	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	m = *fake_in();
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop-in r32 34=1 quiesce");

	KUNIT_ASSERT_NOT_NULL(test, dma_log_at(m.addr));

	/* nobody else has it: the device may write to it for ever */
	KUNIT_EXPECT_TRUE(test, idle(t, false));
	memset(m.memory, 0xee, LEN);
	toy_ref_drop(&ref);
	KUNIT_EXPECT_NULL(test, memchr_inv(m.memory, 0xee, LEN));
	dma_log_unmap(m.dev, m.addr, m.len, m.dir);
	dma_log_free(m.memory);
	EXPECT_ACCESSES(test, drv.log, "unmap-rx free");
}

/* It stops: so it need not be halted. */
static void device_without_halt_is_stopped(struct kunit *test)
{
	dma_toy.can_halt = false;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, receives(t, LEN), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, IN_ENDS " quiesce");
}

/* Starts and reclaims until the device has gone. */
static int keeps_sending(void *arg)
{
	unsigned long end = jiffies + DMA_TOY_PATIENCE;
	const struct toy *t = arg;
	int err;

	do {
		deed_own(deed_dma_tx, buf) = sent(t);

		if (!deed_ok(buf) && deed_err(buf) != -ENOENT)
			return deed_err(buf);
		err = deed_ok(buf) ? starts_again(t, deed_move(buf)) : sends(t, LEN);
		cond_resched();
	} while (!err && time_before(jiffies, end));
	return err;
}

static void others_send_while_the_device_goes(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	drv.instant = true;
	for (int i = 0; i < 20; i++) {
		deed_own(toy_ref, ref) = toy_ref_get(platform_get_drvdata(pdev));

		dma_toy_goes(test, pdev, i, keeps_sending, (void *)toy_ref_borrow(&ref));
		KUNIT_EXPECT_TRUE(test, idle(toy_ref_borrow(&ref), true));
		KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	}
}

/* The bits that are asked for, and what comes of it. */
static int pci_with_bits(struct pci_dev *pdev, unsigned int bits)
{
	device_release_driver(&pdev->dev);
	drv.bits = bits;
	return device_attach(&pdev->dev) == 1 ? 0 : dma_toy.err;
}

static void function_has_as_many_bits_as_it_says(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);

	KUNIT_EXPECT_EQ(test, pci_with_bits(pdev, 64), 0);
	KUNIT_EXPECT_EQ(test, dma_get_mask(&pdev->dev), DMA_BIT_MASK(64));
	KUNIT_EXPECT_EQ(test, pdev->dev.coherent_dma_mask, DMA_BIT_MASK(64));
	KUNIT_EXPECT_EQ(test, pci_with_bits(pdev, 32), 0);
	KUNIT_EXPECT_EQ(test, dma_get_mask(&pdev->dev), DMA_BIT_MASK(32));
	KUNIT_EXPECT_EQ(test, pdev->dev.coherent_dma_mask, DMA_BIT_MASK(32));
	KUNIT_EXPECT_EQ(test, pci_with_bits(pdev, 24), IS_ENABLED(CONFIG_X86) ? 0 : -EIO);
	if (IS_ENABLED(CONFIG_X86))
		KUNIT_EXPECT_EQ(test, dma_get_mask(&pdev->dev), DMA_BIT_MASK(24));
}

static void function_with_too_few_or_many_bits_is_refused(struct kunit *test)
{
	static const unsigned int wrong[] = { 0, 1, 23, 65, 128, UINT_MAX };
	struct pci_dev *pdev = fake_pci_plug(test);

	for (int i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_EXPECT_EQ(test, pci_with_bits(pdev, wrong[i]), -EINVAL);
		KUNIT_EXPECT_FALSE(test, dma_toy.command & PCI_COMMAND_MASTER);
	}
}

static void function_reaches_memory_as_long_as_it_is_bound(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind_pci(test);

	KUNIT_EXPECT_TRUE(test, fake_pci_command() & PCI_COMMAND_MASTER);
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
	mmio_log_clear(drv.log);
	unbind(toy_ref_borrow(&ref));
	EXPECT_ACCESSES(test, drv.log, OUT_ENDS " quiesce");
	KUNIT_EXPECT_TRUE(test, dma_toy.command & PCI_COMMAND_MASTER);
	KUNIT_EXPECT_FALSE(test, fake_pci_command() & PCI_COMMAND_MASTER);
}

static void function_that_does_not_stop_is_no_master_any_more(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind_pci(test);

	drv.stops = false;
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
	mmio_log_clear(drv.log);
	unbind(toy_ref_borrow(&ref));
	EXPECT_ACCESSES(test, drv.log, "stop-out r32 10=1 unmap-tx free quiesce");
	KUNIT_EXPECT_FALSE(test, dma_toy.command & PCI_COMMAND_MASTER);
}

/* Nothing answers when it is halted, and nothing can write any more. */
static void function_that_was_unplugged_gives_back(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind_pci(test);

	drv.stop_returns = -ENODEV;
	KUNIT_EXPECT_EQ(test, sends(toy_ref_borrow(&ref), LEN), 0);
	mmio_log_clear(drv.log);
	fake_pci.silent = true;
	unbind(toy_ref_borrow(&ref));
	EXPECT_ACCESSES(test, drv.log, "stop-out unmap-tx free quiesce");
}

static void function_whose_mask_fails_is_no_master(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);

	faults_on(test);
	dma_toy.fault_in_probe = -1;
	KUNIT_EXPECT_EQ(test, pci_with_bits(pdev, 64), -EIO);
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, dma_toy.command & PCI_COMMAND_MASTER);
}

static struct kunit_case dma_cases[] = {
	KUNIT_CASE(buffer_has_the_length_that_was_asked_for),
	KUNIT_CASE(buffer_is_zeroed),
	KUNIT_CASE(buffer_of_no_bytes_is_refused),
	KUNIT_CASE(buffer_of_too_many_bytes_is_refused),
	KUNIT_CASE(buffer_without_memory_fails),
	KUNIT_CASE(buffer_is_in_reach_of_the_device),
	KUNIT_CASE(device_that_reaches_all_gets_any_memory),
	KUNIT_CASE(start_tells_where_and_how_long_and_then_starts),
	KUNIT_CASE(second_buffer_is_refused),
	KUNIT_CASE(length_that_its_register_cannot_hold_is_refused),
	KUNIT_CASE(short_address_is_told_if_it_is_low),
	KUNIT_CASE(nothing_starts_before_the_state_is_shared),
	KUNIT_CASE(nothing_starts_after_unbind),
	KUNIT_CASE(nothing_starts_while_the_device_sleeps),
	KUNIT_CASE(nothing_starts_in_the_callback_that_suspends),
	KUNIT_CASE(device_that_does_not_suspend_goes_on),
	KUNIT_CASE(nothing_starts_after_a_halt),
	KUNIT_CASE(device_that_was_halted_is_bound_anew),
	KUNIT_CASE(device_that_sleeps_is_unbound),
	KUNIT_CASE(buffer_outlives_the_device),
	KUNIT_CASE(buffer_that_cannot_be_mapped_is_freed),
	KUNIT_CASE(mapping_is_a_step_that_fails),
	KUNIT_CASE(nothing_to_reclaim_is_an_empty_handle),
	KUNIT_CASE(buffer_stays_as_long_as_the_device_is_busy),
	KUNIT_CASE(device_reads_what_was_filled_in),
	KUNIT_CASE(device_writes_what_is_read_then),
	KUNIT_CASE(reclaimed_buffer_starts_again),
	KUNIT_CASE(nothing_is_discarded_without_a_question),
	KUNIT_CASE(buffer_is_discarded_when_the_device_has_finished),
	KUNIT_CASE(channels_of_a_cell_are_independent),
	KUNIT_CASE(unbind_stops_the_device_first),
	KUNIT_CASE(unbind_stops_all_channels),
	KUNIT_CASE(unbind_of_an_idle_device_stops_nothing),
	KUNIT_CASE(start_callback_that_fails_stops_the_device),
	KUNIT_CASE(interrupt_starts_nothing_at_unbind),
	KUNIT_CASE(interrupt_reclaims_at_unbind),
	KUNIT_CASE(device_that_does_not_stop_is_halted),
	KUNIT_CASE(device_that_stays_busy_is_halted),
	KUNIT_CASE(device_that_cannot_be_halted_keeps_its_memory),
	KUNIT_CASE(device_without_halt_is_stopped),
	KUNIT_CASE(others_send_while_the_device_goes),
	KUNIT_CASE(function_has_as_many_bits_as_it_says),
	KUNIT_CASE(function_with_too_few_or_many_bits_is_refused),
	KUNIT_CASE(function_reaches_memory_as_long_as_it_is_bound),
	KUNIT_CASE(function_that_does_not_stop_is_no_master_any_more),
	KUNIT_CASE(function_that_was_unplugged_gives_back),
	KUNIT_CASE(function_whose_mask_fails_is_no_master),
	{}
};

static struct kunit_suite dma_suite = {
	.name = "deed_dma",
	.init = dma_test_init,
	.exit = dma_test_exit,
	.test_cases = dma_cases,
};

kunit_test_suite(dma_suite);

MODULE_DESCRIPTION("Tests of streaming DMA");
MODULE_LICENSE("GPL");
