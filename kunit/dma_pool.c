// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/dma_pool.h>: that buffers stay mapped, that device and processor see
 * what the other wrote, once it was handed over and not before; and what becomes of
 * buffers in each state when the device goes.
 *
 * The device has memory of its own for each mapping, as behind a bounce buffer: only
 * when it is synchronised is anything copied. What is done with buffers is logged, see
 * dma_log.h.
 */
#define DMA_LOG_BUFFERS 32
#include "dma_log.h"

#include <linux/module.h>
#include <linux/prandom.h>

#include <deed/pci.h>
#include <deed/platform.h>

#include "dma_toy.h"
#include "handle.h"

deed_unsafe_file("is the device, and looks at the memory that it is given");

#define NAME		"deed-pool-toy"
#define RING		8 /* descriptors */
#define OUTS		3 /* buffers */
#define INS		4
#define OUT_SIZE	96
#define IN_SIZE		64
#define ROUNDS		5000

/* What the log says of all buffers. */
#define MAPS_OUT	"map-tx back-tx map-tx back-tx map-tx back-tx"
#define MAPS_IN		"map-rx back-rx map-rx back-rx map-rx back-rx map-rx back-rx"
#define UNMAPS_OUT	"unmap-tx unmap-tx unmap-tx"
#define UNMAPS_IN	"unmap-rx unmap-rx unmap-rx unmap-rx"

/* And of the end: the rings, the driver, the pools, in which all of their buffers are. */
#define STOPS		"stop stop quiesce"
#define FREE		" free"
#define FREES_OUT	FREE FREE FREE FREE /* the pool is the last */
#define FREES_IN	FREE FREES_OUT
#define POOLS_END	"halt " UNMAPS_IN FREES_IN " halt " UNMAPS_OUT FREES_OUT " halt halt"

DEED_MMIO_DMA(toy_regs, 0x20);

struct toy_desc {
	struct deed_dma_le64 address;
	__le32 len;
	__le32 word;
};

#define OWN BIT(31)

DEED_DMA_RING_TYPE(toy_out, pooled_tx, struct toy_desc, RING, 0);
DEED_DMA_RING_TYPE(toy_in, pooled_rx, struct toy_desc, RING, IN_SIZE);

struct toy_hw {
	struct toy_regs regs;
	struct deed_dma dma;
	struct toy_out_descs out;
	struct toy_in_descs in;
	struct deed_dma_tx_pool outs;
	struct deed_dma_rx_pool ins;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct rings {
	struct toy_out_ring out;
	struct toy_in_ring in;
};

DEED_CELL_TYPE(rings_cell, spin_irq, struct rings);

struct toy {
	struct toy_device dev;
	struct rings_cell rings;
};

/* What a test wants of device and driver, and what they did. */
static struct {
	struct mmio_log *log;
	int stop_returns;
	size_t size; /* of the buffers that are received */
	unsigned int count;
	u8 bounce[DMA_LOG_BUFFERS][OUT_SIZE]; /* what the device has of each mapping */
} drv;

static void fake_sync(struct dma_log_mapping *m, size_t len, bool to_device)
{
	u8 *bounce = drv.bounce[m - dma_log.mappings];

	if (to_device)
		memcpy(bounce, m->memory, min_t(size_t, len, OUT_SIZE));
	else if (m->dir == DMA_FROM_DEVICE)
		memcpy(m->memory, bounce, min_t(size_t, len, OUT_SIZE));
}

static void fill(struct toy_desc *d, u32 len)
{
	d->len = cpu_to_le32(len);
	d->word = cpu_to_le32(OWN);
}

static bool done(__le32 word)
{
	return !(word & cpu_to_le32(OWN));
}

static int stop(const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "stop");
	return drv.stop_returns;
}

