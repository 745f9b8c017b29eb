// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/dma_list.h>: what a device is told of a list, piece by piece, that the
 * bytes are where they belong, and what becomes of the pages, whatever happens.
 *
 * The registers of the device are memory; when it is started, it copies between the
 * pages that it was told of and its own bytes. What is written there, and what is done
 * with lists, is logged in one order: see list_log.h.
 */
#include "list_log.h"

#include <linux/module.h>

#include <deed/irq.h>
#include <deed/platform.h>

#include "dma_toy.h"
#include "handle.h"

deed_unsafe_file("is the device, and looks at the memory that it is given");

#define NAME	"deed-list-toy"
#define AT	0x1000 /* where the device has its bytes */
#define GO_OUT	1
#define GO_IN	2
#define GO	0x18
#define BUSY	0x30

DEED_MMIO_DMA(toy_regs, 0x40);
DEED_REG(toy_regs, TOY_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_LENGTH, 0x08, dma, u32);
DEED_REG(toy_regs, TOY_PLACE, 0x10, dma, u32);
DEED_REG(toy_regs, TOY_GO, GO, dma, u32);
DEED_REG(toy_regs, TOY_BUSY, BUSY, ro, u32);

/* The other engine is told nothing of the place, and has a short length. */
DEED_REG(toy_regs, TOY_SHORT_ADDRESS, 0x20, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_SHORT_LENGTH, 0x28, dma, u8);
DEED_REG(toy_regs, TOY_SHORT_GO, 0x2c, dma, u32);
DEED_REG(toy_regs, TOY_SHORT_BUSY, 0x34, ro, u32);

/* When it writes, it is told of the place, if that is a short one. */
DEED_REG(toy_regs, TOY_SHORT_PLACE, 0x38, dma, u16);

struct toy_hw {
	struct toy_regs regs;
	struct deed_irq irq;
	struct deed_dma dma;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

DEED_DMA_CHANNEL_TYPE(toy_dma, both);
DEED_DMA_CHANNEL_TYPE(toy_short, both);

struct engine {
	unsigned int count; /* so that nothing is first */
	struct toy_dma dma;
	struct toy_short small;
};

DEED_CELL_TYPE(engine_cell, spin_irq, struct engine);

struct toy {
	u64 before;
	struct toy_device dev;
	struct engine_cell engine;
};

/* What a test wants of device and driver, and what they did. */
static struct {
	struct mmio_log *log;
	unsigned int segment, bits;
	bool stops, stop_raises, starts_in_probe;
	bool waits; /* the device is busy until the test says that it has finished */
	bool blind; /* it does not see what is in caches, if there are such devices */
	bool handler_advances, handler_reclaims, handler_discards;
	bool advanced;
	u8 bytes[4 * PAGE_SIZE]; /* the device's own */
} drv;

static u32 *fake_reg(size_t offset)
{
	return (u32 __force *)(drv.log->base + offset);
}

/* Where the memory is that a device finds at an address. */
static u8 *fake_at(u64 addr, u32 len)
{
	struct scatterlist *sg;
	int i;

	if (!list_log.mapped)
		return NULL;
	for_each_sgtable_sg(list_log.mapped, sg, i) {
		u64 offset = addr - sg_dma_address(sg);

		if (offset < sg->length && len <= sg->length - offset)
			return sg_virt(sg) + offset;
	}
	return NULL;
}

static void fake_copy(u32 go)
{
	u32 place = *fake_reg(0x10) - AT, len = *fake_reg(0x08);
	u8 *memory = fake_at(*(u64 *)fake_reg(0x00), len);

	if (!memory || place + len > sizeof(drv.bytes))
		atomic_inc(&list_log.wrong);
	else if (go == GO_IN)
		memcpy(memory, drv.bytes + place, len);
	else
		memcpy(drv.bytes + place, memory, len);
}

/* The device works when it is started, and says that it is busy if it is to wait. */
static void fake_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	__deed_mmio_raw_store(log->base + offset, width, value, false);
	if (offset == GO && !list_log.map_merges)
		fake_copy(value);
	if (offset == GO || offset == 0x2c)
		*fake_reg(offset == GO ? BUSY : 0x34) = drv.waits;
}

static bool toy_busy(const struct toy_hw *hw)
{
	return deed_reg_read(&hw->regs, TOY_BUSY);
}

static bool toy_short_busy(const struct toy_hw *hw)
{
	return deed_reg_read(&hw->regs, TOY_SHORT_BUSY);
}

static int toy_stop(const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "stop");
	might_sleep();
	if (drv.stops)
		*fake_reg(BUSY) = 0;
	if (drv.stop_raises)
		dma_toy_raise();
	return 0;
}

static int toy_short_stop(const struct toy_hw *hw)
{
	return 0;
}

static void toy_release(struct toy *t)
{
	atomic_dec(&dma_toy.states);
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

DEED_DMA_CHANNEL_BOTH(toy_dma, toy_ref, dev, engine, dma, dma, toy_busy, toy_stop);
DEED_DMA_LIST_WAY(toy_out, tx, toy_dma, regs, TOY_ADDRESS, TOY_LENGTH, TOY_GO, GO_OUT,
		  TOY_PLACE);
DEED_DMA_LIST_WAY(toy_in, rx, toy_dma, regs, TOY_ADDRESS, TOY_LENGTH, TOY_GO, GO_IN,
		  TOY_PLACE);
DEED_DMA_WAY(toy_buf, tx, toy_dma, regs, TOY_ADDRESS, TOY_LENGTH, TOY_GO, GO_OUT, TOY_PLACE);

DEED_DMA_CHANNEL_BOTH(toy_short, toy_ref, dev, engine, small, dma, toy_short_busy,
		      toy_short_stop);
DEED_DMA_LIST_WAY(toy_small, tx, toy_short, regs, TOY_SHORT_ADDRESS, TOY_SHORT_LENGTH,
		  TOY_SHORT_GO, GO_OUT);
DEED_DMA_LIST_WAY(toy_near, rx, toy_short, regs, TOY_SHORT_ADDRESS, TOY_SHORT_LENGTH,
		  TOY_SHORT_GO, GO_IN, TOY_SHORT_PLACE);

/* What it does when it is told to, and the test has said so. */
static irqreturn_t toy_handler(const struct toy *t, const struct toy_hw *hw,
			       const struct deed_hardirq *in)
{
	deed_lock_hardirq(d, &t->engine, in);
	if (drv.handler_advances)
		drv.advanced = toy_out_advance(d) || toy_in_advance(d);
	if (drv.handler_discards)
		drv.advanced = !toy_dma_discard(d);
	if (drv.handler_reclaims) {
		deed_own(deed_dma_list_tx, sent) = toy_out_reclaim(d);
		deed_own(deed_dma_list_rx, received) = toy_in_reclaim(d);
	}
	return IRQ_HANDLED;
}

DEED_IRQ(toy_irq, toy_ref, dev, irq, hard, toy_handler);

static deed_accepts(2) int gives(const struct toy *t, struct deed_dma_list_tx made)
{
	deed_own(deed_dma_list_tx, list) = deed_move(made);
	if (!deed_ok(list))
		return deed_err(list);

	deed_lock(spin_irq, d, &t->engine);
	return toy_out_start(d, deed_move(list), AT);
}

static deed_accepts(2) int gets(const struct toy *t, struct deed_dma_list_rx made)
{
	deed_own(deed_dma_list_rx, list) = deed_move(made);
	if (!deed_ok(list))
		return deed_err(list);

	deed_lock(spin_irq, d, &t->engine);
	return toy_in_start(d, deed_move(list), AT);
}

static bool advances(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_out_advance(d) || toy_in_advance(d);
}

static struct deed_dma_list_tx sent(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_out_reclaim(d);
}

static struct deed_dma_list_rx received(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_in_reclaim(d);
}

static bool discards(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_dma_discard(d);
}

static bool idle(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_dma_idle(d);
}

/* Where nothing else is said, the device and the processor see the same at once. */
static void see_caches(struct device *dev)
{
#if defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_DEVICE) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU_ALL)
	dev->dma_coherent = !drv.blind;
#endif
}

static deed_misuses("starts too early, if a test wants it to")
int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	int err;

	dma_set_max_seg_size(dev->scope.__dev, drv.segment);
	see_caches(dev->scope.__dev);
	err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base)) ?:
	      dma_toy_enable(&hw->dma, dev, drv.bits);
	if (err)
		return err;
	__deed_irq_fill(&hw->irq, dma_toy.irq, 0);
	deed_cell_init(&t->engine);
	toy_dma_init(t);
	toy_short_init(t);
	atomic_inc(&dma_toy.states);
	if (drv.starts_in_probe)
		dma_toy.err = gives(t, toy_out_alloc(t, PAGE_SIZE));
	return 0;
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	return toy_irq_request(scope);
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "quiesce");
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int dma_list_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	drv.log = dma_toy_start(test, 0x40);
	drv.log->write = fake_write;
	list_log_start();
	for (int i = 0; i < sizeof(drv.bytes); i++)
		drv.bytes[i] = i * 7 + i / 251;
	drv.segment = PAGE_SIZE;
	drv.bits = 64;
	drv.stops = true;
	dma_toy_irq_start(test);
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void dma_list_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	dma_toy_irq_end();
	list_log_finish(test);
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

