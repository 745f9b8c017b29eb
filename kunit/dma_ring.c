// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/dma_ring.h>: that a device never sees half a descriptor, nor the
 * driver one that the device has not finished, in whatever order memory is seen;
 * that buffers come back in order, once; and what becomes of them when the device
 * goes.
 *
 * The device is in dma_ring_device.h: it has a ring ``out`` and a ring ``in``. How memory
 * is seen is in desc_model.h; what is done with buffers, in dma_log.h.
 */
#define DMA_LOG_BUFFERS 16
#include "dma_ring_device.h"

#include <linux/module.h>

#include <deed/pci.h>
#include <deed/platform.h>

#include "dma_toy.h"
#include "handle.h"

deed_unsafe_file("is the device, and looks at the memory that it is given");

#define NAME		"deed-ring-toy"
#define ROUNDS		30000

/* What the log says of the ends of rings, and then of a device that can be halted. */
#define IN_ENDS(buffers)	"stop-in " buffers
#define OUT_ENDS(buffers)	"stop-out " buffers
#define FREE_RX			"unmap-rx free "
#define FREE_TX			"unmap-tx free "
#define DEVICE_ENDS		"quiesce halt descs halt descs"

DEED_DMA_RING_TYPE(toy_out, tx, struct out_desc, OUTS, 0);
DEED_DMA_RING_TYPE(toy_in, rx, struct in_desc, INS, IN_SIZE);

struct toy_hw {
	struct toy_regs regs;
	struct deed_dma dma;
	struct toy_out_descs out;
	struct toy_in_descs in;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct rings {
	u8 before; /* so that nothing is first */
	struct toy_out_ring out;
	u8 between;
	struct toy_in_ring in;
};

DEED_CELL_TYPE(rings_cell, spin_irq, struct rings);

struct toy {
	u64 before;
	struct toy_device dev;
	struct rings_cell rings;
};

/* What a test wants of device and driver, and what they did. */
static struct {
	struct mmio_log *log;
	const struct toy *toy; /* that is bound */
	bool posts_in_probe;
	bool fills_in_start;
	int start_returns;
	bool stop_posts, stop_reaps, stop_finishes, stop_tells;
	int stop_returns, stop_err;
	u16 command_at_end; /* of the PCI function */
} drv;

/* Before the memory of a ring is freed. */
static void ring_memory_ends(void *unused)
{
	drv.command_at_end = fake_pci_command();
	mmio_log_mark(drv.log, "descs");
}

/* It is zeroed, or that is told to the device, which finds it wrong. */
static void out_fill(struct out_desc *d, u32 len)
{
	d->word = cpu_to_le64(OUT_OWN | (mem_is_zero(d, sizeof(*d)) ? 1 : 2));
}

static bool out_done(__le64 word)
{
	return !(word & cpu_to_le64(OUT_OWN));
}

/* By names that the header must leave to drivers. */
static void fill(struct in_desc *d, u32 len)
{
}

static bool done(u8 word)
{
	return word & IN_DONE;
}

static deed_misuses("does what others do meanwhile, if a test wants it to")
int fake_stop(const char *mark);

static int out_stop(const struct toy_hw *hw)
{
	return fake_stop("stop-out");
}

static int in_stop(const struct toy_hw *hw)
{
	return fake_stop("stop-in");
}

static void toy_release(struct toy *t)
{
	atomic_dec(&dma_toy.states);
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

DEED_DMA_RING(toy_out, toy_ref, dev, rings, out, dma, out, address, word, out_fill,
	      out_done, out_stop, len);
DEED_DMA_RING_REGS(toy_out, regs, TOY_OUT_DESCS, TOY_OUT_SIZE, bytes, TOY_OUT_TAIL);

DEED_DMA_RING(toy_in, toy_ref, dev, rings, in, dma, in, address, status, fill, done,
	      in_stop);
DEED_DMA_RING_REGS(toy_in, regs, TOY_IN_DESCS, TOY_IN_SIZE, descs, TOY_IN_TAIL,
		   TOY_IN_HEAD);

static int tells(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_out_tell(d) ?: toy_in_tell(d);
}

/* Posts a buffer that says which it is, or tells what is wrong. */
static int posts_out(const struct toy *t)
{
	u32 serial = ring_device.posted[0];
	int err;

	deed_own(deed_dma_tx, buf) = toy_out_alloc(t, 4 + serial % 100);
	if (!deed_ok(buf))
		return deed_err(buf);
	deed_bytes_copy(deed_dma_tx_bytes(&buf),
			(struct deed_bytes){ (u8 *)&serial, sizeof(serial) });

	deed_lock(spin_irq, d, &t->rings);
	err = toy_out_post(d, deed_move(buf));
	if (!err)
		ring_device.posted[0]++;
	return err;
}

static int posts_in_of(const struct toy *t, size_t len)
{
	int err;

	deed_own(deed_dma_rx, buf) = toy_in_alloc(t, len);
	if (!deed_ok(buf))
		return deed_err(buf);

	deed_lock(spin_irq, d, &t->rings);
	err = toy_in_post(d, deed_move(buf));
	if (!err)
		ring_device.posted[1]++;
	return err;
}

static int posts_in(const struct toy *t)
{
	return posts_in_of(t, IN_SIZE);
}

static void kicks_out(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->rings);
	toy_out_kick(d);
}

static void kicks_in(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->rings);
	toy_in_kick(d);
}

static struct deed_dma_tx reaps_out(const struct toy *t, struct out_desc *desc)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_out_reap(d, desc);
}

static struct deed_dma_rx reaps_in(const struct toy *t, struct in_desc *desc)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_in_reap(d, desc);
}

/* The device finishes so many of each ring. */
static void finishes(const struct toy *t, u32 out, u32 in)
{
	deed_lock(spin_irq, d, &t->rings);
	desc_all_visible();
	ring_device_finish(&ring_device.out, out);
	ring_device_finish(&ring_device.in, in);
}

