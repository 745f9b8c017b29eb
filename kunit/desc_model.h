/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Descriptors, as a processor with weak ordering and a device may see them.
 *
 * A test that includes this first, as it would dma_log.h, stands between the rings of
 * <deed/dma_ring.h> in this file and their memory:
 *
 * - what the processor stores waits, in pieces, and becomes visible to the device at
 *   any time and in any order; but what follows a dma_wmb() not before what precedes
 *   it, and two stores to one place in their order. A doorbell makes all visible.
 * - what it looks at is there now; what it reads otherwise is as old as it may be:
 *   from the last dma_rmb(), or stored or looked at by itself since.
 *
 * Between any two steps of the processor the device gets its turn. The order is by
 * chance, from a seed that a test can tell. All of this is under the lock of the
 * cell that the rings are in.
 *
 * The memory is what a driver gets for it from <deed/dma.h> in this file; the device is
 * told that it is elsewhere.
 *
 * Source: Documentation/memory-barriers.txt.
 */
#ifndef _DEED_KUNIT_DESC_MODEL_H
#define _DEED_KUNIT_DESC_MODEL_H

#ifdef _DEED_DMA_RING_H
#error "include desc_model.h before <deed/dma_ring.h>"
#endif

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/moduleparam.h>
#include <linux/prandom.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/types.h>

static void *desc_alloc(struct device *dev, size_t size, dma_addr_t *addr, gfp_t gfp);
static void desc_store(void *to, const void *from, size_t len);
static void desc_write(void *to, const void *from, size_t len);
static void desc_look(void *to, const void *from, size_t len);
static void desc_read(void *to, const void *from, size_t len);
static void desc_wmb(void);
static void desc_rmb(void);

#define __deed_desc_write(to, from, len) desc_write(to, from, len)
#define __deed_desc_read_but(to, from, last)				\
	({								\
		desc_read(to, from, offsetof(typeof(*(to)), last));	\
		desc_read((void *)(to) + offsetofend(typeof(*(to)), last), \
			  (void *)(from) + offsetofend(typeof(*(to)), last), \
			  sizeof(*(to)) - offsetofend(typeof(*(to)), last)); \
	})
#define __deed_desc_wmb() desc_wmb()
#define __deed_desc_rmb() desc_rmb()
#define __deed_desc_publish(to, value)					\
	({								\
		const typeof(to) __stored = (value);			\
									\
		desc_store(&(to), &__stored, sizeof(__stored));		\
	})
#define __deed_desc_look(from)						\
	({								\
		typeof(from) __looked;					\
									\
		desc_look(&__looked, &(from), sizeof(__looked));	\
		__looked;						\
	})

#define dmam_alloc_coherent(dev, size, addr, gfp) desc_alloc(dev, size, addr, gfp)
#include "dma_log.h"
#undef dmam_alloc_coherent

deed_unsafe_file("stands between a driver and the memory that it shares with its device");

static unsigned int seed;
module_param(seed, uint, 0444);
MODULE_PARM_DESC(seed, "of the order in which memory is seen; 0: by chance");

#define DESC_STORES	32 /* that wait; more are not held back */
#define DESC_PIECE	8 /* bytes that are stored at once, at most */
#define DESC_RINGS	2
#define DESC_BYTES	256 /* of a ring, at most */
#define DESC_ELSEWHERE	0xabc00000000ULL /* where the bus has what is at 0 */

struct desc_store {
	void *to;
	size_t len;
	u8 bytes[DESC_PIECE];
	unsigned int barriers; /* that precede it */
};

/* The memory of a ring, and what the processor has last seen there. */
struct desc_memory {
	void *start;
	size_t len;
	dma_addr_t addr; /* as the device is told */
	u8 seen[DESC_BYTES];
};

static struct {
	struct rnd_state random;
	void (*device)(void); /* its turn */
	size_t first; /* so many bytes has memory[0], and another number memory[1] */
	void (*ends)(void *memory); /* before it is freed */
	bool no_memory; /* says the test */
	struct desc_memory memory[DESC_RINGS];
	struct desc_store stores[DESC_STORES];
	unsigned int waiting, barriers;
	unsigned int looks, reads; /* so many */
	const char *wrong; /* what was, first */
} desc_model;

static u32 desc_random(u32 below)
{
	return prandom_u32_state(&desc_model.random) % below;
}

static void desc_wrong(const char *what)
{
	if (!desc_model.wrong)
		desc_model.wrong = what;
}

/* What the processor has seen of it. */
static void *desc_seen(const void *at, size_t len)
{
	for (int i = 0; i < DESC_RINGS; i++) {
		struct desc_memory *m = &desc_model.memory[i];

		if (m->start && at >= m->start && at + len <= m->start + m->len)
			return m->seen + (at - m->start);
	}
	desc_wrong("the processor is outside of the descriptors");
	return NULL;
}

static bool desc_overlaps(const struct desc_store *s, const void *at, size_t len)
{
	return s->to < at + len && at < s->to + s->len;
}

