// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/dma_shared.h>: that device and processor see what the other wrote in
 * the order that they ask for, in whatever order memory is seen; that each word is read
 * and written at once; and that the memory does not outlive the device's right to it.
 *
 * The device is a mailbox: it answers requests. How memory is seen is in desc_model.h.
 */
#include "desc_model.h"

/* What is read is there now, or older; but not than the last barrier. */
#define __deed_shared_load(from)					\
	({								\
		__unqual_scalar_typeof(from) __loaded;			\
									\
		if (desc_random(2))					\
			desc_look(&__loaded, &(from), sizeof(__loaded)); \
		else							\
			desc_read(&__loaded, &(from), sizeof(__loaded)); \
		__loaded;						\
	})
#define __deed_shared_store(to, value) __deed_desc_publish(to, value)
#define __deed_shared_copy(to, from) desc_read(to, from, sizeof(*(to)))

#include <linux/module.h>

#include <deed/dma_shared.h>
#include <deed/pci.h>
#include <deed/platform.h>
#include <deed/poll.h>

#include "dma_toy.h"
#include "handle.h"

deed_unsafe_file("is the device, and looks at the memory that it is given");

#define NAME		"deed-shared-toy"
#define ROUNDS		20000
#define ARGS		4

DEED_BITS(toy_flags, u16);
DEED_FIELD(toy_flags, TOY_FLAGS_LOW, GENMASK(7, 0));
DEED_FIELD(toy_flags, TOY_FLAGS_HIGH, GENMASK(15, 8));

DEED_MMIO_DMA(toy_regs, 0x20);
DEED_REG_SPLIT(toy_regs, TOY_MAIL, 0x00, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_MORE, 0x08, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_BELL, 0x10, wo, u32);

struct toy_words {
	u8 byte;
	struct toy_flags flags;
	__le32 word;
	__le64 wide;
};

struct mail {
	struct deed_dma_le64 more; /* where the other is */
	__le32 request; /* which; published last */
	__le32 answered; /* which; looked at first */
	__le32 args[ARGS];
	__le32 results[ARGS];
	struct toy_words words;
};

struct more {
	__le32 counters[8];
	__le32 since; /* when they were zero */
};

DEED_DMA_SHARED_TYPE(toy_mail, struct mail);
DEED_DMA_SHARED_TYPE(toy_more, struct more);

struct toy_hw {
	struct toy_regs regs;
	struct deed_dma dma;
	struct toy_mail mail;
	struct toy_more more;
};

DEED_DMA_SHARED(toy_mail, struct toy_hw, mail, regs, TOY_MAIL);
DEED_DMA_SHARED(toy_more, struct toy_hw, more, regs, TOY_MORE);

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct toy {
	struct toy_device dev;
};

/* What a test wants of device and driver, and what they did. */
static struct {
	struct mmio_log *log;
	bool answers; /* the device, at any time; or when the bell rings */
	u32 taken, answered; /* requests */
	u32 left; /* of the answer: bytes that are not written */
	u16 command_at_end; /* of the PCI function, when the last memory went */
} drv;

/* What belongs to a request, and to its answer. */
static __le32 arg(u32 serial, u32 i)
{
	return cpu_to_le32(serial * 7 + i);
}

static __le32 result(u32 serial, u32 i)
{
	return cpu_to_le32(~(serial * 31 + i));
}

/* The device has a request: all of it was there before. */
static void fake_take(struct mail *m)
{
	u32 serial = le32_to_cpu(m->request);

	if (serial == drv.taken)
		return;
	drv.taken++;
	if (serial != drv.taken)
		desc_wrong("a request was lost");
	for (u32 i = 0; i < ARGS; i++) {
		if (m->args[i] != arg(serial, i))
			desc_wrong("an argument is not that of the request");
	}
	drv.left = GENMASK(sizeof(m->results) - 1, 0);
}

/* A byte of the answer, or, after all of them, the word. */
static void fake_answer(struct mail *m)
{
	__le32 results[ARGS];
	u32 at;

	for (u32 i = 0; i < ARGS; i++)
		results[i] = result(drv.taken, i);
	if (!drv.left) {
		m->answered = cpu_to_le32(++drv.answered);
		return;
	}
	do {
		at = desc_random(sizeof(results));
	} while (!(drv.left & BIT(at)));
	((u8 *)m->results)[at] = ((u8 *)results)[at];
	drv.left &= ~BIT(at);
}

static void fake_device_turn(void)
{
	struct mail *m = desc_model.memory[0].start;

	if (!m || !drv.answers)
		return;
	fake_take(m);
	for (u32 n = desc_random(24); n && drv.answered != drv.taken; n--)
		fake_answer(m);
}