static int fake_stop(const char *mark)
{
	struct out_desc desc;

	mmio_log_mark(drv.log, mark);
	might_sleep();
	if (drv.stop_finishes)
		finishes(drv.toy, OUTS, INS);
	ring_device.stopped = true;
	if (drv.stop_posts) {
		drv.stop_err = posts_in(drv.toy) | posts_out(drv.toy);
		kicks_in(drv.toy);
		kicks_out(drv.toy);
	}
	if (drv.stop_tells)
		drv.stop_err = tells(drv.toy);
	if (drv.stop_reaps) {
		deed_own(deed_dma_tx, buf) = reaps_out(drv.toy, &desc);

		drv.stop_err = deed_ok(buf) ? 0 : deed_err(buf);
	}
	return drv.stop_returns;
}

/* Reaps one, whose turn it must be; or the errno. */
static int gets_out(struct kunit *test, const struct toy *t)
{
	struct out_desc desc = {};
	u32 serial = ring_device.reaped[0];

	deed_own(deed_dma_tx, buf) = reaps_out(t, &desc);
	if (!deed_ok(buf))
		return deed_err(buf);
	KUNIT_EXPECT_EQ(test, *(u32 *)buf.__ptr, serial);
	KUNIT_EXPECT_EQ(test, deed_dma_tx_len(&buf), 4 + serial % 100);
	expect_out_desc(test, &desc, serial);
	ring_device.reaped[0]++;
	return 0;
}

static int gets_in(struct kunit *test, const struct toy *t)
{
	struct in_desc desc = {};
	u32 serial = ring_device.reaped[1];

	deed_own(deed_dma_rx, buf) = reaps_in(t, &desc);
	if (!deed_ok(buf))
		return deed_err(buf);
	KUNIT_EXPECT_EQ(test, deed_dma_rx_len(&buf), IN_SIZE);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf.__ptr, serial, IN_SIZE));
	expect_in_desc(test, &desc, serial);
	ring_device.reaped[1]++;
	return 0;
}

static void toy_setup(struct toy *t)
{
	deed_cell_init(&t->rings);
	toy_out_init(t);
	toy_in_init(t);
	drv.toy = t;
	atomic_inc(&dma_toy.states);
}

static deed_misuses("lets the next step fail, if a test wants it to")
int toy_descs(struct toy_hw *hw)
{
	int err;

	dma_toy_fault_begin();
	err = toy_out_descs_alloc(&hw->out, &hw->dma) ?:
	      toy_in_descs_alloc(&hw->in, &hw->dma);
	dma_toy_fault_end();
	return err;
}

static deed_misuses("posts too early, if a test wants it to")
int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	int err;

	ring_device_reset();
	err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base)) ?:
	      dma_toy_enable(&hw->dma, dev, 64) ?:
	      toy_descs(hw);
	dma_toy.err = err;
	if (err)
		return err;
	toy_setup(t);
	if (drv.posts_in_probe) {
		dma_toy.err = posts_out(t);
		drv.stop_err = posts_in(t);
		kicks_out(t);
		kicks_in(t);
	}
	return 0;
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	int err = tells(t);

	if (!err && drv.fills_in_start)
		err = posts_in(t);
	if (drv.fills_in_start)
		kicks_in(t);
	return err ?: drv.start_returns;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "quiesce");
}

static int toy_suspend(const struct toy *t, const struct toy_hw *hw)
{
	return 0;
}

static int toy_resume(const struct toy *t, const struct toy_hw *hw)
{
	return 0;
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce, suspend, toy_suspend, resume, toy_resume);

/* On PCI the bus header knows how to halt it. */
static deed_misuses("lets the next step fail, if a test wants it to")
int toy_pci_probe(struct deed_pci *pci, struct toy *t, struct toy_hw *hw)
{
	int err;

	ring_device_reset();
	err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base)) ?:
	      deed_pci_dma(pci, 64, &hw->dma) ?: toy_descs(hw);
	if (err)
		return err;
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
int ring_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	drv.log = dma_toy_start(test, 0x40);
	ring_device_start(test, drv.log, ring_memory_ends);
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	pci_registered = toy_pci_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(pci_registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void ring_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	toy_pci_driver_drop(&pci_registered);
	desc_model_end(test);
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

static deed_returns_live struct toy_ref bind_pci(struct kunit *test)
{
	return toy_ref_get(dma_toy_bind_pci(test));
}

static u32 room_out(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_out_room(d);
}

static u32 room_in(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_in_room(d);
}

static bool ready_out(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_out_ready(d);
}

static bool ready_in(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_in_ready(d);
}

/* What the log says of a number that no test knows before. */
static const char *with_number(const char *fmt, u32 number)
{
	static char text[256];

	snprintf(text, sizeof(text), fmt, number);
	return text;
}

static void device_is_told_both_halves_of_the_address(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	u32 *regs = (u32 __force *)drv.log->base;

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, regs[0] | (u64)regs[1] << 32, desc_model.memory[0].addr);
	KUNIT_EXPECT_EQ(test, regs[4] | (u64)regs[5] << 32, desc_model.memory[1].addr);
	KUNIT_EXPECT_GE(test, regs[1], DESC_ELSEWHERE >> 32);
	KUNIT_EXPECT_EQ(test, strncmp(drv.log->text, "w32 0=", 6), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(drv.log->text,
					   with_number(" w32 4=%x w32 c=c0 w32 8=0 ",
						       regs[1])));
	KUNIT_EXPECT_NOT_NULL(test, strstr(drv.log->text, " w64 10="));
	KUNIT_EXPECT_NOT_NULL(test, strstr(drv.log->text, " w16 1c=4 w16 1e=0 w32 18=0"));
}

/* A ring that a register of 32 bits has to say: by hand, for where it is matters only. */
DEED_REG(toy_regs, TOY_LOW_DESCS, 0x20, dma, struct deed_dma_addr32);
DEED_REG(toy_regs, TOY_LOW_SIZE, 0x24, dma, u32);
DEED_REG(toy_regs, TOY_LOW_TAIL, 0x28, dma, u32);

struct low_desc {
	struct deed_dma_le32 address;
	__le32 word;
};

