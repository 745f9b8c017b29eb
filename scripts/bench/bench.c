// SPDX-License-Identifier: GPL-2.0
/*
 * Counts instructions. In a guest under `qemu -icount shift=0` the time stamp
 * counter advances by one for each instruction, so the difference of two reads
 * is exact. Loading this module counts the operations of every header and prints
 * the counts; bench_device.c does the same for the pipe devices.
 */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/timex.h>
#include <linux/uaccess.h>

#include <deed/own.h>

#include "bench.h"

deed_unsafe_file("counts and maps memory by hand: it measures, and owns nothing else");

#define WARM_UP 8
#define RUNS 64

struct bench_count {
	u64 runs[RUNS];
	long result;
};

void __user *bench_user;
EXPORT_SYMBOL_GPL(bench_user);

u64 bench_skipped;
EXPORT_SYMBOL_GPL(bench_skipped);

static noinline long bench_nothing(void)
{
	return 0;
}

static noinline u64 bench_once(bench_fn run, long *result)
{
	u64 start;

	bench_skipped = 0;
	start = get_cycles();
	*result = run();
	return get_cycles() - start - bench_skipped;
}

static u64 bench_run(const struct bench_row *row, enum bench_side side,
		     long *result)
{
	unsigned long flags;
	u64 n;

	/* A task that is due would be looked at again and again. */
	cond_resched();
	if (row->before)
		row->before(side);
	if (row->sleeps) {
		n = bench_once(row->run[side], result);
	} else {
		local_irq_save(flags);
		n = bench_once(row->run[side], result);
		local_irq_restore(flags);
	}
	if (row->after)
		row->after(side);
	return n;
}

static int bench_order(const void *a, const void *b)
{
	const u64 *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Deed and raw by turns, so that both meet the same caches and slabs. */
static void bench_both(const struct bench_row *row, struct bench_count c[2])
{
	for (int i = -WARM_UP; i < RUNS; i++)
		for (enum bench_side side = DEED; side <= RAW; side++)
			c[side].runs[max(i, 0)] = bench_run(row, side, &c[side].result);
	for (enum bench_side side = DEED; side <= RAW; side++)
		sort(c[side].runs, RUNS, sizeof(u64), bench_order, NULL);
}

/* Exact: the least of the runs. Otherwise one that a quarter of them is below. */
static u64 bench_result(const struct bench_row *row, const struct bench_count *c)
{
	return c->runs[row->varies ? RUNS / 4 : 0];
}

/* Interrupts, and a slab that has to be refilled, may be in some of the runs. */
static const char *bench_doubt(const struct bench_row *row, const struct bench_count *c)
{
	const u64 *runs = c->runs;
	bool stable = row->varies ? runs[RUNS / 2] - runs[0] < runs[0] / 20 :
				    runs[RUNS / 4 - 1] == runs[0];

	return stable ? "" : "unstable ";
}

static void bench_print(const struct bench_row *row, const struct bench_count c[2],
			const struct bench_count empty[2])
{
	pr_info("count|%s|%s|%llu|%llu|%s%s%s%s\n", row->part, row->name,
		bench_result(row, &c[DEED]) - bench_result(row, &empty[DEED]),
		bench_result(row, &c[RAW]) - bench_result(row, &empty[RAW]),
		row->varies ? "varies " : "",
		bench_doubt(row, &c[DEED]), bench_doubt(row, &c[RAW]),
		c[DEED].result == c[RAW].result ? "" : "different");
	if (c[DEED].result != c[RAW].result)
		pr_err("%s: %ld and %ld\n", row->name, c[DEED].result, c[RAW].result);
}

void bench_rows(const struct bench_row *rows, size_t count)
{
	static const struct bench_row nothing = {
		.run = { bench_nothing, bench_nothing },
	};
	static struct bench_count empty[2], c[2];

	for (const struct bench_row *row = rows; row < rows + count; row++) {
		bench_both(row, c);
		bench_both(&nothing, empty);
		bench_print(row, c, empty);
	}
}
EXPORT_SYMBOL_GPL(bench_rows);

int bench_map_user(void)
{
	unsigned long user = vm_mmap(NULL, 0, BENCH_USER_SIZE, PROT_READ | PROT_WRITE,
				     MAP_ANONYMOUS | MAP_PRIVATE, 0);

	if (IS_ERR_VALUE(user))
		return user;
	bench_user = (void __user *)user;
	return clear_user(bench_user, BENCH_USER_SIZE) ? -EFAULT : 0;
}
EXPORT_SYMBOL_GPL(bench_map_user);

static int __init bench_init(void)
{
	int err = bench_map_user();

	if (err)
		return err;
	bench_own();
	bench_box();
	bench_ref();
	bench_list();
	bench_xarray();
	bench_lock();
	bench_wait();
	bench_user_rows();
	bench_num();
	bench_ring();
	bench_revoke();
	bench_irq();
	bench_mmio();
	bench_regmap();
	bench_dma();
	bench_dma_ring();
	bench_dma_pool();
	bench_dma_shared();
	bench_dma_list();
	bench_work();
	bench_timer();
	return 0;
}
module_init(bench_init);

static void __exit bench_exit(void)
{
}
module_exit(bench_exit);

MODULE_DESCRIPTION("Counts what deed costs beside code that is written by hand");
MODULE_LICENSE("GPL");