static void fake_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	struct mail *m = desc_model.memory[0].start;

	__deed_mmio_raw_store(log->base + offset, width, value, false);
	if (offset != 0x10)
		return;
	desc_all_visible();
	fake_take(m);
	while (drv.answered != drv.taken)
		fake_answer(m);
}

static void shared_memory_ends(void *memory)
{
	drv.command_at_end = fake_pci_command();
	mmio_log_mark(drv.log, memory == desc_model.memory[0].start ? "mail" : "more");
}

static void toy_release(struct toy *t)
{
	atomic_dec(&dma_toy.states);
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static deed_misuses("lets the next step fail, if a test wants it to")
int toy_memory(struct toy_hw *hw)
{
	int err;

	dma_toy_fault_begin();
	err = toy_mail_alloc(&hw->mail, &hw->dma) ?: toy_more_alloc(&hw->more, &hw->dma);
	dma_toy_fault_end();
	return err;
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
	atomic_inc(&dma_toy.states);
	return 0;
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	return toy_mail_tell(hw) ?: toy_more_tell(hw);
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	mmio_log_mark(drv.log, "quiesce");
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce);

/* On PCI the bus header knows how to halt it. */
static deed_misuses("lets the next step fail, if a test wants it to")
int toy_pci_probe(struct deed_pci *pci, struct toy *t, struct toy_hw *hw)
{
	int err = toy_regs_map(&hw->regs, mmio_fake(drv.log->base)) ?:
		  deed_pci_dma(pci, 64, &hw->dma) ?: toy_memory(hw);

	if (err)
		return err;
	atomic_inc(&dma_toy.states);
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
int shared_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	drv.log = dma_toy_start(test, 0x20);
	drv.log->write = fake_write;
	desc_model_start(test, fake_device_turn, sizeof(struct mail), shared_memory_ends);
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	pci_registered = toy_pci_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(pci_registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void shared_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	toy_pci_driver_drop(&pci_registered);
	desc_model_end(test);
	dma_toy_end(test);
}

/* The hardware of a device that was bound, until the test ends. */
static const struct toy_hw *bind(struct kunit *test)
{
	const struct toy *t = dma_toy_bind(test, NAME, -1);

	return &t->dev.__hw;
}

static const struct mail *mail(void)
{
	return desc_model.memory[0].start;
}

static void device_is_told_where_its_memory_is(struct kunit *test)
{
	u32 *regs = (u32 __force *)drv.log->base;

	bind(test);
	KUNIT_EXPECT_EQ(test, regs[0] | (u64)regs[1] << 32, desc_model.memory[0].addr);
	KUNIT_EXPECT_EQ(test, regs[2] | (u64)regs[3] << 32, desc_model.memory[1].addr);
	KUNIT_EXPECT_GE(test, regs[1], DESC_ELSEWHERE >> 32);
}

/* One that a register of 32 bits has to say: by hand, for where it is matters only. */
DEED_REG(toy_regs, TOY_LOW, 0x18, dma, struct deed_dma_addr32);
DEED_DMA_SHARED_TYPE(toy_low, struct more);

struct low_hw {
	struct toy_regs regs;
	struct toy_low low;
};

DEED_DMA_SHARED(toy_low, struct low_hw, low, regs, TOY_LOW);

static deed_misuses("makes a mapping by hand")
int tells_low(u64 addr)
{
	struct low_hw hw = {};

	hw.regs.__map.__base = drv.log->base;
	hw.low.__shared.__addr = addr;
	return toy_low_tell(&hw);
}

static void address_above_4_gib_is_not_cut_off(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, tells_low(0xfffff000), 0);
	EXPECT_ACCESSES(test, drv.log, "w32 18=fffff000");
	KUNIT_EXPECT_EQ(test, tells_low(0x100000000), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, tells_low(DESC_ELSEWHERE + 0x1000), -EMSGSIZE);
	EXPECT_ACCESSES(test, drv.log, "");
}

static void words_of_each_width(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);
	struct toy_flags flags = deed_field_prep(TOY_FLAGS_HIGH, 0x12);

	deed_shared_write(&hw->mail, words.byte, 0xab);
	deed_shared_write(&hw->mail, words.flags, flags);
	deed_shared_write(&hw->mail, words.word, cpu_to_le32(0x12345678));
	deed_shared_write(&hw->mail, words.wide, cpu_to_le64(0x123456789abcdef0));
	KUNIT_EXPECT_EQ(test, deed_shared_read(&hw->mail, words.byte), 0xab);
	KUNIT_EXPECT_EQ(test, deed_field_get(TOY_FLAGS_HIGH,
					     deed_shared_read(&hw->mail, words.flags)), 0x12);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(deed_shared_read(&hw->mail, words.word)), 0x12345678);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(deed_shared_read(&hw->mail, words.wide)),
			0x123456789abcdef0);
	desc_all_visible();
	KUNIT_EXPECT_EQ(test, mail()->words.byte, 0xab);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(mail()->words.word), 0x12345678);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(mail()->words.wide), 0x123456789abcdef0);
	KUNIT_EXPECT_NULL(test, memchr_inv(mail(), 0, offsetof(struct mail, words)));
}

