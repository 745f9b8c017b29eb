/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A device with descriptor rings, for the tests of <deed/dma_ring.h>: it takes what is
 * posted at any time, checks that it is complete, and writes it back a byte at a time,
 * with the word that says so last.
 *
 * There are two rings, as devices have them: of ``out`` the device has a descriptor
 * whose last word says so, at any time; of ``in`` it has those before the doorbell.
 *
 * A test includes this before any header of deed, as it would desc_model.h, where the
 * order is in which memory is seen.
 */
#ifndef _DEED_KUNIT_DMA_RING_DEVICE_H
#define _DEED_KUNIT_DMA_RING_DEVICE_H

#include "desc_model.h"

#include <deed/dma_ring.h>

deed_unsafe_file("is the device, and looks at the memory that it is given");

#define OUTS		8 /* descriptors */
#define INS		4
#define IN_SIZE		64 /* bytes of each buffer */

DEED_MMIO_DMA(toy_regs, 0x40);
DEED_REG_SPLIT(toy_regs, TOY_OUT_DESCS, 0x00, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_OUT_TAIL, 0x08, dma, u32);
DEED_REG(toy_regs, TOY_OUT_SIZE, 0x0c, dma, u32);
DEED_REG(toy_regs, TOY_IN_DESCS, 0x10, dma, struct deed_dma_addr);
DEED_REG(toy_regs, TOY_IN_TAIL, 0x18, dma, u32);
DEED_REG(toy_regs, TOY_IN_SIZE, 0x1c, dma, u16);
DEED_REG(toy_regs, TOY_IN_HEAD, 0x1e, dma, u16);

struct out_desc {
	struct deed_dma_le64 address;
	struct deed_dma_le16 len;
	__le16 more; /* nothing when it is posted */
	__le32 rest; /* nothing when it is posted */
	__le64 word;
};

#define OUT_OWN		BIT_ULL(63) /* the device has it */

struct in_desc {
	struct deed_dma_le64 address;
	__le16 got;
	u8 status;
	u8 errors;
	__le32 number;
};

#define IN_DONE		BIT(0)

/* What the device knows of a ring. All count descriptors, and wrap around. */
struct fake_ring {
	unsigned int number, count;
	size_t size, low, tail; /* of a descriptor; of its registers */
	unsigned int word, width; /* in a descriptor: the one that is written last */
	u32 told; /* by the doorbell */
	u32 taken, finished;
	u32 serial; /* of the next buffer that it takes */
	struct dma_log_mapping buffers[OUTS]; /* that it has taken */
	u8 image[sizeof(struct out_desc)]; /* that it writes back */
	u32 left; /* bytes of that, but for the word; 0 between two */
};

/* What a test wants of it, and what it did. */
static struct {
	bool busy; /* finishes what it has, sooner or later */
	bool stopped;
	u32 posted[2], reaped[2]; /* buffers; the driver counts them */
	struct fake_ring out, in;
} ring_device;

static struct out_desc *fake_out(u32 at)
{
	struct out_desc *first = desc_model.memory[0].start;

	return &first[at % OUTS];
}

static struct in_desc *fake_in(u32 at)
{
	struct in_desc *first = desc_model.memory[1].start;

	return &first[at % INS];
}

static void *fake_desc(const struct fake_ring *r, u32 at)
{
	return r->number ? (void *)fake_in(at) : (void *)fake_out(at);
}

/* It was told where the descriptors are, and it is not another's. */
static bool fake_knows(const struct fake_ring *r)
{
	u32 *regs = (u32 __force *)(dma_log.log->base + r->low);
	u64 addr = regs[0] | (u64)regs[1] << 32;

	return addr && desc_model_at(addr) == desc_model.memory[r->number].start;
}

static bool fake_may_take(const struct fake_ring *r)
{
	if (r->taken - r->finished >= r->count)
		return false;
	return r->number ? r->taken % INS != r->told :
			   !!(fake_out(r->taken)->word & cpu_to_le64(OUT_OWN));
}