DEED_DMA_RING_TYPE(low, tx, struct low_desc, 2, 0);

struct low_hw {
	struct toy_regs regs;
	struct deed_dma dma;
	struct low_descs descs;
};

DEED_DEVICE_TYPE(low_device, struct low_hw);

struct low_rings {
	struct low_ring ring;
};

DEED_CELL_TYPE(low_cell, spin_irq, struct low_rings);

struct low_toy {
	struct low_device dev;
	struct low_cell rings;
};

DEED_DEVICE_REF(low_ref, struct low_toy, dev, deed_plain);

static void low_fill(struct low_desc *d, u32 len)
{
	d->word = cpu_to_le32(1);
}

static bool low_done(__le32 word)
{
	return !word;
}

static int low_stop(const struct low_hw *hw)
{
	return 0;
}

DEED_DMA_RING(low, low_ref, dev, rings, ring, dma, descs, address, word, low_fill,
	      low_done, low_stop);
DEED_DMA_RING_REGS(low, regs, TOY_LOW_DESCS, TOY_LOW_SIZE, descs, TOY_LOW_TAIL);

static deed_misuses("makes a device by hand")
int tells_low(struct kunit *test, u64 addr)
{
	size_t size = 2 * sizeof(struct low_desc);
	void *descs = kunit_kzalloc(test, size, GFP_KERNEL);
	struct low_toy *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, descs);
	KUNIT_ASSERT_NOT_NULL(test, t);
	desc_model_memory(0, descs, size, addr);
	t->dev.__hw.regs.__map.__base = drv.log->base;
	t->dev.__hw.descs.__first = descs;
	t->dev.__hw.descs.__addr = addr;
	t->rings.__data.ring.__ring.__door.__open = true;
	return low_tell(&t->rings.__data);
}

static void address_above_4_gib_is_not_cut_off(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tells_low(test, 0xfffff000), 0);
	EXPECT_ACCESSES(test, drv.log, "w32 20=fffff000 w32 24=2 w32 28=0");
	KUNIT_EXPECT_EQ(test, tells_low(test, 0x100000000), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, tells_low(test, DESC_ELSEWHERE + 0x1000), -EMSGSIZE);
	EXPECT_ACCESSES(test, drv.log, "");
}

static void post_tells_nobody_and_kick_does(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (u32 i = 1; i < INS; i++) {
		KUNIT_EXPECT_EQ(test, posts_in(t), 0);
		KUNIT_EXPECT_EQ(test, ring_device.in.taken, i - 1);
		EXPECT_ACCESSES(test, drv.log, "map-rx");
		kicks_in(t);
		KUNIT_EXPECT_EQ(test, ring_device.in.taken, i);
		EXPECT_ACCESSES(test, drv.log, with_number("w32 18=%x", i));
	}
}

static void kick_tells_of_all_that_was_posted(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	EXPECT_ACCESSES(test, drv.log, "map-tx map-tx map-tx");
	kicks_out(t);
	EXPECT_ACCESSES(test, drv.log, "w32 8=3");
	KUNIT_EXPECT_EQ(test, ring_device.out.taken, 3);
	/* and nothing is wrong in doing it once more */
	kicks_out(t);
	EXPECT_ACCESSES(test, drv.log, "w32 8=3");
}

/* By the word it has it, whether the doorbell was rung or not. */
static void device_may_take_what_was_published(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	finishes(t, 1, 0);
	KUNIT_EXPECT_EQ(test, ring_device.out.finished, 1);
	KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
}

static void buffers_come_back_in_order(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, posts_out(t), 0);
		KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	}
	kicks_in(t);
	finishes(t, 3, 3);
	mmio_log_clear(drv.log);
	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
		EXPECT_ACCESSES(test, drv.log, "unmap-tx free");
		KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
		EXPECT_ACCESSES(test, drv.log, "unmap-rx free");
	}
	KUNIT_EXPECT_EQ(test, gets_out(test, t), -ENOENT);
	KUNIT_EXPECT_EQ(test, gets_in(test, t), -ENOENT);
}

static void empty_ring_gives_an_empty_handle(struct kunit *test)
{
	struct out_desc out = { .rest = cpu_to_le32(1) };
	struct in_desc in = { .errors = 1 };

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	deed_own(deed_dma_tx, tx) = reaps_out(t, &out);
	deed_own(deed_dma_rx, rx) = reaps_in(t, &in);

	EXPECT_FAILED(test, tx, -ENOENT);
	EXPECT_FAILED(test, rx, -ENOENT);
	KUNIT_EXPECT_FALSE(test, ready_out(t) || ready_in(t));
	/* memory is not looked at: there is another's word */
	KUNIT_EXPECT_EQ(test, desc_model.looks + desc_model.reads, 0);
	EXPECT_ACCESSES(test, drv.log, "");
}

static void buffer_stays_until_the_device_has_finished(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	mmio_log_clear(drv.log);
	for (int i = 0; i < 3; i++) {
		/* not told of; told of */
		KUNIT_EXPECT_EQ(test, gets_out(test, t), -EBUSY);
		KUNIT_EXPECT_EQ(test, gets_in(test, t), -EBUSY);
		KUNIT_EXPECT_FALSE(test, ready_out(t) || ready_in(t));
		EXPECT_ACCESSES(test, drv.log, "");
		KUNIT_EXPECT_EQ(test, desc_model.reads, 0);
		kicks_out(t);
		kicks_in(t);
		mmio_log_clear(drv.log);
	}
	finishes(t, 1, 1);
	KUNIT_EXPECT_TRUE(test, ready_out(t) && ready_in(t));
	/* ready takes nothing */
	KUNIT_EXPECT_TRUE(test, ready_out(t) && ready_in(t));
	EXPECT_ACCESSES(test, drv.log, "");
	KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
	KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
	KUNIT_EXPECT_FALSE(test, ready_out(t) || ready_in(t));
}