static void toy_release(struct toy *t)
{
	atomic_dec(&dma_toy.states);
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

DEED_DMA_RING(toy_out, toy_ref, dev, rings, out, dma, out, address, word, fill, done, stop);

DEED_DMA_RING(toy_in, toy_ref, dev, rings, in, dma, in, address, word, fill, done, stop);

/* The buffer of a descriptor that the device has: what it sees of it. */
static u8 *fake_sees(struct kunit *test, const struct toy_desc *d,
		     enum dma_data_direction dir)
{
	struct dma_log_mapping *m = dma_log_at(le64_to_cpu(d->address.__number));

	KUNIT_ASSERT_FALSE(test, done(d->word));
	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_EXPECT_TRUE(test, m->given);
	KUNIT_EXPECT_EQ(test, m->dir, dir);
	KUNIT_EXPECT_LE(test, le32_to_cpu(d->len), m->len);
	return drv.bounce[m - dma_log.mappings];
}

/* The device sends what was posted first: it finds these bytes. */
static void sends(struct kunit *test, const struct toy *t, u8 with, size_t len)
{
	u32 at = t->rings.__data.out.__ring.__tail % RING;
	struct toy_desc *d = t->dev.__hw.out.__first + at;
	u8 *seen = fake_sees(test, d, DMA_TO_DEVICE);

	KUNIT_EXPECT_EQ(test, le32_to_cpu(d->len), len);
	KUNIT_EXPECT_NULL(test, memchr_inv(seen, with, len));
	d->word = 0;
}

/* The device receives these bytes. */
static void receives(struct kunit *test, const struct toy *t, u8 with)
{
	u32 at = t->rings.__data.in.__ring.__tail % RING;
	struct toy_desc *d = t->dev.__hw.in.__first + at;

	memset(fake_sees(test, d, DMA_FROM_DEVICE), with, IN_SIZE);
	d->word = 0;
}

static struct deed_dma_pooled_tx takes_out(const struct toy *t, size_t len)
{
	return deed_dma_pooled_tx_take(&t->dev.__hw.outs, len);
}

static struct deed_dma_pooled_rx takes_in(const struct toy *t)
{
	return deed_dma_pooled_rx_take(&t->dev.__hw.ins);
}

static int posts_out(const struct toy *t, struct deed_dma_pooled_tx buf)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_out_post(d, deed_move(buf));
}

static int posts_in(const struct toy *t, struct deed_dma_pooled_rx buf)
{
	deed_lock(spin_irq, d, &t->rings);
	return toy_in_post(d, deed_move(buf));
}

/* Fills a buffer, and posts it. */
static int sends_out(const struct toy *t, u8 with, size_t len)
{
	deed_own(deed_dma_pooled_tx, buf) = takes_out(t, len);
	if (!deed_ok(buf))
		return deed_err(buf);
	memset(deed_dma_pooled_tx_bytes(&buf).__start, with, len);
	return posts_out(t, deed_move(buf));
}

static int lets_in(const struct toy *t)
{
	deed_own(deed_dma_pooled_rx, buf) = takes_in(t);
	if (!deed_ok(buf))
		return deed_err(buf);
	return posts_in(t, deed_move(buf));
}

static struct deed_dma_pooled_tx reaps_out(const struct toy *t)
{
	struct toy_desc desc;

	deed_lock(spin_irq, d, &t->rings);
	return toy_out_reap(d, &desc);
}

static struct deed_dma_pooled_rx reaps_in(const struct toy *t)
{
	struct toy_desc desc;

	deed_lock(spin_irq, d, &t->rings);
	return toy_in_reap(d, &desc);
}

static deed_misuses("lets the next step fail, if a test wants it to")
int toy_memory(struct toy_hw *hw)
{
	int err;

	dma_toy_fault_begin();
	err = toy_out_descs_alloc(&hw->out, &hw->dma) ?:
	      toy_in_descs_alloc(&hw->in, &hw->dma) ?:
	      deed_dma_tx_pool_alloc(&hw->outs, &hw->dma, OUT_SIZE, OUTS) ?:
	      deed_dma_rx_pool_alloc(&hw->ins, &hw->dma, drv.size, drv.count);
	dma_toy_fault_end();
	return err;
}