/* Pages of a program that runs the test, with a hole behind them. */
#define USER_PAGES 4

static char __user *user_pages(struct kunit *test)
{
	unsigned long first = kunit_vm_mmap(test, NULL, 0, (USER_PAGES + 1) * PAGE_SIZE,
					    PROT_READ | PROT_WRITE,
					    MAP_ANONYMOUS | MAP_PRIVATE, 0);

	KUNIT_ASSERT_NE(test, first, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(first));
	KUNIT_ASSERT_EQ(test, vm_munmap(first + USER_PAGES * PAGE_SIZE, PAGE_SIZE), 0);
	return (char __user *)first;
}

/* A call over this memory. */
struct call {
	struct kiocb iocb;
	struct iov_iter iter;
};

static struct deed_dma_list_tx pins_out(const struct toy *t, void __user *from, size_t len,
					size_t max)
{
	struct call call = {};
	struct deed_iter_reader reader = { &call.iocb, &call.iter };

	iov_iter_ubuf(&call.iter, ITER_SOURCE, from, len);
	return toy_out_pin(t, &reader, max);
}

static struct deed_dma_list_rx pins_in(const struct toy *t, void __user *to, size_t len,
				       size_t max)
{
	struct call call = {};
	struct deed_iter_writer writer = { &call.iocb, &call.iter };

	iov_iter_ubuf(&call.iter, ITER_DEST, to, len);
	return toy_in_pin(t, &writer, max);
}

static size_t reads(struct deed_dma_list_tx *list, void *from, size_t len)
{
	struct call call = {};
	struct deed_iter_reader reader = { &call.iocb, &call.iter };
	struct kvec vec = { from, len };

	iov_iter_kvec(&call.iter, ITER_SOURCE, &vec, 1, len);
	return deed_dma_list_read(list, &reader);
}

static size_t writes(struct deed_dma_list_rx *list, void *to, size_t len)
{
	struct call call = {};
	struct deed_iter_writer writer = { &call.iocb, &call.iter };
	struct kvec vec = { to, len };

	iov_iter_kvec(&call.iter, ITER_DEST, &vec, 1, len);
	return deed_dma_list_write(list, &writer);
}

static const size_t lengths[] = { 1, 100, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1,
				  3 * PAGE_SIZE + 7, 4 * PAGE_SIZE };

static void list_has_the_length_that_was_asked_for(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);

	for (int i = 0; i < ARRAY_SIZE(lengths); i++) {
		deed_own(deed_dma_list_tx, tx) = toy_out_alloc(toy_ref_borrow(&ref), lengths[i]);
		deed_own(deed_dma_list_rx, rx) = toy_in_alloc_whole(toy_ref_borrow(&ref),
								    lengths[i]);

		KUNIT_ASSERT_TRUE(test, deed_ok(tx));
		KUNIT_ASSERT_TRUE(test, deed_ok(rx));
		KUNIT_EXPECT_EQ(test, deed_dma_list_tx_len(&tx), lengths[i]);
		KUNIT_EXPECT_EQ(test, deed_dma_list_rx_len(&rx), lengths[i]);
		KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&tx), 0);
		/* the processor sees bytes of one that is in one piece, and of no other */
		KUNIT_EXPECT_EQ(test, deed_dma_list_tx_bytes(&tx).__len, 0);
		KUNIT_EXPECT_EQ(test, deed_dma_list_rx_bytes(&rx).__len, lengths[i]);
		KUNIT_EXPECT_NULL(test, memchr_inv(deed_dma_list_rx_bytes(&rx).__start, 0,
						   lengths[i]));
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 2 * PFN_UP(lengths[i]));
		deed_dma_list_tx_drop(&tx);
		deed_dma_list_rx_drop(&rx);
		flush_work(&later_work);
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
	}
	KUNIT_EXPECT_EQ(test, sizeof(struct deed_dma_list_tx), sizeof(void *));
}

static void list_of_no_or_too_many_bytes_is_refused(struct kunit *test)
{
	static const size_t many[] = { DEED_DMA_LIST_MAX + 1, (size_t)INT_MAX + 1,
				       1ULL << 32, SIZE_MAX };

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, none) = toy_out_alloc(toy_ref_borrow(&ref), 0);
	deed_own(deed_dma_list_rx, whole) = toy_in_alloc_whole(toy_ref_borrow(&ref), 0);

	EXPECT_FAILED(test, none, -EINVAL);
	EXPECT_FAILED(test, whole, -EINVAL);
	for (int i = 0; i < ARRAY_SIZE(many); i++) {
		deed_own(deed_dma_list_tx, tx) = toy_out_alloc(toy_ref_borrow(&ref), many[i]);

		EXPECT_FAILED(test, tx, -EMSGSIZE);
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
}

static void list_is_no_longer_than_the_limit(struct kunit *test)
{
	unsigned long memory = kunit_vm_mmap(test, NULL, 0, DEED_DMA_LIST_MAX + PAGE_SIZE,
					     PROT_READ | PROT_WRITE,
					     MAP_ANONYMOUS | MAP_PRIVATE, 0);

	KUNIT_ASSERT_FALSE(test, !memory || IS_ERR_VALUE(memory));

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, made) = toy_out_alloc(toy_ref_borrow(&ref),
							 DEED_DMA_LIST_MAX);

	KUNIT_EXPECT_TRUE(test, deed_ok(made));
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), PFN_UP(DEED_DMA_LIST_MAX));

	/* of a call it is the first part */
	deed_own(deed_dma_list_tx, pinned) = pins_out(toy_ref_borrow(&ref), (char __user *)memory,
						      DEED_DMA_LIST_MAX + PAGE_SIZE, SIZE_MAX);

	KUNIT_ASSERT_TRUE(test, deed_ok(pinned));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_len(&pinned), DEED_DMA_LIST_MAX);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), PFN_UP(DEED_DMA_LIST_MAX));
}

/* How many segments there are, and whether one is longer than the device allows. */
static unsigned int segments(struct kunit *test, const struct __deed_dma_list *list,
			     unsigned int most)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg((struct sg_table *)&list->__table, sg, i)
		KUNIT_EXPECT_LE(test, sg->length, most);
	KUNIT_EXPECT_TRUE(test, i && list->__table.orig_nents == i);
	return i;
}

static void segments_are_as_long_as_the_device_allows(struct kunit *test)
{
	drv.segment = 2 * PAGE_SIZE + 100;

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, list) = toy_out_alloc(toy_ref_borrow(&ref), 8 * PAGE_SIZE);

	KUNIT_ASSERT_TRUE(test, deed_ok(list));
	/* two pages at once, if there are any beside each other */
	KUNIT_EXPECT_GE(test, segments(test, list.__ptr, 2 * PAGE_SIZE), 4);
	KUNIT_EXPECT_LE(test, segments(test, list.__ptr, 2 * PAGE_SIZE), 8);
}