static void fake_check_out(const struct out_desc *d, const struct dma_log_mapping *m)
{
	if (le16_to_cpu(d->len.__number) != m->len || m->dir != DMA_TO_DEVICE)
		desc_wrong("out: the length is not that of the buffer");
	else if (*(u32 *)m->memory != ring_device.out.serial)
		desc_wrong("out: not the buffer whose turn it is");
	if (d->more || d->rest || d->word != cpu_to_le64(OUT_OWN | 1))
		desc_wrong("out: more than what was filled in");
}

static void fake_check_in(const struct in_desc *d, const struct dma_log_mapping *m)
{
	if (m->len != IN_SIZE || m->dir != DMA_FROM_DEVICE)
		desc_wrong("in: the length is not that of all buffers");
	if (d->got || d->status || d->errors || d->number)
		desc_wrong("in: more than what was filled in");
}

/* Takes what it has: that must be complete. */
static void fake_take(struct fake_ring *r)
{
	while (fake_may_take(r)) {
		__le64 *d = fake_desc(r, r->taken); /* both begin with the address */
		struct dma_log_mapping *m = dma_log_at(le64_to_cpu(*d));

		if (!m) {
			desc_wrong("a descriptor without a buffer");
			return;
		}
		if (r->number)
			fake_check_in((void *)d, m);
		else
			fake_check_out((void *)d, m);
		r->buffers[r->taken++ % r->count] = *m;
		r->serial++;
	}
}

/* A buffer that it has is mapped, and the same. */
static bool fake_is_mapped(const struct fake_ring *r, u32 at)
{
	const struct dma_log_mapping *was = &r->buffers[at % r->count];
	const struct dma_log_mapping *is = dma_log_at(was->addr);

	if (is && is->memory == was->memory)
		return true;
	desc_wrong("the device's buffer was unmapped");
	return false;
}

/* What is written back; all of it differs from what was posted. */
static void fake_begin_to_finish(struct fake_ring *r)
{
	u32 serial = r->serial - (r->taken - r->finished);
	struct out_desc out = {
		.address = { cpu_to_le64(~0ULL - serial) },
		.len = { cpu_to_le16(~serial) },
		.more = cpu_to_le16(~serial),
		.rest = cpu_to_le32(serial + 1),
		.word = cpu_to_le64(serial + 1),
	};
	struct in_desc in = {
		.address = { cpu_to_le64(~0ULL - serial) },
		.got = cpu_to_le16(IN_SIZE - serial % 7),
		.status = IN_DONE | (serial % 8) << 1,
		.errors = serial | 1,
		.number = cpu_to_le32(serial + 1),
	};

	if (fake_is_mapped(r, r->finished) && r->number)
		memset(r->buffers[r->finished % r->count].memory, serial, IN_SIZE);
	memcpy(r->image, r->number ? (void *)&in : (void *)&out, r->size);
	r->left = GENMASK(r->size - 1, 0) & ~GENMASK(r->word + r->width - 1, r->word);
}

/* One step of it: a byte, or, after all of them, the word. */
static void fake_finish_more(struct fake_ring *r)
{
	u8 *d = fake_desc(r, r->finished);
	u32 at;

	if (!r->left) {
		fake_begin_to_finish(r);
		return;
	}
	do {
		at = desc_random(r->size);
	} while (!(r->left & BIT(at)));
	d[at] = r->image[at];
	r->left &= ~BIT(at);
	if (!r->left) {
		memcpy(d + r->word, r->image + r->word, r->width);
		r->finished++;
	}
}

static void fake_turn(struct fake_ring *r)
{
	if (ring_device.stopped || !fake_knows(r))
		return;
	for (u32 i = r->finished; i != r->taken; i++)
		fake_is_mapped(r, i);
	fake_take(r);
	for (u32 n = desc_random(24); ring_device.busy && n && r->finished != r->taken; n--)
		fake_finish_more(r);
}

