/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the bench share: a row is one operation, done by deed and
 * done by hand, and counted in the same way.
 */
#ifndef _DEED_BENCH_H
#define _DEED_BENCH_H

#include <linux/compiler.h>
#include <linux/stddef.h>
#include <linux/types.h>

enum bench_side { DEED, RAW };

typedef long (*bench_fn)(void);

/**
 * struct bench_row - one operation
 * @part: what it belongs to: a header, or the device
 * @name: what it does
 * @run: the two functions that are counted; must return the same number
 * @before: prepares a run, not counted; may be NULL
 * @after: cleans up after a run, not counted; may be NULL
 * @sleeps: interrupts stay on; the lowest count is taken
 * @varies: other threads take part, and what they do depends on names, numbers
 *	and what was freed: a count that a quarter of the runs is below, if half
 *	of them is within 5 % of the least
 */
struct bench_row {
	const char *part, *name;
	bench_fn run[2];
	void (*before)(enum bench_side side);
	void (*after)(enum bench_side side);
	bool sleeps, varies;
};

/* The twins of an operation are called deed_<part>_<op> and raw_<part>_<op>. */
#define BENCH(part, op, what, ...)					\
	{ #part, what, { deed_##part##_##op, raw_##part##_##op }, __VA_ARGS__ }

#define BENCH_SIZE(what, deed, raw)					\
	pr_info("size|%s|%zu|%zu\n", what, sizeof(deed), sizeof(raw))

void bench_rows(const struct bench_row *rows, size_t count);

/* User memory, zeroed, of whoever loads the module. */
extern void __user *bench_user;
#define BENCH_USER_SIZE (64 * 1024)

int bench_map_user(void);

/* What a run says must not be counted of it, and is the same on both sides. */
extern u64 bench_skipped;

void bench_own(void);
void bench_box(void);
void bench_ref(void);
void bench_list(void);
void bench_xarray(void);
void bench_lock(void);
void bench_wait(void);
void bench_user_rows(void);
void bench_num(void);
void bench_ring(void);
void bench_revoke(void);
void bench_irq(void);
void bench_mmio(void);
void bench_regmap(void);
void bench_dma(void);
void bench_dma_ring(void);
void bench_dma_pool(void);
void bench_dma_shared(void);
void bench_dma_list(void);
void bench_work(void);
void bench_timer(void);

#endif /* _DEED_BENCH_H */