/* Without pages that are beside each other there are more segments, and no failure. */
static void pages_need_not_be_beside_each_other(struct kunit *test)
{
	drv.segment = 1 << 16;
	list_log.one_by_one = true;

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, list) = toy_out_alloc(toy_ref_borrow(&ref), 300 * PAGE_SIZE);

	KUNIT_ASSERT_TRUE(test, deed_ok(list));
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 300);
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_len(&list), 300 * PAGE_SIZE);
}

/* Each of them continues the first page, or what is wrong with it keeps it from that. */
static deed_misuses("makes a list by hand, of which it looks at the segments")
void only_whole_pages_are_one_segment(struct kunit *test)
{
	struct deed_dma dma = { .__segment = 2 * PAGE_SIZE, .__boundary = ULONG_MAX };
	struct page *pages = alloc_pages(GFP_KERNEL, 2);
	struct scatterlist last = {};

	KUNIT_ASSERT_NOT_NULL(test, pages);
	sg_init_table(&last, 1);
	sg_set_page(&last, pages, PAGE_SIZE, 0);
	KUNIT_EXPECT_TRUE(test, continues(&dma, &last, pages + 1, 0, PAGE_SIZE));
	KUNIT_EXPECT_TRUE(test, continues(&dma, &last, pages + 1, 0, 1));
	KUNIT_EXPECT_FALSE(test, continues(&dma, &last, pages + 2, 0, PAGE_SIZE));
	KUNIT_EXPECT_FALSE(test, continues(&dma, &last, pages, 0, PAGE_SIZE));
	KUNIT_EXPECT_FALSE(test, continues(&dma, &last, pages + 1, 1, 1));
	sg_set_page(&last, pages, PAGE_SIZE - 1, 1);
	KUNIT_EXPECT_TRUE(test, continues(&dma, &last, pages + 1, 0, PAGE_SIZE));
	sg_set_page(&last, pages, PAGE_SIZE - 1, 0);
	KUNIT_EXPECT_FALSE(test, continues(&dma, &last, pages + 1, 0, PAGE_SIZE));
	/* the next part of the same page was pinned by itself */
	sg_set_page(&last, pages, 100, 0);
	KUNIT_EXPECT_FALSE(test, continues(&dma, &last, pages, 100, 100));
	sg_set_page(&last, pages, 2 * PAGE_SIZE, 0);
	KUNIT_EXPECT_FALSE(test, continues(&dma, &last, pages + 2, 0, 1));
	/* these are two windows of the device */
	sg_set_page(&last, pages, PAGE_SIZE, 0);
	dma.__boundary = PAGE_SIZE - 1;
	KUNIT_EXPECT_FALSE(test, continues(&dma, &last, pages + 1, 0, PAGE_SIZE));
	__free_pages(pages, 2);
}

static void device_is_told_piece_by_piece(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	struct scatterlist *sg;
	char line[128];

	KUNIT_ASSERT_EQ(test, gives(t, toy_out_alloc(t, 2 * PAGE_SIZE + 5)), 0);
	KUNIT_ASSERT_NOT_NULL(test, list_log.mapped);
	sg = list_log.mapped->sgl;
	snprintf(line, sizeof(line), "map-tx w32 10=1000 w64 0=%llx w32 8=1000 w32 18=1",
		 sg_dma_address(sg));
	EXPECT_ACCESSES(test, drv.log, line);
	sg = sg_next(sg);
	KUNIT_EXPECT_TRUE(test, advances(t));
	snprintf(line, sizeof(line), "r32 30=0 w32 10=2000 w64 0=%llx w32 8=1000 w32 18=1",
		 sg_dma_address(sg));
	EXPECT_ACCESSES(test, drv.log, line);
	sg = sg_next(sg);
	KUNIT_EXPECT_TRUE(test, advances(t));
	snprintf(line, sizeof(line), "r32 30=0 w32 10=3000 w64 0=%llx w32 8=5 w32 18=1",
		 sg_dma_address(sg));
	EXPECT_ACCESSES(test, drv.log, line);
	/* that was all of it */
	KUNIT_EXPECT_FALSE(test, advances(t));
	KUNIT_EXPECT_FALSE(test, advances(t));

	deed_own(deed_dma_list_tx, list) = sent(t);

	KUNIT_ASSERT_TRUE(test, deed_ok(list));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&list), 2 * PAGE_SIZE + 5);
	EXPECT_ACCESSES(test, drv.log, "r32 30=0 r32 30=0 r32 30=0 unmap-tx");
	KUNIT_EXPECT_TRUE(test, idle(t));
	deed_dma_list_tx_drop(&list);
	EXPECT_ACCESSES(test, drv.log, "end");
}

static int gives_small(const struct toy *t, size_t len)
{
	deed_own(deed_dma_list_tx, list) = toy_small_alloc(t, len);
	if (!deed_ok(list))
		return deed_err(list);

	deed_lock(spin_irq, d, &t->engine);
	return toy_small_start(d, deed_move(list));
}

static bool advances_small(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_small_advance(d);
}

/* A register of 8 bits: a segment is told of in as many pieces as it takes. */
static void piece_is_no_longer_than_its_register_can_say(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	char line[64];
	u64 addr;

	KUNIT_ASSERT_EQ(test, gives_small(t, 300), 0);
	addr = sg_dma_address(list_log.mapped->sgl);
	snprintf(line, sizeof(line), "map-tx w64 20=%llx w8 28=80 w32 2c=1", addr);
	EXPECT_ACCESSES(test, drv.log, line);
	KUNIT_EXPECT_TRUE(test, advances_small(t));
	snprintf(line, sizeof(line), "r32 34=0 w64 20=%llx w8 28=80 w32 2c=1", addr + 128);
	EXPECT_ACCESSES(test, drv.log, line);
	KUNIT_EXPECT_TRUE(test, advances_small(t));
	snprintf(line, sizeof(line), "r32 34=0 w64 20=%llx w8 28=2c w32 2c=1", addr + 256);
	EXPECT_ACCESSES(test, drv.log, line);
	KUNIT_EXPECT_FALSE(test, advances_small(t));
}

/* However far the device was told of it before. */
static void list_starts_again_with_its_first_byte(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	char line[64];

	KUNIT_ASSERT_EQ(test, gives_small(t, 300), 0);
	KUNIT_EXPECT_TRUE(test, advances_small(t));
	{
		deed_lock(spin_irq, d, &t->engine);
		deed_own(deed_dma_list_tx, list) = toy_small_reclaim(d);
		KUNIT_ASSERT_TRUE(test, deed_ok(list));
		KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&list), 256);
		mmio_log_clear(drv.log);
		KUNIT_ASSERT_EQ(test, toy_small_start(d, deed_move(list)), 0);
	}
	snprintf(line, sizeof(line), "map-tx w64 20=%llx w8 28=80 w32 2c=1",
		 sg_dma_address(list_log.mapped->sgl));
	EXPECT_ACCESSES(test, drv.log, line);
}

static int gets_near(const struct toy *t, size_t len, u16 place)
{
	deed_own(deed_dma_list_rx, list) = toy_near_alloc(t, len);
	if (!deed_ok(list))
		return deed_err(list);

	deed_lock(spin_irq, d, &t->engine);
	return toy_near_start(d, deed_move(list), place);
}

static bool advances_near(const struct toy *t)
{
	deed_lock(spin_irq, d, &t->engine);
	return toy_near_advance(d);
}