static void toy_setup(struct toy *t)
{
	deed_cell_init(&t->rings);
	toy_out_init(t);
	toy_in_init(t);
	atomic_inc(&dma_toy.states);
}

static deed_misuses("lets the next step fail, if a test wants it to")
int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	int err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base)) ?:
		  dma_toy_enable(&hw->dma, dev, 64) ?:
		  toy_memory(hw);

	dma_toy.err = err;
	if (err)
		return err;
	toy_setup(t);
	return 0;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "quiesce");
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, quiesce, toy_quiesce);

/* On PCI the bus header knows how to halt it. */
static deed_misuses("lets the next step fail, if a test wants it to")
int toy_pci_probe(struct deed_pci *pci, struct toy *t, struct toy_hw *hw)
{
	int err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base)) ?:
		  deed_pci_dma(pci, 64, &hw->dma) ?: toy_memory(hw);

	if (err)
		return err;
	toy_setup(t);
	return 0;
}

DEED_PCI_IDS(toy_ids, { PCI_DEVICE(FAKE_PCI_VENDOR, FAKE_PCI_DEVICE) });

DEED_PCI_DRIVER(toy_pci_driver, NAME, toy_ids, toy_ref, dev, toy_pci_probe, quiesce,
		toy_quiesce);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("registered before each test, and dropped after it")
struct toy_pci_driver pci_registered;

static deed_misuses("what a module's start does, for each test")
int pool_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	drv.log = dma_toy_start(test, 0x20);
	dma_log.syncs = fake_sync;
	drv.size = IN_SIZE;
	drv.count = INS;
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	pci_registered = toy_pci_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(pci_registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void pool_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	toy_pci_driver_drop(&pci_registered);
	dma_toy_end(test);
}

/* The state of a device that was bound. */
static deed_returns_live struct toy_ref bind_nr(struct kunit *test, int nr)
{
	return toy_ref_get(dma_toy_bind(test, NAME, nr));
}

static deed_returns_live struct toy_ref bind(struct kunit *test)
{
	return bind_nr(test, -1);
}

static void unbind(const struct toy *t)
{
	dma_toy_unbind(deed_dev(&t->dev));
}

static struct device *device_of(const struct toy *t)
{
	return (struct device *)deed_dev(&t->dev);
}

/* The debug kernel binds each device twice: the log ends with the last time. */
static void buffers_are_mapped_in_probe(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	const char *maps = MAPS_OUT " " MAPS_IN;

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	KUNIT_ASSERT_GE(test, drv.log->len, strlen(maps));
	KUNIT_EXPECT_STREQ(test, drv.log->text + drv.log->len - strlen(maps), maps);
	mmio_log_clear(drv.log);
	device_release_driver(&pdev->dev);
	EXPECT_ACCESSES(test, drv.log, STOPS " " POOLS_END);
}

static void buffer_that_goes_round_stays_mapped(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < 2 * RING; i++) {
		KUNIT_ASSERT_EQ(test, sends_out(t, i, OUT_SIZE), 0);
		KUNIT_ASSERT_EQ(test, lets_in(t), 0);
		EXPECT_ACCESSES(test, drv.log, "give-tx give-rx");
		sends(test, t, i, OUT_SIZE);
		receives(test, t, i);

		deed_own(deed_dma_pooled_tx, out) = reaps_out(t);
		deed_own(deed_dma_pooled_rx, in) = reaps_in(t);

		KUNIT_ASSERT_TRUE(test, deed_ok(out));
		KUNIT_ASSERT_TRUE(test, deed_ok(in));
		KUNIT_EXPECT_EQ(test, deed_dma_pooled_rx_len(&in), IN_SIZE);
		EXPECT_ACCESSES(test, drv.log, "back-tx back-rx");
		KUNIT_EXPECT_NULL(test, memchr_inv(deed_dma_pooled_rx_bytes(&in).__start,
						   i, IN_SIZE));
	}
}