/* One access for each: the device may write another value the next moment. */
static void word_is_read_once(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);

	for (int i = 0; i < 100; i++) {
		desc_model.looks = 0;
		desc_model.reads = 0;
		KUNIT_EXPECT_EQ(test, le64_to_cpu(deed_shared_read(&hw->mail, words.wide)), 0);
		KUNIT_EXPECT_EQ(test, desc_model.looks + desc_model.reads, 1);
		KUNIT_EXPECT_EQ(test, le32_to_cpu(deed_shared_look(&hw->mail, words.word)), 0);
		KUNIT_EXPECT_EQ(test, desc_model.looks + desc_model.reads, 2);
	}
}

static void elements_are_apart(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);
	__le32 value;

	for (u32 i = 0; i < ARGS; i++)
		KUNIT_EXPECT_EQ(test, deed_shared_write_at(&hw->mail, args, i, arg(1, i)), 0);
	desc_all_visible();
	for (u32 i = 0; i < ARGS; i++) {
		KUNIT_EXPECT_EQ(test, le32_to_cpu(mail()->args[i]), le32_to_cpu(arg(1, i)));
		KUNIT_EXPECT_EQ(test, deed_shared_read_at(&hw->mail, args, i, &value), 0);
		KUNIT_EXPECT_EQ(test, le32_to_cpu(value), le32_to_cpu(arg(1, i)));
	}
}

static void element_that_is_not_there_is_refused(struct kunit *test)
{
	static const size_t wrong[] = { ARGS, ARGS + 1, INT_MAX, 1ULL << 62, SIZE_MAX };
	const struct toy_hw *hw = bind(test);
	__le32 value = cpu_to_le32(5);

	for (int i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_EXPECT_EQ(test, deed_shared_read_at(&hw->mail, args, wrong[i], &value),
				-EINVAL);
		KUNIT_EXPECT_EQ(test, deed_shared_write_at(&hw->mail, args, wrong[i], value),
				-EINVAL);
	}
	KUNIT_EXPECT_EQ(test, le32_to_cpu(value), 5);
	desc_all_visible();
	KUNIT_EXPECT_NULL(test, memchr_inv(mail(), 0, sizeof(struct mail)));
}

static void request(const struct toy_hw *hw, u32 serial)
{
	for (u32 i = 0; i < ARGS; i++) {
		/* there are so many */
		if (deed_shared_write_at(&hw->mail, args, i, arg(serial, i)))
			desc_wrong("an argument has no place");
	}
	deed_shared_publish(&hw->mail, request, cpu_to_le32(serial));
}

static void expect_results(struct kunit *test, const struct toy_hw *hw, u32 serial)
{
	__le32 value;

	for (u32 i = 0; i < ARGS; i++) {
		KUNIT_EXPECT_EQ(test, deed_shared_read_at(&hw->mail, results, i, &value), 0);
		KUNIT_ASSERT_EQ(test, le32_to_cpu(value), le32_to_cpu(result(serial, i)));
	}
}

/* The device looks at any time, and so do we. */
static void any_order_is_a_right_one(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);
	u32 answered, serial = 0;

	drv.answers = true;
	for (int i = 0; i < ROUNDS; i++) {
		if (serial == drv.answered)
			request(hw, ++serial);
		answered = le32_to_cpu(deed_shared_look(&hw->mail, answered));
		if (answered == serial)
			expect_results(test, hw, serial);
	}
	KUNIT_EXPECT_GT(test, serial, ROUNDS / 100);
}

/* What is read after it is not older than the word for which it waited. */
static void word_is_waited_for_but_not_for_ever(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);
	__le32 answered;

	request(hw, 1);
	KUNIT_EXPECT_EQ(test, deed_poll(answered, deed_shared_look(&hw->mail, answered),
					le32_to_cpu(answered) == 1, 10, 1000), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(answered), 0);
	drv.answers = true;
	KUNIT_EXPECT_EQ(test, deed_poll(answered, deed_shared_look(&hw->mail, answered),
					le32_to_cpu(answered) == 1, 10, USEC_PER_SEC), 0);
	expect_results(test, hw, 1);
}