/* The last byte of all pieces has a place that the register can say. */
static void place_that_its_register_cannot_say_is_refused(struct kunit *test)
{
	static const struct {
		size_t len;
		u16 place;
		int err;
	} cases[] = {
		{ 1, 0xffff, 0 }, { 2, 0xffff, -EMSGSIZE },
		{ 0x1000, 0xf000, 0 }, { 0x1000, 0xf001, -EMSGSIZE },
		{ 0x10000, 0, 0 }, { 0x10000, 1, -EMSGSIZE }, { 0x10001, 0, -EMSGSIZE },
	};
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < ARRAY_SIZE(cases); i++) {
		mmio_log_clear(drv.log);
		KUNIT_EXPECT_EQ_MSG(test, gets_near(t, cases[i].len, cases[i].place),
				    cases[i].err, "%zu bytes at %x", cases[i].len,
				    cases[i].place);
		if (cases[i].err) {
			EXPECT_ACCESSES(test, drv.log, "end");
			continue;
		}
		while (advances_near(t))
			;
		/* the last piece is of at most half of what the other register can say */
		KUNIT_EXPECT_GE(test, *fake_reg(0x38) + 0x80, cases[i].place + cases[i].len);
		deed_lock(spin_irq, d, &t->engine);
		deed_own(deed_dma_list_rx, list) = toy_near_reclaim(d);

		KUNIT_EXPECT_TRUE(test, deed_ok(list));
	}
	unbind(t);
	KUNIT_EXPECT_EQ(test, gets_near(t, 2, 0xffff), -ENODEV);
}

static void place_does_not_wrap(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, __deed_dma_list_over(U64_MAX, 1, 8));
	KUNIT_EXPECT_TRUE(test, __deed_dma_list_over(U64_MAX, 2, 8));
	KUNIT_EXPECT_FALSE(test, __deed_dma_list_over(U32_MAX - 9, 10, 4));
	KUNIT_EXPECT_TRUE(test, __deed_dma_list_over(U32_MAX - 9, 11, 4));
	KUNIT_EXPECT_TRUE(test, __deed_dma_list_over(0, 257, 1));
}

/* A device that was halted goes on with no list; what it had comes back. */
static void list_ends_with_a_halt(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	bool busy = true;

	drv.waits = true;
	KUNIT_ASSERT_EQ(test, gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)), 0);
	*fake_reg(BUSY) = 0;
	KUNIT_EXPECT_TRUE(test, advances(t));
	/* as a ring of the same device does, which did not stop */
	KUNIT_EXPECT_FALSE(test, __deed_dma_keeps(&t->dev.__hw.dma, 1, &busy));
	__deed_halted(&t->dev.__device);
	*fake_reg(BUSY) = 0;
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_FALSE(test, advances(t));
	EXPECT_ACCESSES(test, drv.log, "r32 30=0");
	{
		deed_own(deed_dma_list_tx, list) = sent(t);

		KUNIT_ASSERT_TRUE(test, deed_ok(list));
		KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&list), 2 * PAGE_SIZE);
	}
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, PAGE_SIZE)), -ESHUTDOWN);
}

/* What an IOMMU has put together is one piece; unmapped is what was mapped. */
static void device_is_told_of_what_is_mapped(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	list_log.map_merges = true;
	KUNIT_ASSERT_EQ(test, gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)), 0);
	KUNIT_EXPECT_EQ(test, list_log.mapped->orig_nents, 3);
	KUNIT_EXPECT_EQ(test, *fake_reg(0x08), 3 * PAGE_SIZE);
	KUNIT_EXPECT_FALSE(test, advances(t));

	deed_own(deed_dma_list_tx, list) = sent(t);

	KUNIT_ASSERT_TRUE(test, deed_ok(list));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&list), 3 * PAGE_SIZE);
}

static void busy_device_is_told_nothing(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.waits = true;
	KUNIT_ASSERT_EQ(test, gives(t, toy_out_alloc(t, 2 * PAGE_SIZE)), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_TRUE(test, advances(t));
	EXPECT_ACCESSES(test, drv.log, "r32 30=1");

	deed_own(deed_dma_list_tx, list) = sent(t);
	deed_own(deed_dma_list_rx, other) = received(t);

	EXPECT_FAILED(test, list, -EBUSY);
	EXPECT_FAILED(test, other, -ENOENT);
	EXPECT_ACCESSES(test, drv.log, "r32 30=1");
	KUNIT_EXPECT_FALSE(test, idle(t));
}

/* It says how far the device came, and begins from the front when it starts again. */
static void list_comes_back_before_its_end(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_ASSERT_EQ(test, gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)), 0);
	KUNIT_EXPECT_TRUE(test, advances(t));

	deed_own(deed_dma_list_tx, list) = sent(t);

	KUNIT_ASSERT_TRUE(test, deed_ok(list));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_len(&list), 3 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&list), 2 * PAGE_SIZE);
	KUNIT_EXPECT_FALSE(test, advances(t));
	KUNIT_EXPECT_EQ(test, gives(t, deed_move(list)), 0);
	KUNIT_EXPECT_EQ(test, *fake_reg(0x10), AT);
	KUNIT_EXPECT_TRUE(test, advances(t));
	KUNIT_EXPECT_TRUE(test, advances(t));
	KUNIT_EXPECT_FALSE(test, advances(t));

	deed_own(deed_dma_list_tx, again) = sent(t);

	KUNIT_ASSERT_TRUE(test, deed_ok(again));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&again), 3 * PAGE_SIZE);
}

static void bytes_arrive(struct kunit *test)
{
	u8 *bytes = kunit_kzalloc(test, sizeof(drv.bytes), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bytes);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < ARRAY_SIZE(lengths); i++) {
		size_t len = lengths[i];

		memset(bytes, i + 1, len);

		deed_own(deed_dma_list_tx, tx) = toy_out_alloc(t, len);
		deed_own(deed_dma_list_rx, rx) = toy_in_alloc(t, len);
		KUNIT_ASSERT_TRUE(test, deed_ok(tx));
		KUNIT_ASSERT_TRUE(test, deed_ok(rx));
		KUNIT_EXPECT_EQ(test, reads(&tx, bytes, len), len);
		KUNIT_ASSERT_EQ(test, gives(t, deed_move(tx)), 0);
		while (advances(t))
			;

		deed_own(deed_dma_list_tx, done) = sent(t);
		KUNIT_EXPECT_TRUE(test, deed_ok(done));
		KUNIT_EXPECT_NULL(test, memchr_inv(drv.bytes, i + 1, len));
		drv.bytes[len - 1] = 0xaa;
		KUNIT_ASSERT_EQ(test, gets(t, deed_move(rx)), 0);
		while (advances(t))
			;

		deed_own(deed_dma_list_rx, got) = received(t);
		KUNIT_ASSERT_TRUE(test, deed_ok(got));
		KUNIT_EXPECT_EQ(test, writes(&got, bytes, sizeof(drv.bytes)), len);
		KUNIT_EXPECT_MEMEQ(test, bytes, drv.bytes, len);
	}
}

/* No more than the list has, or than the call has. */
static void shorter_of_call_and_list_is_copied(struct kunit *test)
{
	u8 bytes[16] = "0123456789abcde";

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, tx) = toy_out_alloc(toy_ref_borrow(&ref), 10);
	deed_own(deed_dma_list_rx, rx) = toy_in_alloc(toy_ref_borrow(&ref), PAGE_SIZE + 10);

	KUNIT_ASSERT_TRUE(test, deed_ok(tx));
	KUNIT_ASSERT_TRUE(test, deed_ok(rx));
	KUNIT_EXPECT_EQ(test, reads(&tx, bytes, 16), 10);
	KUNIT_EXPECT_EQ(test, reads(&tx, bytes, 4), 4);
	KUNIT_EXPECT_EQ(test, writes(&rx, bytes, 16), 16);
	KUNIT_EXPECT_NULL(test, memchr_inv(bytes, 0, 16));
}