/* Several are under way, in any order of what is done with them. */
static void each_sees_what_the_other_wrote(struct kunit *test)
{
	u8 posted[2] = {}, finished[2] = {}, reaped[2] = {};
	struct rnd_state random;

	prandom_seed_state(&random, 1);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < ROUNDS; i++) {
		u32 what = prandom_u32_state(&random) % 4;

		if (what == 0 && !sends_out(t, posted[0], 1 + posted[0] % OUT_SIZE))
			posted[0]++;
		if (what == 1 && !lets_in(t))
			posted[1]++;
		if (what == 2 && finished[0] == reaped[0] && finished[0] != posted[0]) {
			sends(test, t, finished[0], 1 + finished[0] % OUT_SIZE);
			finished[0]++;
		}
		if (what == 2 && finished[1] == reaped[1] && finished[1] != posted[1])
			receives(test, t, finished[1]++);

		deed_own(deed_dma_pooled_tx, out) = reaps_out(t);
		deed_own(deed_dma_pooled_rx, in) = reaps_in(t);

		if (deed_ok(out))
			reaped[0]++;
		if (deed_ok(in))
			KUNIT_ASSERT_NULL(test, memchr_inv(in.__ptr->__memory, reaped[1]++,
							   IN_SIZE));
		mmio_log_clear(drv.log);
	}
	KUNIT_EXPECT_EQ(test, finished[0], reaped[0]);
	KUNIT_EXPECT_EQ(test, finished[1], reaped[1]);
}

static void empty_pool_says_so(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < OUTS; i++)
		KUNIT_EXPECT_EQ(test, sends_out(t, 0, 1), 0);
	for (int i = 0; i < INS; i++)
		KUNIT_EXPECT_EQ(test, lets_in(t), 0);

	deed_own(deed_dma_pooled_tx, tx) = takes_out(t, 1);
	deed_own(deed_dma_pooled_rx, rx) = takes_in(t);

	EXPECT_FAILED(test, tx, -ENOBUFS);
	EXPECT_FAILED(test, rx, -ENOBUFS);
	sends(test, t, 0, 1);
	{
		deed_own(deed_dma_pooled_tx, out) = reaps_out(t);

		KUNIT_EXPECT_TRUE(test, deed_ok(out));
		KUNIT_EXPECT_EQ(test, sends_out(t, 0, 1), -ENOBUFS);
	}
	KUNIT_EXPECT_EQ(test, sends_out(t, 0, 1), 0);
}

static void buffer_has_the_length_that_was_asked_for(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (size_t len = 1; len <= OUT_SIZE; len++) {
		deed_own(deed_dma_pooled_tx, buf) = takes_out(t, len);

		KUNIT_ASSERT_TRUE(test, deed_ok(buf));
		KUNIT_EXPECT_EQ(test, deed_dma_pooled_tx_len(&buf), len);
		KUNIT_EXPECT_EQ(test, deed_dma_pooled_tx_bytes(&buf).__len, len);
	}

	deed_own(deed_dma_pooled_tx, none) = takes_out(t, 0);
	deed_own(deed_dma_pooled_tx, more) = takes_out(t, OUT_SIZE + 1);
	deed_own(deed_dma_pooled_tx, most) = takes_out(t, SIZE_MAX);

	EXPECT_FAILED(test, none, -EINVAL);
	EXPECT_FAILED(test, more, -EMSGSIZE);
	EXPECT_FAILED(test, most, -EMSGSIZE);
}

static void new_buffers_are_zeroed_and_apart(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	deed_own(deed_dma_pooled_rx, a) = takes_in(t);
	deed_own(deed_dma_pooled_rx, b) = takes_in(t);

	KUNIT_ASSERT_TRUE(test, deed_ok(a));
	KUNIT_ASSERT_TRUE(test, deed_ok(b));
	KUNIT_EXPECT_NULL(test, memchr_inv(a.__ptr->__memory, 0, IN_SIZE));
	KUNIT_EXPECT_NULL(test, memchr_inv(b.__ptr->__memory, 0, IN_SIZE));
	KUNIT_EXPECT_GE(test, abs(a.__ptr->__memory - b.__ptr->__memory), IN_SIZE);
	KUNIT_EXPECT_GE(test, ksize(a.__ptr->__memory), IN_SIZE);
}