static void ring_device_turn(void)
{
	fake_turn(&ring_device.out);
	fake_turn(&ring_device.in);
}

/* Finishes so many of those that it has, or all of them. */
static void ring_device_finish(struct fake_ring *r, u32 count)
{
	for (count += r->finished; r->finished != count && r->finished != r->taken;)
		fake_finish_more(r);
}

/* It was told anew: it begins with the first descriptor, and the next buffer. */
static void fake_begin(struct fake_ring *r)
{
	r->taken = 0;
	r->finished = 0;
	r->left = 0;
	r->serial = ring_device.posted[r->number];
	ring_device.reaped[r->number] = ring_device.posted[r->number];
	ring_device.stopped = false;
}

static void ring_device_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	struct fake_ring *r = NULL;

	if (offset == 0x08)
		r = &ring_device.out;
	else if (offset == 0x18)
		r = &ring_device.in;
	__deed_mmio_raw_store(log->base + offset, width, value, false);
	if (offset == 0x0c)
		fake_begin(&ring_device.out);
	if (offset == 0x1c)
		fake_begin(&ring_device.in);
	if (!r)
		return;
	if (value >= r->count)
		desc_wrong("the doorbell says more than there are");
	desc_all_visible();
	r->told = value;
	ring_device_turn();
}

/* The device is reset, as far as a ring is concerned. */
static void ring_device_reset(void)
{
	ring_device.out = (struct fake_ring){
		.count = OUTS, .size = sizeof(struct out_desc), .low = 0x00,
		.word = offsetof(struct out_desc, word), .width = sizeof(u64),
	};
	ring_device.in = (struct fake_ring){
		.number = 1, .count = INS, .size = sizeof(struct in_desc), .low = 0x10,
		.word = offsetof(struct in_desc, status), .width = sizeof(u8),
	};
	memset((void __force *)dma_log.log->base, 0, dma_log.log->size);
	memset(ring_device.posted, 0, sizeof(ring_device.posted));
	memset(ring_device.reaped, 0, sizeof(ring_device.reaped));
	ring_device.stopped = false;
}

/* What the processor is told by a descriptor is what the device wrote for it. */
static void expect_out_desc(struct kunit *test, const struct out_desc *d, u32 serial)
{
	KUNIT_EXPECT_EQ(test, le64_to_cpu(d->address.__number), 0); /* nobody gets one */
	KUNIT_EXPECT_EQ(test, le16_to_cpu(d->len.__number), (u16)~serial);
	KUNIT_EXPECT_EQ(test, le16_to_cpu(d->more), (u16)~serial);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(d->rest), serial + 1);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(d->word), serial + 1);
}

static void expect_in_desc(struct kunit *test, const struct in_desc *d, u32 serial)
{
	KUNIT_EXPECT_EQ(test, le64_to_cpu(d->address.__number), 0); /* nobody gets one */
	KUNIT_EXPECT_EQ(test, le16_to_cpu(d->got), IN_SIZE - serial % 7);
	KUNIT_EXPECT_EQ(test, d->status, (IN_DONE | (serial % 8) << 1));
	KUNIT_EXPECT_EQ(test, d->errors, (u8)(serial | 1));
	KUNIT_EXPECT_EQ(test, le32_to_cpu(d->number), serial + 1);
}

/* From here on, with its registers in this log. */
static void ring_device_start(struct kunit *test, struct mmio_log *log,
			      void (*memory_ends)(void *memory))
{
	log->write = ring_device_write;
	memset(&ring_device, 0, sizeof(ring_device));
	ring_device_reset();
	desc_model_start(test, ring_device_turn, OUTS * sizeof(struct out_desc),
			 memory_ends);
}

#endif /* _DEED_KUNIT_DMA_RING_DEVICE_H */