static void whole_list_is_what_the_device_has(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);
	size_t len = 3 * PAGE_SIZE + 1;

	deed_own(deed_dma_list_tx, tx) = toy_out_alloc_whole(t, len);
	KUNIT_ASSERT_TRUE(test, deed_ok(tx));
	for (size_t i = 0; i < len; i++)
		((u8 *)deed_dma_list_tx_bytes(&tx).__start)[i] = i * 3 + i / 256;
	KUNIT_ASSERT_EQ(test, gives(t, deed_move(tx)), 0);
	while (advances(t))
		;
	for (size_t i = 0; i < len; i++)
		KUNIT_ASSERT_EQ(test, drv.bytes[i], (u8)(i * 3 + i / 256));

	deed_own(deed_dma_list_tx, back) = sent(t);
	KUNIT_ASSERT_TRUE(test, deed_ok(back));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_bytes(&back).__len, len);

	deed_own(deed_dma_list_rx, rx) = toy_in_alloc_whole(t, len);
	KUNIT_ASSERT_EQ(test, gets(t, deed_move(rx)), 0);
	while (advances(t))
		;

	deed_own(deed_dma_list_rx, got) = received(t);
	KUNIT_ASSERT_TRUE(test, deed_ok(got));
	KUNIT_EXPECT_MEMEQ(test, (u8 *)deed_dma_list_rx_bytes(&got).__start, drv.bytes, len);
}

static const struct { size_t at, len; } pieces[] = {
	{ 0, 1 }, { 0, PAGE_SIZE }, { 1, PAGE_SIZE - 1 }, { 1, PAGE_SIZE },
	{ PAGE_SIZE - 1, 1 }, { PAGE_SIZE - 1, 2 }, { PAGE_SIZE - 1, 2 * PAGE_SIZE + 2 },
	{ 0, 4 * PAGE_SIZE }, { 4 * PAGE_SIZE - 3, 3 }, { 2048, 3 * PAGE_SIZE },
};

static void pages_of_a_program_are_read_and_written(struct kunit *test)
{
	char __user *memory = user_pages(test);
	u8 *bytes = kunit_kzalloc(test, sizeof(drv.bytes), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bytes);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int i = 0; i < ARRAY_SIZE(pieces); i++) {
		char __user *at = memory + pieces[i].at;
		size_t len = pieces[i].len;
		unsigned int n = PFN_UP((pieces[i].at % PAGE_SIZE) + len);

		memset(bytes, i + 1, len);
		user_fill(test, at, bytes, len);
		KUNIT_ASSERT_EQ(test, gives(t, pins_out(t, at, len, SIZE_MAX)), 0);
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), n);
		while (advances(t))
			;
		KUNIT_EXPECT_NULL(test, memchr_inv(drv.bytes, i + 1, len));

		deed_own(deed_dma_list_tx, done) = sent(t);
		KUNIT_ASSERT_TRUE(test, deed_ok(done));
		KUNIT_EXPECT_EQ(test, deed_dma_list_tx_done(&done), len);
		deed_dma_list_tx_drop(&done);
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);

		memset(drv.bytes, 0xa0 + i, len);
		KUNIT_ASSERT_EQ(test, gets(t, pins_in(t, at, len, SIZE_MAX)), 0);
		while (advances(t))
			;

		deed_own(deed_dma_list_rx, got) = received(t);
		KUNIT_ASSERT_TRUE(test, deed_ok(got));
		KUNIT_ASSERT_EQ(test, copy_from_user(bytes, at, len), 0);
		KUNIT_EXPECT_NULL(test, memchr_inv(bytes, 0xa0 + i, len));
		/* all of them dirty, so nothing is left for later */
		deed_dma_list_rx_drop(&got);
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	}
}

/* Which it can change while the device has them: so nobody reads a length in there. */
static void pages_of_a_program_have_no_bytes_for_the_processor(struct kunit *test)
{
	char __user *memory = user_pages(test);
	u8 bytes[8] = "unread";

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, tx) = pins_out(toy_ref_borrow(&ref), memory, 100, 100);
	deed_own(deed_dma_list_rx, rx) = pins_in(toy_ref_borrow(&ref), memory, 100, 100);

	KUNIT_ASSERT_TRUE(test, deed_ok(tx));
	KUNIT_ASSERT_TRUE(test, deed_ok(rx));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_bytes(&tx).__len, 0);
	KUNIT_EXPECT_EQ(test, deed_dma_list_rx_bytes(&rx).__len, 0);
	KUNIT_EXPECT_EQ(test, reads(&tx, bytes, 8), 0);
	KUNIT_EXPECT_EQ(test, writes(&rx, bytes, 8), 0);
	KUNIT_EXPECT_STREQ(test, bytes, "unread");
}

static void no_more_is_pinned_than_asked_for(struct kunit *test)
{
	char __user *memory = user_pages(test);

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, tx) = pins_out(toy_ref_borrow(&ref), memory, 3 * PAGE_SIZE,
						  PAGE_SIZE + 1);
	deed_own(deed_dma_list_rx, none) = pins_in(toy_ref_borrow(&ref), memory, 0, 10);
	deed_own(deed_dma_list_rx, zero) = pins_in(toy_ref_borrow(&ref), memory, 10, 0);

	KUNIT_ASSERT_TRUE(test, deed_ok(tx));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_len(&tx), PAGE_SIZE + 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 2);
	EXPECT_FAILED(test, none, -EINVAL);
	EXPECT_FAILED(test, zero, -EINVAL);
}

static void bad_address_pins_nothing(struct kunit *test)
{
	char __user *memory = user_pages(test);
	char __user *end = memory + USER_PAGES * PAGE_SIZE;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	deed_own(deed_dma_list_tx, hole) = pins_out(t, end, 1, 1);
	deed_own(deed_dma_list_tx, behind) = pins_out(t, memory, USER_PAGES * PAGE_SIZE + 1,
						      SIZE_MAX);
	deed_own(deed_dma_list_rx, over) = pins_in(t, end - 1, 2, 2);

	EXPECT_FAILED(test, hole, -EFAULT);
	EXPECT_FAILED(test, behind, -EFAULT);
	EXPECT_FAILED(test, over, -EFAULT);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
}

static void page_that_is_read_only_is_not_written(struct kunit *test)
{
	char __user *page = user_page(test, PROT_READ);

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, tx) = pins_out(toy_ref_borrow(&ref), page, 10, 10);
	deed_own(deed_dma_list_rx, rx) = pins_in(toy_ref_borrow(&ref), page, 10, 10);

	KUNIT_EXPECT_TRUE(test, deed_ok(tx));
	EXPECT_FAILED(test, rx, -EFAULT);
}

/* Nobody holds it as long as the device may have it. */
static void memory_that_cannot_be_pinned_is_refused(struct kunit *test)
{
	u8 bytes[8];
	struct kvec vec = { bytes, sizeof(bytes) };
	struct call call = {};
	struct deed_iter_writer writer = { &call.iocb, &call.iter };

	iov_iter_kvec(&call.iter, ITER_DEST, &vec, 1, sizeof(bytes));
	call.iocb.ki_flags = IOCB_DIRECT;
	KUNIT_EXPECT_FALSE(test, deed_iter_direct(&writer));

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_rx, rx) = toy_in_pin(toy_ref_borrow(&ref), &writer, 8);

	EXPECT_FAILED(test, rx, -EOPNOTSUPP);
}

/* And not mapped, of which the kernel would complain. Pages of its own are in reach. */
static void page_out_of_reach_is_refused(struct kunit *test)
{
	char __user *memory = user_pages(test);

	if (!IS_ENABLED(CONFIG_X86))
		kunit_skip(test, "no machine but this one has memory for 24 bits");
	drv.bits = 24;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	if (!t->dev.__hw.dma.__no_bounce)
		return;

	deed_own(deed_dma_list_tx, tx) = pins_out(t, memory, PAGE_SIZE, SIZE_MAX);
	deed_own(deed_dma_list_rx, rx) = pins_in(t, memory, PAGE_SIZE, SIZE_MAX);

	EXPECT_FAILED(test, tx, -EIO);
	EXPECT_FAILED(test, rx, -EIO);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)), 0);
}

static void call_is_direct_if_its_file_is(struct kunit *test)
{
	struct call call = {};
	struct deed_iter_writer writer = { &call.iocb, &call.iter };

	iov_iter_ubuf(&call.iter, ITER_DEST, user_page(test, PROT_READ), 8);
	KUNIT_EXPECT_FALSE(test, deed_iter_direct(&writer));
	call.iocb.ki_flags = IOCB_DIRECT;
	KUNIT_EXPECT_TRUE(test, deed_iter_direct(&writer));
}