/* Whoever posts in vain has lost it, and the pool has it. */
static void buffer_that_is_not_posted_goes_back(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < 2 * OUTS; i++) {
		deed_own(deed_dma_pooled_tx, buf) = takes_out(t, 1);

		KUNIT_ASSERT_TRUE(test, deed_ok(buf));
		deed_cell_excl((struct rings_cell *)&t->rings)->out.__ring.__door.__open = i % 2;
		KUNIT_EXPECT_EQ(test, posts_out(t, deed_move(buf)), i % 2 ? 0 : -ENODEV);
		if (i % 2) {
			sends(test, t, 0, 1);

			deed_own(deed_dma_pooled_tx, out) = reaps_out(t);

			KUNIT_EXPECT_TRUE(test, deed_ok(out));
		}
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_log.wrong), 0);
}

/* The device would write into another one's memory, or what it has of that address. */
static void buffer_of_another_device_is_refused(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind_nr(test, 0);
	deed_own(toy_ref, other) = bind_nr(test, 1);

	for (int i = 0; i < 2 * INS; i++) {
		deed_own(deed_dma_pooled_rx, buf) = takes_in(toy_ref_borrow(&other));

		KUNIT_ASSERT_TRUE(test, deed_ok(buf));
		KUNIT_EXPECT_EQ(test, posts_in(toy_ref_borrow(&ref), deed_move(buf)),
				-EXDEV);
	}
	EXPECT_ACCESSES(test, drv.log, "");
	/* each has all of its own */
	for (int i = 0; i < INS; i++) {
		KUNIT_EXPECT_EQ(test, lets_in(toy_ref_borrow(&ref)), 0);
		KUNIT_EXPECT_EQ(test, lets_in(toy_ref_borrow(&other)), 0);
	}
}

/* It is the same device, and the same driver; but what was mapped is no more. */
static void buffer_of_an_earlier_time_is_refused(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	struct device *dev = device_of(toy_ref_borrow(&ref));

	deed_own(deed_dma_pooled_rx, buf) = takes_in(toy_ref_borrow(&ref));

	KUNIT_ASSERT_TRUE(test, deed_ok(buf));
	unbind(toy_ref_borrow(&ref));
	KUNIT_ASSERT_EQ(test, device_attach(dev), 1);

	deed_own(toy_ref, again) = toy_ref_get(dev_get_drvdata(dev));

	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, posts_in(toy_ref_borrow(&again), deed_move(buf)), -EXDEV);
	EXPECT_ACCESSES(test, drv.log, "free" FREE);
	KUNIT_EXPECT_EQ(test, lets_in(toy_ref_borrow(&again)), 0);
}

/* One is in the pool, one in our hands, one with the device, one is finished. */
static void unbind_unmaps_buffers_in_each_state(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	deed_own(deed_dma_pooled_rx, held) = takes_in(t);

	KUNIT_ASSERT_TRUE(test, deed_ok(held));
	KUNIT_EXPECT_EQ(test, lets_in(t), 0);
	KUNIT_EXPECT_EQ(test, lets_in(t), 0);
	receives(test, t, 7);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop back-rx back-rx stop quiesce halt " UNMAPS_IN
			FREE FREE FREE " halt " UNMAPS_OUT FREES_OUT " halt halt");
	/* its memory is ours, and with it goes the pool */
	memset(deed_dma_pooled_rx_bytes(&held).__start, 1, IN_SIZE);
	toy_ref_drop(&ref);
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_toy.states), 0);
	KUNIT_EXPECT_EQ(test, deed_dma_pooled_rx_len(&held), IN_SIZE);
	deed_dma_pooled_rx_drop(&held);
	EXPECT_ACCESSES(test, drv.log, "free" FREE);
}