static void full_ring_refuses(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (u32 i = OUTS - 1; i > 0; i--) {
		KUNIT_EXPECT_EQ(test, room_out(t), i);
		KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	}
	for (u32 i = INS - 1; i > 0; i--) {
		KUNIT_EXPECT_EQ(test, room_in(t), i);
		KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	}
	KUNIT_EXPECT_EQ(test, room_out(t) + room_in(t), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, posts_out(t), -ENOSPC);
	KUNIT_EXPECT_EQ(test, posts_in(t), -ENOSPC);
	EXPECT_ACCESSES(test, drv.log, "free free");
	kicks_out(t);
	kicks_in(t);
	EXPECT_ACCESSES(test, drv.log, "w32 8=7 w32 18=3");
	/* so, too, if the device has finished, but nobody has looked */
	finishes(t, OUTS, INS);
	KUNIT_EXPECT_EQ(test, posts_out(t), -ENOSPC);
	KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
	KUNIT_EXPECT_EQ(test, room_out(t), 1);
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_out(t), -ENOSPC);
}

static void doorbell_wraps_around(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (u32 i = 1; i <= 3 * INS; i++) {
		KUNIT_EXPECT_EQ(test, posts_in(t), 0);
		mmio_log_clear(drv.log);
		kicks_in(t);
		EXPECT_ACCESSES(test, drv.log, with_number("w32 18=%x", i % INS));
		finishes(t, 0, 1);
		KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
	}
}

/* Both count to 2^32, and go on. */
static void counters_wrap_around(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	{
		deed_lock(spin_irq, d, &t->rings);
		d->out.__ring.__head = -4U;
		d->out.__ring.__tail = -4U;
		ring_device.out.taken = -4U;
		ring_device.out.finished = -4U;
	}
	for (int i = 0; i < OUTS - 1; i++)
		KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_out(t), -ENOSPC);
	mmio_log_clear(drv.log);
	kicks_out(t);
	EXPECT_ACCESSES(test, drv.log, "w32 8=3");
	finishes(t, OUTS, 0);
	for (int i = 0; i < OUTS - 1; i++)
		KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
	KUNIT_EXPECT_EQ(test, gets_out(test, t), -ENOENT);
	KUNIT_EXPECT_EQ(test, room_out(t), OUTS - 1);
}

/* One round of what chance wants of a driver. */
static int does_something(struct kunit *test, const struct toy *t)
{
	int err;

	switch (get_random_u32_below(6)) {
	case 0:
		kicks_out(t);
		return 0;
	case 1:
		kicks_in(t);
		return 0;
	case 2:
		err = posts_out(t);
		return err == -ENOSPC ? 0 : err;
	case 3:
		err = posts_in(t);
		return err == -ENOSPC ? 0 : err;
	case 4:
		err = gets_out(test, t);
		return err == -ENOENT || err == -EBUSY ? 0 : err;
	default:
		err = gets_in(test, t);
		return err == -ENOENT || err == -EBUSY ? 0 : err;
	}
}

/* Whatever the order in which memory is seen, and however fast the device is. */
static void any_order_is_a_right_one(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	ring_device.busy = true;
	for (int i = 0; i < ROUNDS; i++)
		KUNIT_ASSERT_EQ(test, does_something(test, t), 0);
	kicks_out(t);
	kicks_in(t);
	finishes(t, OUTS, INS);
	for (int i = 0; i < OUTS; i++) {
		gets_out(test, t);
		gets_in(test, t);
	}
	KUNIT_EXPECT_EQ(test, ring_device.reaped[0], ring_device.posted[0]);
	KUNIT_EXPECT_EQ(test, ring_device.reaped[1], ring_device.posted[1]);
	KUNIT_EXPECT_GT(test, ring_device.reaped[0], 2 * OUTS);
	KUNIT_EXPECT_GT(test, ring_device.reaped[1], 2 * INS);
	KUNIT_EXPECT_EQ(test, room_out(t), OUTS - 1);
	KUNIT_EXPECT_EQ(test, room_in(t), INS - 1);
}

/* The only one that is posted is finished at the n-th turn of the device from here. */
static struct {
	u32 turns;
	u32 at;
} finish_at;

static void finish_at_its_turn(void)
{
	ring_device_turn();
	if (finish_at.turns++ != finish_at.at)
		return;
	ring_device_finish(&ring_device.out, 1);
	ring_device_finish(&ring_device.in, 1);
}

/* How often the driver looks until the device has finished, from here. */
static u32 looks_until_it_gets(struct kunit *test, const struct toy *t,
			       int (*gets)(struct kunit *test, const struct toy *t))
{
	u32 looks = 0;
	int err;

	finish_at.turns = 0;
	do {
		err = gets(test, t);
	} while (err == -EBUSY && looks++ < 100);
	KUNIT_EXPECT_EQ(test, err, 0);
	return looks;
}

/* Wherever the device finishes, the rest belongs to the word, or there is none. */
static void rest_belongs_to_the_word(struct kunit *test)
{
	u32 looks = 0;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	desc_model.device = finish_at_its_turn;
	for (u32 i = 0; i < 24; i++) {
		bool out = i % 2;

		finish_at.turns = U32_MAX / 2;
		finish_at.at = i / 2;
		KUNIT_EXPECT_EQ(test, out ? posts_out(t) : posts_in(t), 0);
		kicks_out(t);
		kicks_in(t);
		looks += looks_until_it_gets(test, t, out ? gets_out : gets_in);
	}
	KUNIT_EXPECT_GT(test, looks, 0);
}

/* A device that changes its mind after it was looked at. */
static void device_that_changes_the_word(void)
{
	if (desc_model.looks) {
		fake_in(0)->status = 0xff & ~IN_DONE;
		fake_out(0)->word = cpu_to_le64(~0ULL);
	}
}

static void word_is_looked_at_once(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	kicks_in(t);
	finishes(t, 1, 1);
	desc_model.device = device_that_changes_the_word;
	KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
	KUNIT_EXPECT_EQ(test, desc_model.looks, 1);
	desc_model.looks = 0;
	fake_in(0)->status = IN_DONE;
	KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
	KUNIT_EXPECT_EQ(test, desc_model.looks, 1);
}