/* Writes and a doorbell need no barrier. */
static void doorbell_comes_after_what_was_written(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);

	for (u32 serial = 1; serial < 100; serial++) {
		request(hw, serial);
		deed_reg_write(&hw->regs, TOY_BELL, 1);
		KUNIT_EXPECT_EQ(test, drv.answered, serial);
		while (le32_to_cpu(deed_shared_look(&hw->mail, answered)) != serial)
			;
		expect_results(test, hw, serial);
	}
}

static void copy_has_all_of_it(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);
	struct more *there = desc_model.memory[1].start, copy;

	for (u32 i = 0; i < ARRAY_SIZE(there->counters); i++)
		there->counters[i] = cpu_to_le32(i + 1);
	deed_shared_look(&hw->more, since);
	toy_more_copy(&hw->more, &copy);
	KUNIT_EXPECT_MEMEQ(test, &copy, there, sizeof(copy));
}

static void address_stands_in_shared_memory(struct kunit *test)
{
	const struct toy_hw *hw = bind(test);

	deed_shared_point(hw, mail, more, more);
	desc_all_visible();
	KUNIT_EXPECT_EQ(test, le64_to_cpu(mail()->more.__number), desc_model.memory[1].addr);
}

static void memory_goes_after_the_right_to_reach_it(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	mmio_log_clear(drv.log);
	device_release_driver(&pdev->dev);
	EXPECT_ACCESSES(test, drv.log, "quiesce halt more halt mail");
}

/* It could write to memory that is freed. */
static void device_that_cannot_be_halted_shares_nothing(struct kunit *test)
{
	dma_toy.can_halt = false;
	dma_toy_expect_refused(test, NAME, -1, -EOPNOTSUPP);
	EXPECT_ACCESSES(test, drv.log, "");
}

static void probe_without_memory_fails(struct kunit *test)
{
	desc_model.no_memory = true;
	dma_toy_expect_refused(test, NAME, -1, -ENOMEM);
	EXPECT_ACCESSES(test, drv.log, "");
}

/* Unbinds it, if it is bound. */
static void ends_as_it_should(struct kunit *test, struct platform_device *pdev)
{
	if (!fake_device_is_bound(pdev))
		KUNIT_EXPECT_EQ(test, dma_toy.err, -ENOMEM);
	device_release_driver(&pdev->dev);
	mmio_log_clear(drv.log);
}

static void any_step_of_probe_may_fail(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, NAME, -1, NULL, 0);
	int failed[2] = {};

	device_release_driver(&pdev->dev);
	dma_toy_fail_each(test, pdev, failed, ends_as_it_should);
	/* of both: the memory, the kernel's note of it, ours, the halt */
	KUNIT_EXPECT_GE(test, failed[0], 8);
	KUNIT_EXPECT_EQ(test, failed[1], 2);
}

/* It may still be at work; nobody has told it to stop. */
static void function_is_no_master_when_its_memory_goes(struct kunit *test)
{
	const struct toy *t = dma_toy_bind_pci(test);

	KUNIT_EXPECT_TRUE(test, fake_pci_command() & PCI_COMMAND_MASTER);
	drv.command_at_end = PCI_COMMAND_MASTER;
	dma_toy_unbind(deed_dev(&t->dev));
	KUNIT_EXPECT_FALSE(test, drv.command_at_end & PCI_COMMAND_MASTER);
}

static struct kunit_case shared_cases[] = {
	KUNIT_CASE(device_is_told_where_its_memory_is),
	KUNIT_CASE(address_above_4_gib_is_not_cut_off),
	KUNIT_CASE(words_of_each_width),
	KUNIT_CASE(word_is_read_once),
	KUNIT_CASE(elements_are_apart),
	KUNIT_CASE(element_that_is_not_there_is_refused),
	KUNIT_CASE(any_order_is_a_right_one),
	KUNIT_CASE(word_is_waited_for_but_not_for_ever),
	KUNIT_CASE(doorbell_comes_after_what_was_written),
	KUNIT_CASE(copy_has_all_of_it),
	KUNIT_CASE(address_stands_in_shared_memory),
	KUNIT_CASE(memory_goes_after_the_right_to_reach_it),
	KUNIT_CASE(device_that_cannot_be_halted_shares_nothing),
	KUNIT_CASE(probe_without_memory_fails),
	KUNIT_CASE(any_step_of_probe_may_fail),
	KUNIT_CASE(function_is_no_master_when_its_memory_goes),
	{}
};

static struct kunit_suite shared_suite = {
	.name = "deed_dma_shared",
	.init = shared_test_init,
	.exit = shared_test_exit,
	.test_cases = shared_cases,
};

kunit_test_suite(shared_suite);

MODULE_DESCRIPTION("Tests of memory that processor and device share");
MODULE_LICENSE("GPL");