static void last_buffer_takes_the_pool_along(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	deed_own(deed_dma_pooled_tx, a) = takes_out(t, 1);
	deed_own(deed_dma_pooled_tx, b) = takes_out(t, 2);
	deed_own(deed_dma_pooled_tx, c) = takes_out(t, 3);

	KUNIT_ASSERT_TRUE(test, deed_ok(a) && deed_ok(b) && deed_ok(c));
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, STOPS " halt " UNMAPS_IN FREES_IN " halt "
			UNMAPS_OUT " halt halt");
	deed_dma_pooled_tx_drop(&b);
	deed_dma_pooled_tx_drop(&a);
	EXPECT_ACCESSES(test, drv.log, "free" FREE);
	deed_dma_pooled_tx_drop(&c);
	EXPECT_ACCESSES(test, drv.log, "free" FREE);
}

/* What it had is in the pool again, which is unmapped after it was halted. */
static void device_that_does_not_stop_is_halted(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_returns = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, lets_in(t), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop halt back-rx stop quiesce " POOLS_END);
}

/* Only what it has; and with it the pool, which knows where it is. */
static void device_that_cannot_be_halted_keeps_its_buffers(struct kunit *test)
{
	struct __deed_dma_pooled *buf;
	struct __deed_dma_pool *pool;

	dma_toy.can_halt = false;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.stop_returns = -ETIMEDOUT;
	pool = t->dev.__hw.ins.__pool;
	buf = pool->__first;
	KUNIT_EXPECT_EQ(test, lets_in(t), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop stop quiesce unmap-rx unmap-rx unmap-rx"
			FREE FREE FREE " " UNMAPS_OUT FREES_OUT);
	KUNIT_EXPECT_NOT_NULL(test, dma_log_at(buf->__addr));
	dma_log_unmap(buf->__dev, buf->__addr, IN_SIZE, DMA_FROM_DEVICE);
	__deed_dma_pool_free(buf);
	EXPECT_ACCESSES(test, drv.log, "unmap-rx" FREE FREE);
}

static void pool_of_nothing_is_refused(struct kunit *test)
{
	static const struct {
		size_t size;
		unsigned int count;
		int err;
	} wrong[] = {
		{ 0, 1, -EINVAL }, { 1, 0, -EINVAL }, { KMALLOC_MAX_SIZE + 1, 1, -ENOMEM },
		{ SIZE_MAX, 1, -ENOMEM }, { 1ULL << 32, 1, -ENOMEM }, { 1, UINT_MAX, -ENOMEM },
	};

	for (int i = 0; i < ARRAY_SIZE(wrong); i++) {
		drv.size = wrong[i].size;
		drv.count = wrong[i].count;
		dma_toy_expect_refused(test, NAME, i, wrong[i].err);
		EXPECT_ACCESSES(test, drv.log, MAPS_OUT " halt " UNMAPS_OUT FREES_OUT
				" halt halt");
	}
}

static void pool_that_cannot_be_mapped_is_freed(struct kunit *test)
{
	dma_log.map_fails = true;
	dma_toy_expect_refused(test, NAME, -1, -EIO);
	EXPECT_ACCESSES(test, drv.log, "map-fails" FREE FREE " halt halt");
}

/* Unbinds it, if it is bound: whatever may have failed, nothing is mapped. */
static void ends_as_it_should(struct kunit *test, struct platform_device *pdev)
{
	if (!fake_device_is_bound(pdev))
		KUNIT_EXPECT_TRUE(test, dma_toy.err == -ENOMEM || dma_toy.err == -EIO);
	device_release_driver(&pdev->dev);
	mmio_log_clear(drv.log);
	dma_log_expect_unmapped(test);
}

/* Each step of it, and each allocation; what was done before is undone. */
static void any_step_of_probe_may_fail(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	int failed[2] = {};

	device_release_driver(&pdev->dev);
	dma_toy_fail_each(test, pdev, failed, ends_as_it_should);
	/* of both pools: memory for it, for each buffer, and notes of the close and the halt */
	KUNIT_EXPECT_GE(test, failed[0], OUTS + INS + 6);
	/* the descriptors; each mapping, and the note */
	KUNIT_EXPECT_EQ(test, failed[1], 2 + OUTS + INS + 2);
}