/* And the rest only then. */
static void word_that_says_busy_is_all_that_is_read(struct kunit *test)
{
	struct out_desc out = { .rest = cpu_to_le32(1) };
	struct in_desc in = { .number = cpu_to_le32(1) };

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	{
		deed_own(deed_dma_tx, tx) = reaps_out(t, &out);
		deed_own(deed_dma_rx, rx) = reaps_in(t, &in);

		EXPECT_FAILED(test, tx, -EBUSY);
		EXPECT_FAILED(test, rx, -EBUSY);
	}
	KUNIT_EXPECT_EQ(test, desc_model.looks, 2);
	KUNIT_EXPECT_EQ(test, desc_model.reads, 0);
}

static void buffer_of_another_length_is_refused(struct kunit *test)
{
	static const size_t lengths[] = { 1, IN_SIZE - 1, IN_SIZE + 1, 2 * IN_SIZE };

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < ARRAY_SIZE(lengths); i++) {
		KUNIT_EXPECT_EQ(test, posts_in_of(t, lengths[i]), -EMSGSIZE);
		EXPECT_ACCESSES(test, drv.log, "free");
	}
	KUNIT_EXPECT_EQ(test, posts_in_of(t, 0), -EINVAL);
	EXPECT_ACCESSES(test, drv.log, "");
	KUNIT_EXPECT_EQ(test, room_in(t), INS - 1);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
}

static void reaped_buffer_is_posted_again(struct kunit *test)
{
	struct in_desc desc = {};

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (u32 i = 0; i < 3 * INS; i++) {
		int err;

		if (!i)
			KUNIT_EXPECT_EQ(test, posts_in(t), 0);
		kicks_in(t);
		finishes(t, 0, 1);
		mmio_log_clear(drv.log);

		deed_own(deed_dma_rx, buf) = reaps_in(t, &desc);

		KUNIT_ASSERT_TRUE(test, deed_ok(buf));
		expect_in_desc(test, &desc, i);
		{
			deed_lock(spin_irq, d, &t->rings);
			err = toy_in_post(d, deed_move(buf));
		}
		KUNIT_EXPECT_EQ(test, err, 0);
		EXPECT_ACCESSES(test, drv.log, "unmap-rx map-rx");
	}
}

static void rings_of_a_cell_are_independent(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < INS - 1; i++)
		KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), -ENOSPC);
	KUNIT_EXPECT_EQ(test, room_out(t), OUTS - 1);
	KUNIT_EXPECT_EQ(test, gets_out(test, t), -ENOENT);
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	kicks_in(t);
	finishes(t, 0, 1);
	KUNIT_EXPECT_TRUE(test, ready_in(t));
	KUNIT_EXPECT_FALSE(test, ready_out(t));
	KUNIT_EXPECT_EQ(test, gets_out(test, t), -EBUSY);
	KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
	KUNIT_EXPECT_EQ(test, room_out(t), OUTS - 2);
	KUNIT_EXPECT_EQ(test, room_in(t), 1);
}

static void nothing_is_posted_before_the_state_is_shared(struct kunit *test)
{
	drv.posts_in_probe = true;

	deed_own(toy_ref, ref) = bind(test);

	KUNIT_EXPECT_EQ(test, dma_toy.err, -ENODEV);
	KUNIT_EXPECT_EQ(test, drv.stop_err, -ENODEV);
	KUNIT_EXPECT_EQ(test, ring_device.out.told + ring_device.in.told, 0);
	KUNIT_EXPECT_EQ(test, posts_out(toy_ref_borrow(&ref)), 0);
	KUNIT_EXPECT_EQ(test, posts_in(toy_ref_borrow(&ref)), 0);
}

static void kick_before_start_touches_no_register(struct kunit *test)
{
	struct platform_device *pdev;

	drv.posts_in_probe = true;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, strncmp(drv.log->text, "free free w32 0=", 16), 0);
}

static void ring_may_be_filled_in_start(struct kunit *test)
{
	drv.fills_in_start = true;

	deed_own(toy_ref, ref) = bind(test);

	KUNIT_EXPECT_EQ(test, ring_device.in.taken, 1);
	finishes(toy_ref_borrow(&ref), 0, 1);
	KUNIT_EXPECT_EQ(test, gets_in(test, toy_ref_borrow(&ref)), 0);
}

/* Files may outlive the device, and its registers, and its descriptors. */
static void ring_is_closed_after_unbind(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	kicks_in(t);
	finishes(t, 1, 1);
	unbind(t);
	memset(desc_model.memory, 0, sizeof(desc_model.memory));
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, posts_out(t), -ENODEV);
	KUNIT_EXPECT_EQ(test, posts_in(t), -ENODEV);
	EXPECT_ACCESSES(test, drv.log, "free free");
	kicks_out(t);
	kicks_in(t);
	KUNIT_EXPECT_EQ(test, gets_out(test, t), -ENOENT);
	KUNIT_EXPECT_EQ(test, gets_in(test, t), -ENOENT);
	KUNIT_EXPECT_FALSE(test, ready_out(t) || ready_in(t));
	EXPECT_ACCESSES(test, drv.log, "");
	KUNIT_EXPECT_EQ(test, desc_model.looks, 0);
}

static int posts_so_many(const struct toy *t, size_t len)
{
	deed_own(deed_dma_tx, buf) = toy_out_alloc(t, len);
	if (!deed_ok(buf))
		return deed_err(buf);
	*(u32 *)deed_dma_tx_bytes(&buf).__start = ring_device.posted[0];

	deed_lock(spin_irq, d, &t->rings);
	return toy_out_post(d, deed_move(buf));
}

static void buffer_is_not_longer_than_a_descriptor_says(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_so_many(t, U16_MAX + 1), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, posts_so_many(t, U16_MAX + 49), -EMSGSIZE);
	EXPECT_ACCESSES(test, drv.log, "free free");
	KUNIT_EXPECT_EQ(test, posts_so_many(t, U16_MAX), 0);
	finishes(t, 1, 0);
	KUNIT_EXPECT_EQ(test, ring_device.out.finished, 1);
}