/* Two parts of a page beside each other, which was pinned for each of them. */
static void page_is_unpinned_as_often_as_it_was_pinned(struct kunit *test)
{
	char __user *memory = user_pages(test);
	struct iovec parts[] = {
		{ memory, 100 }, { memory + 100, 50 }, { memory + PAGE_SIZE - 1, 2 },
		{ memory + PAGE_SIZE + 1, PAGE_SIZE - 1 }, { memory + 2 * PAGE_SIZE, 1 },
	};
	struct call call = {};
	struct deed_iter_reader reader = { &call.iocb, &call.iter };

	user_fill(test, memory, drv.bytes, sizeof(drv.bytes));
	memset(drv.bytes, 0, sizeof(drv.bytes));
	iov_iter_init(&call.iter, ITER_SOURCE, parts, ARRAY_SIZE(parts), PAGE_SIZE + 152);

	deed_own(toy_ref, ref) = bind(test);
	deed_own(deed_dma_list_tx, tx) = toy_out_pin(toy_ref_borrow(&ref), &reader, SIZE_MAX);

	KUNIT_ASSERT_TRUE(test, deed_ok(tx));
	KUNIT_EXPECT_EQ(test, deed_dma_list_tx_len(&tx), PAGE_SIZE + 152);
	/* the call is as it was */
	KUNIT_EXPECT_EQ(test, deed_iter_left(&reader), PAGE_SIZE + 152);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 6);
	KUNIT_ASSERT_EQ(test, gives(toy_ref_borrow(&ref), deed_move(tx)), 0);
	while (advances(toy_ref_borrow(&ref)))
		;

	deed_own(deed_dma_list_tx, done) = sent(toy_ref_borrow(&ref));

	KUNIT_ASSERT_TRUE(test, deed_ok(done));
	USER_EXPECT(test, memory + 90, drv.bytes + 90, 60);
	USER_EXPECT(test, memory + PAGE_SIZE - 1, drv.bytes + 150, 60);
	USER_EXPECT(test, memory + 2 * PAGE_SIZE, drv.bytes + PAGE_SIZE + 151, 1);
	deed_dma_list_tx_drop(&done);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
}

static void buffers_and_lists_of_a_channel_are_told_apart(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	deed_own(deed_dma_tx, made) = toy_buf_alloc(t, 16);
	KUNIT_ASSERT_TRUE(test, deed_ok(made));

	KUNIT_ASSERT_EQ(test, gives(t, toy_out_alloc(t, PAGE_SIZE)), 0);
	{
		deed_lock(spin_irq, d, &t->engine);
		deed_own(deed_dma_tx, buf) = toy_buf_reclaim(d);
		EXPECT_FAILED(test, buf, -ENOENT);
		KUNIT_EXPECT_EQ(test, toy_buf_start(d, deed_move(made), AT), -EBUSY);
	}
	KUNIT_EXPECT_FALSE(test, idle(t));
	{
		deed_own(deed_dma_list_tx, list) = sent(t);
		KUNIT_EXPECT_TRUE(test, deed_ok(list));
	}

	deed_own(deed_dma_tx, again) = toy_buf_alloc(t, 16);
	KUNIT_ASSERT_TRUE(test, deed_ok(again));
	list_log.map_merges = true; /* the device has no list to copy from */
	{
		deed_lock(spin_irq, d, &t->engine);
		KUNIT_EXPECT_EQ(test, toy_buf_start(d, deed_move(again), AT), 0);
	}
	list_log.map_merges = false;

	deed_own(deed_dma_list_tx, none) = sent(t);

	EXPECT_FAILED(test, none, -ENOENT);
	KUNIT_EXPECT_FALSE(test, advances(t));
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, PAGE_SIZE)), -EBUSY);

	deed_lock(spin_irq, d, &t->engine);
	deed_own(deed_dma_tx, buf) = toy_buf_reclaim(d);
	KUNIT_EXPECT_TRUE(test, deed_ok(buf));
}

/* What a channel has ends when the device has finished, whatever it is. */
static void whatever_the_device_has_is_discarded(struct kunit *test)
{
	char __user *memory = user_pages(test);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_TRUE(test, discards(t));
	EXPECT_ACCESSES(test, drv.log, "");
	drv.waits = true;
	KUNIT_ASSERT_EQ(test, gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)), 0);
	KUNIT_EXPECT_FALSE(test, discards(t));
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 3);
	*fake_reg(BUSY) = 0;
	KUNIT_EXPECT_TRUE(test, discards(t));
	KUNIT_EXPECT_TRUE(test, idle(t));
	KUNIT_EXPECT_FALSE(test, advances(t));
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);

	KUNIT_ASSERT_EQ(test, gets(t, pins_in(t, memory, PAGE_SIZE, SIZE_MAX)), 0);
	KUNIT_EXPECT_FALSE(test, discards(t));
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 1);
	*fake_reg(BUSY) = 0;
	KUNIT_EXPECT_TRUE(test, discards(t));
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);

	deed_own(deed_dma_tx, buf) = toy_buf_alloc(t, 16);
	KUNIT_ASSERT_TRUE(test, deed_ok(buf));
	list_log.map_merges = true; /* the device has no list to copy from */
	{
		deed_lock(spin_irq, d, &t->engine);
		KUNIT_EXPECT_EQ(test, toy_buf_start(d, deed_move(buf), AT), 0);
		KUNIT_EXPECT_FALSE(test, toy_dma_discard(d));
		*fake_reg(BUSY) = 0;
		KUNIT_EXPECT_TRUE(test, toy_dma_discard(d));
	}
	list_log.map_merges = false;
	KUNIT_EXPECT_TRUE(test, idle(t));
}

static void list_that_cannot_be_mapped_ends(struct kunit *test)
{
	char __user *memory = user_pages(test);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	list_log.map_fails = true;
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, PAGE_SIZE)), -EIO);
	EXPECT_ACCESSES(test, drv.log, "map-fails end");
	KUNIT_EXPECT_EQ(test, gets(t, pins_in(t, memory, 10, 10)), -EIO);
	EXPECT_ACCESSES(test, drv.log, "map-fails end");
	KUNIT_EXPECT_TRUE(test, idle(t));
}

static void second_list_is_refused(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.waits = true;
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, 2 * PAGE_SIZE)), 0);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, PAGE_SIZE)), -EBUSY);
	KUNIT_EXPECT_EQ(test, gets(t, toy_in_alloc(t, PAGE_SIZE)), -EBUSY);
	EXPECT_ACCESSES(test, drv.log, "end end");
}

static void nothing_starts_before_and_after(struct kunit *test)
{
	drv.starts_in_probe = true;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, dma_toy.err, -ENODEV);
	/* a list outlives the device */
	deed_own(deed_dma_list_tx, list) = toy_out_alloc(t, PAGE_SIZE);
	KUNIT_ASSERT_TRUE(test, deed_ok(list));
	unbind(t);
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, gives(t, deed_move(list)), -ENODEV);
	EXPECT_ACCESSES(test, drv.log, "end");
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, PAGE_SIZE)), -ENODEV);
	KUNIT_EXPECT_FALSE(test, advances(t));
}

static void unbind_stops_the_device_first(struct kunit *test)
{
	char __user *memory = user_pages(test);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.waits = true;
	KUNIT_EXPECT_EQ(test, gets(t, pins_in(t, memory, 3 * PAGE_SIZE, SIZE_MAX)), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 3);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop r32 30=0 unmap-rx end quiesce");
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_log.under_lock), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
}

/* It has finished with a piece, and is told of no other. */
static void interrupt_advances_nothing_at_unbind(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.handler_advances = true;
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_TRUE(test, drv.advanced);
	drv.stop_raises = true;
	mmio_log_clear(drv.log);
	unbind(t);
	KUNIT_EXPECT_FALSE(test, drv.advanced);
	EXPECT_ACCESSES(test, drv.log, "stop r32 30=0 r32 30=0 unmap-tx end quiesce");
}