/* Takes, posts and drops, until the device has gone, and then what it still has. */
static int keeps_going(void *arg)
{
	unsigned long end = jiffies + DMA_TOY_PATIENCE;
	const struct toy *t = arg;
	int err = 0;

	while (!err && time_before(jiffies, end)) {
		deed_own(toy_device_live, live) = toy_device_enter(&t->dev);
		if (!deed_ok(live))
			return deed_err(live);

		deed_own(deed_dma_pooled_rx, held) = takes_in(t);

		toy_device_live_drop(&live);
		fsleep(50);
		if (!deed_ok(held))
			continue;
		memset(deed_dma_pooled_rx_bytes(&held).__start, 1, IN_SIZE);
		err = posts_in(t, deed_move(held));
		if (err == -ENOSPC)
			err = 0;
	}
	return err;
}

static void others_hold_buffers_while_the_device_goes(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	for (int i = 0; i < 30; i++) {
		deed_own(toy_ref, ref) = toy_ref_get(platform_get_drvdata(pdev));
		struct thread *a = thread_start(test, keeps_going,
						(void *)toy_ref_borrow(&ref));
		struct thread *b = thread_start(test, keeps_going,
						(void *)toy_ref_borrow(&ref));

		fsleep(100 * (1 + i % 7));
		unbind(toy_ref_borrow(&ref));
		KUNIT_ASSERT_EQ(test, thread_join(test, a), -ENODEV);
		KUNIT_ASSERT_EQ(test, thread_join(test, b), -ENODEV);
		dma_log_expect_freed(test);
		mmio_log_clear(drv.log);
		KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	}
}

/* It has stopped; but it knows the addresses, so it loses its right before. */
static void function_is_no_master_when_its_pool_is_unmapped(struct kunit *test)
{
	deed_own(toy_ref, ref) = toy_ref_get(dma_toy_bind_pci(test));

	KUNIT_EXPECT_EQ(test, lets_in(toy_ref_borrow(&ref)), 0);
	KUNIT_EXPECT_TRUE(test, fake_pci_command() & PCI_COMMAND_MASTER);
	dma_toy.command = PCI_COMMAND_MASTER;
	unbind(toy_ref_borrow(&ref));
	KUNIT_EXPECT_FALSE(test, dma_toy.command & PCI_COMMAND_MASTER);
}

static struct kunit_case pool_cases[] = {
	KUNIT_CASE(buffers_are_mapped_in_probe),
	KUNIT_CASE(buffer_that_goes_round_stays_mapped),
	KUNIT_CASE(each_sees_what_the_other_wrote),
	KUNIT_CASE(empty_pool_says_so),
	KUNIT_CASE(buffer_has_the_length_that_was_asked_for),
	KUNIT_CASE(new_buffers_are_zeroed_and_apart),
	KUNIT_CASE(buffer_that_is_not_posted_goes_back),
	KUNIT_CASE(buffer_of_another_device_is_refused),
	KUNIT_CASE(buffer_of_an_earlier_time_is_refused),
	KUNIT_CASE(unbind_unmaps_buffers_in_each_state),
	KUNIT_CASE(last_buffer_takes_the_pool_along),
	KUNIT_CASE(device_that_does_not_stop_is_halted),
	KUNIT_CASE(device_that_cannot_be_halted_keeps_its_buffers),
	KUNIT_CASE(pool_of_nothing_is_refused),
	KUNIT_CASE(pool_that_cannot_be_mapped_is_freed),
	KUNIT_CASE(any_step_of_probe_may_fail),
	KUNIT_CASE(others_hold_buffers_while_the_device_goes),
	KUNIT_CASE(function_is_no_master_when_its_pool_is_unmapped),
	{}
};

static struct kunit_suite pool_suite = {
	.name = "deed_dma_pool",
	.init = pool_test_init,
	.exit = pool_test_exit,
	.test_cases = pool_cases,
};

kunit_test_suite(pool_suite);

MODULE_DESCRIPTION("Tests of pools of buffers that stay mapped");
MODULE_LICENSE("GPL");