/* It would begin with the first descriptor, and buffers are in others. */
static void ring_is_told_only_when_it_is_empty(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, tells(t), -EBUSY);
	EXPECT_ACCESSES(test, drv.log, "");
	finishes(t, 1, 0);
	KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
	KUNIT_EXPECT_EQ(test, tells(t), 0);
	KUNIT_EXPECT_EQ(test, room_out(t), OUTS - 1);
	for (int i = 0; i < OUTS - 1; i++)
		KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	kicks_out(t);
	finishes(t, OUTS, 0);
	for (int i = 0; i < OUTS - 1; i++)
		KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
}

static int ends_out(const struct toy *t)
{
	/* as the driver's suspend, which is lent the hardware */
	return toy_out_end(t, &t->dev.__hw);
}

static int ends_in(const struct toy *t)
{
	return toy_in_end(t, &t->dev.__hw);
}

/* What the device had not finished is gone, and its descriptors do not come back. */
static void ring_is_ended_and_told_anew(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 5; i++)
			KUNIT_EXPECT_EQ(test, posts_out(t), 0);
		kicks_out(t);
		finishes(t, 2, 0);
		KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
		mmio_log_clear(drv.log);
		KUNIT_EXPECT_EQ(test, ends_out(t), 0);
		EXPECT_ACCESSES(test, drv.log,
				"stop-out " FREE_TX FREE_TX FREE_TX "unmap-tx free");
		KUNIT_EXPECT_EQ(test, gets_out(test, t), -ENOENT);
		KUNIT_EXPECT_EQ(test, room_out(t), OUTS - 1);

		/* and it is not rung before it knows where they are */
		mmio_log_clear(drv.log);
		kicks_out(t);
		EXPECT_ACCESSES(test, drv.log, "");
		KUNIT_EXPECT_EQ(test, tells(t), 0);
	}
}

/* Who takes the last buffer back meanwhile has made the ring empty. */
static void ring_is_not_told_while_it_ends(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_tells = true;
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, ends_out(t), 0);
	KUNIT_EXPECT_EQ(test, drv.stop_err, -EBUSY);
	EXPECT_ACCESSES(test, drv.log, "stop-out");
	KUNIT_EXPECT_EQ(test, tells(t), 0);
}

static void ring_is_ended_by_its_own_hardware(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, toy_out_end(t, &t->dev.__hw + 1), -EINVAL);
	EXPECT_ACCESSES(test, drv.log, "");
}

static void ring_of_a_device_that_does_not_stop_is_ended(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	drv.stop_returns = -ETIMEDOUT;
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, ends_out(t), 0);
	EXPECT_ACCESSES(test, drv.log, "stop-out halt unmap-tx free");
	KUNIT_EXPECT_EQ(test, ends_out(t), -EBUSY);
	drv.stop_returns = 0;
}

/* All rings of a device that was halted know, whatever is done with it meanwhile. */
static void nothing_is_posted_or_told_after_a_halt(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	const struct device *dev = deed_dev(&t->dev);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	drv.stop_returns = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, ends_out(t), 0);
	drv.stop_returns = 0;
	for (int i = 0; i < 3; i++) {
		mmio_log_clear(drv.log);
		KUNIT_EXPECT_EQ(test, posts_out(t), -ESHUTDOWN);
		KUNIT_EXPECT_EQ(test, posts_in(t), -ESHUTDOWN);
		KUNIT_EXPECT_EQ(test, tells(t), -ESHUTDOWN);
		kicks_out(t);
		kicks_in(t);
		EXPECT_ACCESSES(test, drv.log, "free free");
		if (i == 0)
			KUNIT_EXPECT_EQ(test, dma_toy_suspend(dev), 0);
		if (i == 1)
			KUNIT_EXPECT_EQ(test, dma_toy_resume(dev), 0);
	}
	unbind(t);
	KUNIT_EXPECT_EQ(test, posts_out(t), -ENODEV);
	KUNIT_EXPECT_EQ(test, posts_in(t), -ENODEV);
	KUNIT_EXPECT_EQ(test, tells(t), -ENODEV);
}

/* Who has lost nothing is not told either. */
static void ring_that_stops_shuts_no_other(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, ends_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	drv.stop_returns = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, ends_out(t), -EBUSY);
	drv.stop_returns = 0;
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
}

static void ring_is_told_of_a_device_that_is_there(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	const struct device *dev = deed_dev(&t->dev);

	KUNIT_EXPECT_EQ(test, dma_toy_suspend(dev), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, tells(t), -EHOSTUNREACH);
	EXPECT_ACCESSES(test, drv.log, "");
	KUNIT_EXPECT_EQ(test, dma_toy_resume(dev), 0);
	KUNIT_EXPECT_EQ(test, tells(t), 0);
	unbind(t);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, tells(t), -ENODEV);
	EXPECT_ACCESSES(test, drv.log, "");
}

/* Nothing is posted, nor told; what the device had finished comes back all the same. */
static void ring_is_closed_while_the_device_sleeps(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	const struct device *dev = deed_dev(&t->dev);

	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	kicks_in(t);
	finishes(t, 0, 1);
	KUNIT_EXPECT_EQ(test, dma_toy_suspend(dev), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, posts_out(t), -EHOSTUNREACH);
	KUNIT_EXPECT_EQ(test, posts_in(t), -EHOSTUNREACH);
	kicks_out(t);
	kicks_in(t);
	EXPECT_ACCESSES(test, drv.log, "free free");
	KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
	KUNIT_EXPECT_EQ(test, gets_in(test, t), -EBUSY);
	KUNIT_EXPECT_EQ(test, dma_toy_resume(dev), 0);
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
}

static void buffer_that_cannot_be_mapped_is_freed(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	mmio_log_clear(drv.log);
	dma_log.map_fails = true;
	KUNIT_EXPECT_EQ(test, posts_out(t), -EIO);
	KUNIT_EXPECT_EQ(test, posts_in(t), -EIO);
	EXPECT_ACCESSES(test, drv.log, "map-fails free map-fails free");
	dma_log.map_fails = false;
	KUNIT_EXPECT_EQ(test, room_out(t), OUTS - 2);
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	kicks_out(t);
	kicks_in(t);
	finishes(t, 2, 2);
	for (int i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
		KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
	}
}