static void device_that_does_not_stop_is_halted(struct kunit *test)
{
	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.waits = true;
	drv.stops = false;
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)), 0);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop r32 30=1 halt unmap-tx end quiesce");
}

/* Neither unmapped, nor freed, nor unpinned: the test knows where it is. */
static deed_misuses("gives back what the header left to the device")
void device_that_cannot_be_halted_keeps_its_pages(struct kunit *test)
{
	char __user *memory = user_pages(test);
	struct __deed_dma_list *list;

	dma_toy.can_halt = false;
	drv.waits = true;
	drv.stops = false;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_EXPECT_EQ(test, gets(t, pins_in(t, memory, 2 * PAGE_SIZE, SIZE_MAX)), 0);
	list = container_of(list_log.mapped, struct __deed_dma_list, __table);
	mmio_log_clear(drv.log);
	unbind(t);
	EXPECT_ACCESSES(test, drv.log, "stop r32 30=1 quiesce");
	KUNIT_EXPECT_TRUE(test, idle(t));
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 2);
	list_log_unmap((struct device *)deed_dev(&t->dev), &list->__table, DMA_FROM_DEVICE, 0);
	__deed_dma_list_free(list);
}

/* A hard interrupt, under the lock: all that can be done there is. */
static void list_ends_in_an_interrupt(struct kunit *test)
{
	char __user *memory = user_pages(test);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.handler_reclaims = true;
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, 2 * PAGE_SIZE)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
	KUNIT_EXPECT_EQ(test, gives(t, pins_out(t, memory, PAGE_SIZE, SIZE_MAX)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	KUNIT_EXPECT_EQ(test, gets(t, pins_in(t, memory, PAGE_SIZE, SIZE_MAX)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	/* the one piece that the processor saw is undone by somebody who may sleep */
	KUNIT_EXPECT_EQ(test, gets(t, toy_in_alloc_whole(t, 2 * PAGE_SIZE)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_TRUE(test, idle(t));
	flush_work(&later_work);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
}

/* The same, by a handler that has no use for what comes back. */
static void list_is_discarded_in_an_interrupt(struct kunit *test)
{
	char __user *memory = user_pages(test);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.handler_discards = true;
	drv.waits = true;
	KUNIT_EXPECT_EQ(test, gets(t, pins_in(t, memory, 2 * PAGE_SIZE, SIZE_MAX)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_TRUE(test, drv.advanced);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 2);
	*fake_reg(BUSY) = 0;
	dma_toy_raise();
	KUNIT_EXPECT_FALSE(test, drv.advanced);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	/* too many, and what the processor saw in one piece, end later */
	drv.waits = false;
	list_log.map_merges = true; /* the device has no room for as many */
	for (int i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, gives(t, i ? toy_out_alloc(t, (FEW + 1) * PAGE_SIZE) :
						   toy_out_alloc_whole(t, 2 * PAGE_SIZE)), 0);
		dma_toy_raise();
		KUNIT_EXPECT_TRUE(test, idle(t));
		flush_work(&later_work);
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
	}
	list_log.map_merges = false;
}

/* Nobody waits with interrupts disabled until all of these are freed, or unpinned. */
static void long_list_ends_after_the_lock(struct kunit *test)
{
	const size_t len = (FEW + 1) * PAGE_SIZE;
	unsigned long memory = kunit_vm_mmap(test, NULL, 0, len, PROT_READ | PROT_WRITE,
					     MAP_ANONYMOUS | MAP_PRIVATE, 0);
	struct iovec parts[FEW + 1];
	struct call call = {};
	struct deed_iter_reader reader = { &call.iocb, &call.iter };

	KUNIT_ASSERT_FALSE(test, !memory || IS_ERR_VALUE(memory));
	for (int i = 0; i < ARRAY_SIZE(parts); i++)
		parts[i] = (struct iovec){ (char __user *)memory, 1 };

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.handler_reclaims = true;
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, len)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_EQ(test, gives(t, pins_out(t, (char __user *)memory, len, len)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_EQ(test, gets(t, pins_in(t, (char __user *)memory, len, len)), 0);
	dma_toy_raise();
	/* pages, not bytes */
	iov_iter_init(&call.iter, ITER_SOURCE, parts, ARRAY_SIZE(parts), ARRAY_SIZE(parts));
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_pin(t, &reader, SIZE_MAX)), 0);
	dma_toy_raise();
	KUNIT_EXPECT_TRUE(test, idle(t));
	/* what could not start, too; four times it was unmapped, and that is all */
	drv.waits = true;
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, PAGE_SIZE)), 0);
	KUNIT_EXPECT_EQ(test, gives(t, toy_out_alloc(t, len)), -EBUSY);
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_log.under_lock), 4);
	flush_work(&later_work);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);

	/* where nobody waits it is not left to others */
	deed_own(deed_dma_list_tx, list) = toy_out_alloc(t, len);
	deed_dma_list_tx_drop(&list);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 1);
}

/* They are pinned for a transfer, and not for as long as a driver likes. */
static void pages_of_a_program_are_given_once(struct kunit *test)
{
	char __user *memory = user_pages(test);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_ASSERT_EQ(test, gives(t, pins_out(t, memory, 2 * PAGE_SIZE, SIZE_MAX)), 0);

	deed_own(deed_dma_list_tx, list) = sent(t);

	KUNIT_ASSERT_TRUE(test, deed_ok(list));
	mmio_log_clear(drv.log);
	KUNIT_EXPECT_EQ(test, gives(t, deed_move(list)), -EALREADY);
	EXPECT_ACCESSES(test, drv.log, "end");
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
}

/* Somebody has written it back while the device had it: what came later would be lost. */
static void page_that_was_cleaned_is_dirty_in_the_end(struct kunit *test)
{
	char __user *memory = user_pages(test);
	struct page *page;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	drv.handler_reclaims = true;
	KUNIT_EXPECT_EQ(test, gets(t, pins_in(t, memory, 2 * PAGE_SIZE, SIZE_MAX)), 0);
	page = sg_page(list_log.mapped->sgl);
	KUNIT_EXPECT_TRUE(test, PageDirty(page));
	get_page(page);
	ClearPageDirty(page);
	dma_toy_raise();
	flush_work(&later_work);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	KUNIT_EXPECT_TRUE(test, PageDirty(page));
	put_page(page);
}

/* What is dirty waits for nobody; the work unpins the rest. It cannot run here meanwhile. */
static void only_what_was_cleaned_waits(struct kunit *test)
{
	char __user *memory = user_pages(test);
	struct page *pages[3];

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	KUNIT_ASSERT_EQ(test, gets(t, pins_in(t, memory, 3 * PAGE_SIZE, SIZE_MAX)), 0);
	KUNIT_ASSERT_EQ(test, list_log.entries, 3);
	for (int i = 0; i < 3; i++) {
		pages[i] = sg_page(list_log.mapped->sgl + i);
		get_page(pages[i]);
	}
	ClearPageDirty(pages[1]);
	{
		deed_lock(spin_irq, d, &t->engine);
		KUNIT_EXPECT_TRUE(test, toy_dma_discard(d));
		for (int i = 0; i < 3; i++)
			KUNIT_EXPECT_EQ(test, folio_maybe_dma_pinned(page_folio(pages[i])), i > 0);
	}
	flush_work(&later_work);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	KUNIT_EXPECT_TRUE(test, PageDirty(pages[1]));
	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_FALSE(test, folio_maybe_dma_pinned(page_folio(pages[i])));
		put_page(pages[i]);
	}
}

/* A segment of two pages: it is looked at all of them. */
static void second_page_of_a_segment_was_cleaned(struct kunit *test)
{
	struct page *pages = alloc_pages(GFP_KERNEL | __GFP_ZERO, 1);

	KUNIT_ASSERT_NOT_NULL(test, pages);
	split_page(pages, 1);
	for (int clean = 0; clean < 3; clean++) {
		for (int i = 0; i < 2; i++) {
			if (i == clean)
				ClearPageDirty(pages + i);
			else
				SetPageDirty(pages + i);
		}
		KUNIT_EXPECT_EQ(test, all_dirty(pages, 2), clean == 2);
		KUNIT_EXPECT_EQ(test, all_dirty(pages, 1), clean != 0);
	}
	for (int i = 0; i < 2; i++) {
		ClearPageDirty(pages + i);
		__free_page(pages + i);
	}
}