/* Whether the device may see it before all that was stored earlier. */
static bool desc_may_pass(unsigned int which)
{
	struct desc_store *s = &desc_model.stores[which];

	for (struct desc_store *e = desc_model.stores; e < s; e++) {
		if (e->barriers < s->barriers || desc_overlaps(e, s->to, s->len))
			return false;
	}
	return true;
}

static void desc_make_visible(unsigned int which)
{
	struct desc_store *s = &desc_model.stores[which];

	memcpy(s->to, s->bytes, s->len);
	desc_model.waiting--;
	memmove(s, s + 1, (desc_model.waiting - which) * sizeof(*s));
	desc_model.device();
}

/* What may happen at any time. */
static void desc_step(void)
{
	while (desc_model.waiting && desc_random(2)) {
		unsigned int which = desc_random(desc_model.waiting);

		while (!desc_may_pass(which))
			which--;
		desc_make_visible(which);
	}
	desc_model.device();
}

/* A doorbell was rung. */
static void desc_all_visible(void)
{
	while (desc_model.waiting)
		desc_make_visible(0);
}

static void desc_store(void *to, const void *from, size_t len)
{
	struct desc_store *s;
	void *seen = desc_seen(to, len);

	if (!seen)
		return;
	if (desc_model.waiting == DESC_STORES)
		desc_make_visible(0);
	s = &desc_model.stores[desc_model.waiting++];
	*s = (struct desc_store){ to, len, {}, desc_model.barriers };
	memcpy(s->bytes, from, len);
	memcpy(seen, from, len);
	desc_step();
}

static void __maybe_unused desc_write(void *to, const void *from, size_t len)
{
	while (len) {
		size_t piece = min_t(size_t, len, 1 + desc_random(DESC_PIECE));

		desc_store(to, from, piece);
		to += piece;
		from += piece;
		len -= piece;
	}
}

static void desc_look(void *to, const void *from, size_t len)
{
	void *seen = desc_seen(from, len);
	bool waits = false;

	desc_step();
	desc_model.looks++;
	if (!seen)
		return;
	for (int i = 0; i < desc_model.waiting; i++)
		waits |= desc_overlaps(&desc_model.stores[i], from, len);
	if (!waits)
		memcpy(seen, from, len);
	memcpy(to, seen, len);
	desc_step();
}

static void desc_read(void *to, const void *from, size_t len)
{
	void *seen = desc_seen(from, len);

	desc_step();
	if (!seen || !len)
		return;
	desc_model.reads++;
	memcpy(to, seen, len);
	desc_step();
}

static void desc_wmb(void)
{
	desc_model.barriers++;
	desc_step();
}

static void desc_rmb(void)
{
	desc_step();
	for (int i = 0; i < DESC_RINGS; i++) {
		struct desc_memory *m = &desc_model.memory[i];

		if (m->start)
			memcpy(m->seen, m->start, m->len);
	}
	for (int i = 0; i < desc_model.waiting; i++) {
		struct desc_store *s = &desc_model.stores[i];

		memcpy(desc_seen(s->to, s->len), s->bytes, s->len);
	}
	desc_step();
}

/* From here on, with nothing in it; two memories of different size may come. */
static void desc_model_start(struct kunit *test, void (*device)(void), size_t first,
			     void (*ends)(void *memory))
{
	u32 with = seed ?: get_random_u32();

	kunit_info(test, "seed=%u", with);
	memset(&desc_model, 0, sizeof(desc_model));
	prandom_seed_state(&desc_model.random, with);
	desc_model.device = device;
	desc_model.first = first;
	desc_model.ends = ends;
}

/* Nobody saw what he must not see. */
static void desc_model_end(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, desc_model.wrong ?: "", "");
}

/* Other memory than before, if @which was there: zeroed. */
static void desc_model_memory(unsigned int which, void *start, size_t len, dma_addr_t addr)
{
	desc_model.waiting = 0;
	desc_model.memory[which] = (struct desc_memory){ start, len, addr };
}

/* What a device finds where it was told to look; NULL if that is nothing. */
static void __maybe_unused *desc_model_at(dma_addr_t addr)
{
	for (int i = 0; i < DESC_RINGS; i++) {
		struct desc_memory *m = &desc_model.memory[i];

		if (m->start && m->addr == addr)
			return m->start;
	}
	return NULL;
}

static void desc_memory_ends(void *memory)
{
	might_sleep(); /* dma_free_coherent() may, here and there */
	desc_model.ends(memory);
}

static void *desc_alloc(struct device *dev, size_t size, dma_addr_t *addr, gfp_t gfp)
{
	unsigned int which = size == desc_model.first ? 0 : 1;
	void *memory;

	if (desc_model.no_memory)
		return NULL;
	memory = dmam_alloc_coherent(dev, size, addr, gfp);
	if (!memory)
		return NULL;
	*addr += DESC_ELSEWHERE;
	if (memchr_inv(memory, 0, size))
		desc_wrong("shared memory is not zeroed");
	desc_model_memory(which, memory, size, *addr);
	return devm_add_action(dev, desc_memory_ends, memory) ? NULL : memory;
}

#endif /* _DEED_KUNIT_DESC_MODEL_H */