static void mapping_is_a_step_that_fails(struct kunit *test)
{
	faults_on(test);

	deed_own(toy_ref, ref) = bind(test);

	step_at(1);
	KUNIT_EXPECT_EQ(test, posts_out(toy_ref_borrow(&ref)), -EIO);
	KUNIT_EXPECT_TRUE(test, step_hit());
	faults_off(test);
	EXPECT_ACCESSES(test, drv.log, "free");
}

static void probe_without_memory_for_descriptors_fails(struct kunit *test)
{
	desc_model.no_memory = true;
	dma_toy_expect_refused(test, NAME, -1, -ENOMEM);
	EXPECT_ACCESSES(test, drv.log, "");
}

/* Unbinds it, if it is bound: then whatever may have failed, it is halted first. */
static void ends_as_it_should(struct kunit *test, struct platform_device *pdev)
{
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_TRUE(test, !dma_toy.err || dma_toy.err == -ENOMEM);
	if (!fake_device_is_bound(pdev))
		return;
	device_release_driver(&pdev->dev);
	EXPECT_ACCESSES(test, drv.log, IN_ENDS() OUT_ENDS() DEVICE_ENDS);
}

/* Each step of it, and each allocation; what was done before is undone. */
static void any_step_of_probe_may_fail(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	int failed[2] = {};

	ends_as_it_should(test, pdev);
	dma_toy_fail_each(test, pdev, failed, ends_as_it_should);
	/* of both: the step, its memory, a note of it in ours, the halt */
	KUNIT_EXPECT_GE(test, failed[0], 8);
	KUNIT_EXPECT_EQ(test, failed[1], 2);
}

static void unbind_stops_the_device_first(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, posts_out(t), 0);
		KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	}
	kicks_in(t);
	finishes(t, 1, 0);
	mmio_log_clear(drv.log);
	unbind(t);
	/* what came last ends first; so, too, of what the device shares */
	EXPECT_ACCESSES(test, drv.log, IN_ENDS(FREE_RX FREE_RX) OUT_ENDS(FREE_TX FREE_TX)
			DEVICE_ENDS);
	/* and nobody has waited for that with interrupts disabled */
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_log.under_lock), 0);
}

/* It may look at descriptors that nobody has posted, too. */
static void unbind_stops_a_device_without_buffers(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);

	unbind(toy_ref_borrow(&ref));
	EXPECT_ACCESSES(test, drv.log, IN_ENDS() OUT_ENDS() DEVICE_ENDS);
}

static void start_callback_that_fails_stops_the_device(struct kunit *test)
{
	struct platform_device *pdev;

	drv.fills_in_start = true;
	drv.start_returns = -EPERM;
	pdev = fake_device(test, NAME, -1, NULL, 0);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_NOT_NULL(test, strstr(drv.log->text,
					   "w32 18=1 stop-in unmap-rx free stop-out quiesce"));
}

/* Nobody posts or rings when the device is on its way out. */
static void ring_is_closed_before_the_device_stops(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	drv.stop_posts = true;
	mmio_log_clear(drv.log);
	unbind(t);
	KUNIT_EXPECT_EQ(test, drv.stop_err, -ENODEV);
	EXPECT_ACCESSES(test, drv.log, IN_ENDS("free free " FREE_RX)
			OUT_ENDS("free free ") DEVICE_ENDS);
}

/* It was the device's last word, and the buffer is not freed a second time. */
static void buffer_may_be_reaped_while_the_device_stops(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	drv.stop_finishes = true;
	drv.stop_reaps = true;
	mmio_log_clear(drv.log);
	unbind(t);
	KUNIT_EXPECT_EQ(test, drv.stop_err, 0);
	EXPECT_ACCESSES(test, drv.log, IN_ENDS(FREE_TX) OUT_ENDS(FREE_TX) DEVICE_ENDS);
}

static void device_that_does_not_stop_is_halted(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_returns = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, IN_ENDS("halt " FREE_RX) OUT_ENDS("halt " FREE_TX)
			DEVICE_ENDS);
}

/* The test is what kmemleak would miss: it knows where the memory is. */
static void device_that_cannot_be_halted_keeps_its_buffers(struct kunit *test)
{
	struct dma_log_mapping m[2];

	dma_toy.can_halt = false;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_returns = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	m[0] = dma_log.mappings[0];
	m[1] = dma_log.mappings[1];
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop-in stop-out quiesce descs descs");
	KUNIT_EXPECT_EQ(test, gets_in(test, t), -ENOENT);
	for (int i = 0; i < 2; i++) {
		KUNIT_ASSERT_NOT_NULL(test, dma_log_at(m[i].addr));
		dma_log_unmap(m[i].dev, m[i].addr, m[i].len, m[i].dir);
		dma_log_free(m[i].memory);
	}
	EXPECT_ACCESSES(test, drv.log, "unmap-tx free unmap-rx free");
}

/* What is bound again begins at the first descriptor, as the device does. */
static void ring_begins_anew_when_it_is_bound_again(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	for (int i = 0; i < 3; i++) {
		deed_own(toy_ref, ref) = toy_ref_get(platform_get_drvdata(pdev));
		const struct toy *t = toy_ref_borrow(&ref);

		for (int n = 0; n < INS - 1; n++)
			KUNIT_EXPECT_EQ(test, posts_in(t), 0);
		KUNIT_EXPECT_EQ(test, posts_out(t), 0);
		mmio_log_clear(drv.log);
		kicks_in(t);
		kicks_out(t);
		EXPECT_ACCESSES(test, drv.log, "w32 18=3 w32 8=1");
		finishes(t, 1, 1);
		KUNIT_EXPECT_EQ(test, gets_out(test, t), 0);
		KUNIT_EXPECT_EQ(test, gets_in(test, t), 0);
		/* also if it was halted meanwhile */
		drv.stop_returns = i == 1 ? -ETIMEDOUT : 0;
		if (i == 1) {
			KUNIT_EXPECT_EQ(test, ends_in(t), 0);
			KUNIT_EXPECT_EQ(test, posts_out(t), -ESHUTDOWN);
		}
		unbind(t);
		KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	}
}