/* Caches that are emptied around what it wrote would take the program's words beside it. */
static void device_that_sees_no_caches_writes_whole_lines(struct kunit *test)
{
	char __user *memory = user_pages(test);

	drv.blind = true;

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	bool sees = dev_is_dma_coherent((struct device *)deed_dev(&t->dev));

	deed_own(deed_dma_list_rx, part) = pins_in(t, memory + 1, 10, SIZE_MAX);
	deed_own(deed_dma_list_rx, lines) = pins_in(t, memory, PAGE_SIZE, SIZE_MAX);
	deed_own(deed_dma_list_tx, read) = pins_out(t, memory + 1, 10, SIZE_MAX);

	/* on x86 all see them */
	KUNIT_EXPECT_EQ(test, deed_ok(part) ? 0 : deed_err(part), sees ? 0 : -EINVAL);
	KUNIT_EXPECT_TRUE(test, deed_ok(lines));
	KUNIT_EXPECT_TRUE(test, deed_ok(read));
}

/* Each of the steps fails once; then there is nothing, and at last it goes well. */
static void step_that_fails_leaves_nothing(struct kunit *test)
{
	char __user *memory = user_pages(test);
	bool failed[3] = {};

	faults_on(test);

	deed_own(toy_ref, ref) = bind(test);
	const struct toy *t = toy_ref_borrow(&ref);

	for (int way = 0; way < 3; way++) {
		bool hit = true;

		for (int n = 1; hit; n++) {
			int err;

			fault_at(n);
			err = way == 0 ? gives(t, toy_out_alloc(t, 3 * PAGE_SIZE)) :
			      way == 1 ? gives(t, toy_out_alloc_whole(t, 3 * PAGE_SIZE)) :
			      gives(t, pins_out(t, memory, 3 * PAGE_SIZE, SIZE_MAX));
			hit = fault_hit();
			failed[way] |= err;
			KUNIT_EXPECT_TRUE(test, !err || (hit && (err == -ENOMEM || err == -EIO ||
								 err == -EFAULT)));

			deed_own(deed_dma_list_tx, list) = sent(t);

			KUNIT_EXPECT_EQ(test, deed_ok(list), !err);
			deed_dma_list_tx_drop(&list);
			flush_work(&later_work);
			KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
			KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
		}
	}
	faults_off(test);
	KUNIT_EXPECT_TRUE(test, failed[0] && failed[1] && failed[2]);
}

/* There is no page any more, in the middle of it. */
static void list_without_memory_fails(struct kunit *test)
{
	list_log.one_by_one = true;

	deed_own(toy_ref, ref) = bind(test);

	for (int n = 1; n < 4; n++) {
		list_log.pages_fail = n;

		deed_own(deed_dma_list_tx, list) = toy_out_alloc(toy_ref_borrow(&ref),
								 3 * PAGE_SIZE);

		EXPECT_FAILED(test, list, -ENOMEM);
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
	}
}

/* Starts, advances and reclaims until the device has gone. */
static int keeps_sending(void *arg)
{
	unsigned long end = jiffies + DMA_TOY_PATIENCE;
	const struct toy *t = arg;
	int err = 0;

	do {
		deed_own(deed_dma_list_tx, list) = sent(t);

		if (!deed_ok(list) && deed_err(list) != -ENOENT)
			return deed_err(list);
		err = gives(t, toy_out_alloc(t, 2 * PAGE_SIZE));
		if (!err)
			advances(t);
		cond_resched();
	} while (!err && time_before(jiffies, end));
	return err;
}

static void others_send_while_the_device_goes(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	for (int i = 0; i < 20; i++) {
		deed_own(toy_ref, ref) = toy_ref_get(platform_get_drvdata(pdev));

		dma_toy_goes(test, pdev, i, keeps_sending, (void *)toy_ref_borrow(&ref));
		KUNIT_EXPECT_TRUE(test, idle(toy_ref_borrow(&ref)));
		KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
		KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	}
}

static struct kunit_case dma_list_cases[] = {
	KUNIT_CASE(list_has_the_length_that_was_asked_for),
	KUNIT_CASE(list_of_no_or_too_many_bytes_is_refused),
	KUNIT_CASE(list_is_no_longer_than_the_limit),
	KUNIT_CASE(segments_are_as_long_as_the_device_allows),
	KUNIT_CASE(pages_need_not_be_beside_each_other),
	KUNIT_CASE(only_whole_pages_are_one_segment),
	KUNIT_CASE(device_is_told_piece_by_piece),
	KUNIT_CASE(piece_is_no_longer_than_its_register_can_say),
	KUNIT_CASE(list_starts_again_with_its_first_byte),
	KUNIT_CASE(place_that_its_register_cannot_say_is_refused),
	KUNIT_CASE(place_does_not_wrap),
	KUNIT_CASE(list_ends_with_a_halt),
	KUNIT_CASE(device_is_told_of_what_is_mapped),
	KUNIT_CASE(busy_device_is_told_nothing),
	KUNIT_CASE(list_comes_back_before_its_end),
	KUNIT_CASE(bytes_arrive),
	KUNIT_CASE(shorter_of_call_and_list_is_copied),
	KUNIT_CASE(whole_list_is_what_the_device_has),
	KUNIT_CASE(pages_of_a_program_are_read_and_written),
	KUNIT_CASE(pages_of_a_program_have_no_bytes_for_the_processor),
	KUNIT_CASE(no_more_is_pinned_than_asked_for),
	KUNIT_CASE(bad_address_pins_nothing),
	KUNIT_CASE(page_that_is_read_only_is_not_written),
	KUNIT_CASE(memory_that_cannot_be_pinned_is_refused),
	KUNIT_CASE(page_out_of_reach_is_refused),
	KUNIT_CASE(call_is_direct_if_its_file_is),
	KUNIT_CASE(page_is_unpinned_as_often_as_it_was_pinned),
	KUNIT_CASE(buffers_and_lists_of_a_channel_are_told_apart),
	KUNIT_CASE(whatever_the_device_has_is_discarded),
	KUNIT_CASE(list_that_cannot_be_mapped_ends),
	KUNIT_CASE(second_list_is_refused),
	KUNIT_CASE(nothing_starts_before_and_after),
	KUNIT_CASE(unbind_stops_the_device_first),
	KUNIT_CASE(interrupt_advances_nothing_at_unbind),
	KUNIT_CASE(device_that_does_not_stop_is_halted),
	KUNIT_CASE(device_that_cannot_be_halted_keeps_its_pages),
	KUNIT_CASE(list_ends_in_an_interrupt),
	KUNIT_CASE(list_is_discarded_in_an_interrupt),
	KUNIT_CASE(long_list_ends_after_the_lock),
	KUNIT_CASE(pages_of_a_program_are_given_once),
	KUNIT_CASE(page_that_was_cleaned_is_dirty_in_the_end),
	KUNIT_CASE(only_what_was_cleaned_waits),
	KUNIT_CASE(second_page_of_a_segment_was_cleaned),
	KUNIT_CASE(device_that_sees_no_caches_writes_whole_lines),
	KUNIT_CASE(step_that_fails_leaves_nothing),
	KUNIT_CASE(list_without_memory_fails),
	KUNIT_CASE(others_send_while_the_device_goes),
	{}
};

static struct kunit_suite dma_list_suite = {
	.name = "deed_dma_list",
	.init = dma_list_test_init,
	.exit = dma_list_test_exit,
	.test_cases = dma_list_cases,
};

kunit_test_suite(dma_list_suite);

MODULE_DESCRIPTION("Tests of lists of pages for DMA");
MODULE_LICENSE("GPL");
