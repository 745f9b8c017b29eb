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
#include <linux/timex.h>
#include <linux/uaccess.h>

#include <deed/own.h>

#include "bench.h"

deed_unsafe_file("counts and maps memory by hand: it measures, and owns nothing else");

#define WARM_UP 8
#define RUNS 64

struct bench_count {
	u64 least;
	unsigned int seen; /* how often the least was seen */
	long result;
};

void __user *bench_user;
EXPORT_SYMBOL_GPL(bench_user);

static noinline long bench_nothing(void)
{
	return 0;
}

static noinline u64 bench_once(bench_fn run, long *result)
{
	u64 start = get_cycles();

	*result = run();
	return get_cycles() - start;
}

static void bench_run(const struct bench_row *row, enum bench_side side,
		      struct bench_count *c)
{
	unsigned long flags;
	u64 n;

	/* A task that is due would be looked at again and again. */
	cond_resched();
	if (row->before)
		row->before(side);
	if (row->sleeps) {
		n = bench_once(row->run[side], &c->result);
	} else {
		local_irq_save(flags);
		n = bench_once(row->run[side], &c->result);
		local_irq_restore(flags);
	}
	if (row->after)
		row->after(side);
	if (n < c->least) {
		c->least = n;
		c->seen = 0;
	}
	c->seen += n == c->least;
}

/* Deed and raw by turns, so that both meet the same caches and slabs. */
static void bench_both(const struct bench_row *row, struct bench_count c[2])
{
	for (int i = -WARM_UP; i < RUNS; i++) {
		if (i <= 0) {
			c[DEED] = (struct bench_count){ .least = U64_MAX };
			c[RAW] = (struct bench_count){ .least = U64_MAX };
		}
		bench_run(row, DEED, &c[DEED]);
		bench_run(row, RAW, &c[RAW]);
	}
}

/* Interrupts, and a slab that has to be refilled, may be in some of the runs. */
static const char *bench_doubt(const struct bench_count *c)
{
	return c->seen < RUNS / 4 ? "unstable " : "";
}

static void bench_print(const struct bench_row *row, const struct bench_count c[2])
{
	static const struct bench_row nothing = {
		.run = { bench_nothing, bench_nothing },
	};
	struct bench_count empty[2];

	bench_both(&nothing, empty);
	pr_info("count|%s|%s|%llu|%llu|%s%s%s\n", row->part, row->name,
		c[DEED].least - empty[DEED].least, c[RAW].least - empty[RAW].least,
		bench_doubt(&c[DEED]), bench_doubt(&c[RAW]),
		c[DEED].result == c[RAW].result ? "" : "different");
	if (c[DEED].result != c[RAW].result)
		pr_err("%s: %ld and %ld\n", row->name, c[DEED].result, c[RAW].result);
}

void bench_rows(const struct bench_row *rows, size_t count)
{
	struct bench_count c[2];

	for (const struct bench_row *row = rows; row < rows + count; row++) {
		bench_both(row, c);
		bench_print(row, c);
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
	bench_lock();
	bench_wait();
	bench_user_rows();
	bench_num();
	bench_ring();
	return 0;
}
module_init(bench_init);

static void __exit bench_exit(void)
{
}
module_exit(bench_exit);

MODULE_DESCRIPTION("Counts what deed costs beside code that is written by hand");
MODULE_LICENSE("GPL");