/* Keeps both rings going until the device has gone. */
static int keeps_going(void *arg)
{
	unsigned long end = jiffies + DMA_TOY_PATIENCE;
	const struct toy *t = arg;
	int err;

	do {
		struct out_desc out;
		struct in_desc in;

		deed_own(deed_dma_tx, tx) = reaps_out(t, &out);
		deed_own(deed_dma_rx, rx) = reaps_in(t, &in);

		err = posts_out(t);
		err = err && err != -ENOSPC ? err : posts_in(t);
		kicks_in(t);
		cond_resched();
	} while ((!err || err == -ENOSPC) && time_before(jiffies, end));
	return err;
}

static void others_use_the_rings_while_the_device_goes(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	ring_device.busy = true;
	for (int i = 0; i < 20; i++) {
		deed_own(toy_ref, ref) = toy_ref_get(platform_get_drvdata(pdev));

		dma_toy_goes(test, pdev, i, keeps_going, (void *)toy_ref_borrow(&ref));
		KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	}
}

/* It has stopped; but only the loss of the right is a proof that it looks no more. */
static void function_is_no_master_when_its_descriptors_go(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind_pci(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, posts_out(t), 0);
	drv.command_at_end = PCI_COMMAND_MASTER;
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop-in stop-out unmap-tx free quiesce descs descs");
	KUNIT_EXPECT_TRUE(test, dma_toy.command & PCI_COMMAND_MASTER);
	KUNIT_EXPECT_FALSE(test, drv.command_at_end & PCI_COMMAND_MASTER);
}

static void function_that_does_not_stop_is_no_master_any_more(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind_pci(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_returns = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop-in unmap-rx free stop-out quiesce descs descs");
	KUNIT_EXPECT_FALSE(test, dma_toy.command & PCI_COMMAND_MASTER);
}

static void function_that_was_unplugged_gives_back(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind_pci(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_returns = -ENODEV;
	KUNIT_EXPECT_EQ(test, posts_in(t), 0);
	mmio_log_clear(drv.log);
	fake_pci.silent = true;
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop-in unmap-rx free stop-out quiesce descs descs");
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(device_is_told_both_halves_of_the_address),
	KUNIT_CASE(address_above_4_gib_is_not_cut_off),
	KUNIT_CASE(post_tells_nobody_and_kick_does),
	KUNIT_CASE(kick_tells_of_all_that_was_posted),
	KUNIT_CASE(device_may_take_what_was_published),
	KUNIT_CASE(buffers_come_back_in_order),
	KUNIT_CASE(empty_ring_gives_an_empty_handle),
	KUNIT_CASE(buffer_stays_until_the_device_has_finished),
	KUNIT_CASE(full_ring_refuses),
	KUNIT_CASE(doorbell_wraps_around),
	KUNIT_CASE(counters_wrap_around),
	KUNIT_CASE(any_order_is_a_right_one),
	KUNIT_CASE(rest_belongs_to_the_word),
	KUNIT_CASE(word_is_looked_at_once),
	KUNIT_CASE(word_that_says_busy_is_all_that_is_read),
	KUNIT_CASE(buffer_of_another_length_is_refused),
	KUNIT_CASE(reaped_buffer_is_posted_again),
	KUNIT_CASE(rings_of_a_cell_are_independent),
	KUNIT_CASE(nothing_is_posted_before_the_state_is_shared),
	KUNIT_CASE(kick_before_start_touches_no_register),
	KUNIT_CASE(ring_may_be_filled_in_start),
	KUNIT_CASE(ring_is_closed_after_unbind),
	KUNIT_CASE(ring_is_closed_while_the_device_sleeps),
	KUNIT_CASE(buffer_is_not_longer_than_a_descriptor_says),
	KUNIT_CASE(ring_is_told_only_when_it_is_empty),
	KUNIT_CASE(ring_is_ended_and_told_anew),
	KUNIT_CASE(ring_is_not_told_while_it_ends),
	KUNIT_CASE(ring_is_ended_by_its_own_hardware),
	KUNIT_CASE(ring_of_a_device_that_does_not_stop_is_ended),
	KUNIT_CASE(nothing_is_posted_or_told_after_a_halt),
	KUNIT_CASE(ring_that_stops_shuts_no_other),
	KUNIT_CASE(ring_is_told_of_a_device_that_is_there),
	KUNIT_CASE(buffer_that_cannot_be_mapped_is_freed),
	KUNIT_CASE(mapping_is_a_step_that_fails),
	KUNIT_CASE(probe_without_memory_for_descriptors_fails),
	KUNIT_CASE(any_step_of_probe_may_fail),
	KUNIT_CASE(unbind_stops_the_device_first),
	KUNIT_CASE(unbind_stops_a_device_without_buffers),
	KUNIT_CASE(start_callback_that_fails_stops_the_device),
	KUNIT_CASE(ring_is_closed_before_the_device_stops),
	KUNIT_CASE(buffer_may_be_reaped_while_the_device_stops),
	KUNIT_CASE(device_that_does_not_stop_is_halted),
	KUNIT_CASE(device_that_cannot_be_halted_keeps_its_buffers),
	KUNIT_CASE(ring_begins_anew_when_it_is_bound_again),
	KUNIT_CASE(others_use_the_rings_while_the_device_goes),
	KUNIT_CASE(function_is_no_master_when_its_descriptors_go),
	KUNIT_CASE(function_that_does_not_stop_is_no_master_any_more),
	KUNIT_CASE(function_that_was_unplugged_gives_back),
	{}
};

static struct kunit_suite ring_suite = {
	.name = "deed_dma_ring",
	.init = ring_test_init,
	.exit = ring_test_exit,
	.test_cases = ring_cases,
};

kunit_test_suite(ring_suite);

MODULE_DESCRIPTION("Tests of descriptor rings");
MODULE_LICENSE("GPL");
