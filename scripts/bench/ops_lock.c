// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/lock.h: each kind of lock, and each way to take it. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>

#include <deed/lock.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

struct data {
	int count;
	int limit;
};

DEED_CELL_TYPE(mutex_cell, mutex, struct data);
DEED_CELL_TYPE(rwsem_cell, rwsem, struct data);
DEED_CELL_TYPE(spin_cell, spin, struct data);
DEED_CELL_TYPE(spin_bh_cell, spin_bh, struct data);
DEED_CELL_TYPE(spin_irq_cell, spin_irq, struct data);
DEED_CELL_TYPE(raw_spin_cell, raw_spin, struct data);

static struct {
	struct mutex_cell mutex;
	struct rwsem_cell rwsem;
	struct spin_cell spin;
	struct spin_bh_cell spin_bh;
	struct spin_irq_cell spin_irq;
	struct raw_spin_cell raw_spin;
} deed;

struct raw_mutex {
	struct mutex lock; /* protects data, as all below */
	struct data data;
};

struct raw_rwsem {
	struct rw_semaphore lock;
	struct data data;
};

struct raw_spin {
	spinlock_t lock; /* protects data */
	struct data data;
};

struct raw_raw_spin {
	raw_spinlock_t lock; /* protects data */
	struct data data;
};

static struct {
	struct raw_mutex mutex;
	struct raw_rwsem rwsem;
	struct raw_spin spin, spin_bh, spin_irq;
	struct raw_raw_spin raw_spin;
} raw;

/* Code that gcc cannot look into, and that may fail */
static int ret;

static __attribute__((__noipa__)) int use(struct data *data)
{
	return ret;
}

/*
 * Each kind, three times: a statement under the lock; a function with three ways
 * out; an attempt to take it. What the macros hide is the same on both sides.
 */
#define DEED_TWINS(way, cell)						\
	static noinline long deed_lock_##way(void)			\
	{								\
		deed_lock(way, s, &deed.cell);				\
									\
		return ++s->count;					\
	}								\
									\
	static noinline long deed_lock_##way##_early(void)		\
	{								\
		deed_lock(way, s, &deed.cell);				\
									\
		if (s->count > s->limit)				\
			return -EBUSY;					\
									\
		int err = use(s);					\
									\
		if (err)						\
			return err;					\
		s->count++;						\
		return 0;						\
	}

#define DEED_TRY(cell, prefix, how)					\
	static noinline long deed_lock_##prefix##_##how(void)		\
	{								\
		deed_own(prefix##_guard, g) = prefix##_##how(&deed.cell); \
		if (!deed_ok(g))					\
			return deed_err(g);				\
									\
		return use((struct data *)prefix##_data(&g));		\
	}

#define RAW_TWINS(way, cell, lock, unlock)				\
	static noinline long raw_lock_##way(void)			\
	{								\
		unsigned long __maybe_unused flags;			\
		int n;							\
									\
		lock;							\
		n = ++raw.cell.data.count;				\
		unlock;							\
		return n;						\
	}								\
									\
	static noinline long raw_lock_##way##_early(void)		\
	{								\
		struct data *s = &raw.cell.data;			\
		unsigned long __maybe_unused flags;			\
		int err;						\
									\
		lock;							\
		if (s->count > s->limit) {				\
			err = -EBUSY;					\
			goto out;					\
		}							\
		err = use(s);						\
		if (err)						\
			goto out;					\
		s->count++;						\
out:									\
		unlock;							\
		return err;						\
	}

#define RAW_TRY(prefix, how, cell, attempt, error, unlock)		\
	static noinline long raw_lock_##prefix##_##how(void)		\
	{								\
		unsigned long __maybe_unused flags;			\
		int err;						\
									\
		if (!(attempt))						\
			return error;					\
		err = use(&raw.cell.data);				\
		unlock;							\
		return err;						\
	}

DEED_TWINS(mutex, mutex)
DEED_TWINS(rwsem_write, rwsem)
DEED_TWINS(spin, spin)
DEED_TWINS(spin_bh, spin_bh)
DEED_TWINS(spin_irq, spin_irq)
DEED_TWINS(raw_spin, raw_spin)

RAW_TWINS(mutex, mutex, mutex_lock(&raw.mutex.lock), mutex_unlock(&raw.mutex.lock))
RAW_TWINS(rwsem_write, rwsem, down_write(&raw.rwsem.lock), up_write(&raw.rwsem.lock))
RAW_TWINS(spin, spin, spin_lock(&raw.spin.lock), spin_unlock(&raw.spin.lock))
RAW_TWINS(spin_bh, spin_bh, spin_lock_bh(&raw.spin_bh.lock),
	  spin_unlock_bh(&raw.spin_bh.lock))
RAW_TWINS(spin_irq, spin_irq, spin_lock_irqsave(&raw.spin_irq.lock, flags),
	  spin_unlock_irqrestore(&raw.spin_irq.lock, flags))
RAW_TWINS(raw_spin, raw_spin, raw_spin_lock_irqsave(&raw.raw_spin.lock, flags),
	  raw_spin_unlock_irqrestore(&raw.raw_spin.lock, flags))

static noinline long deed_lock_rwsem_read(void)
{
	deed_lock(rwsem_read, s, &deed.rwsem);

	return s->count;
}

static noinline long raw_lock_rwsem_read(void)
{
	int n;

	down_read(&raw.rwsem.lock);
	n = raw.rwsem.data.count;
	up_read(&raw.rwsem.lock);
	return n;
}

DEED_TRY(mutex, mutex_cell, lock)
DEED_TRY(mutex, mutex_cell, trylock)
DEED_TRY(mutex, mutex_cell, lock_interruptible)
DEED_TRY(mutex, mutex_cell, lock_killable)
DEED_TRY(rwsem, rwsem_cell_read, trylock)
DEED_TRY(rwsem, rwsem_cell_read, lock_interruptible)
DEED_TRY(rwsem, rwsem_cell_read, lock_killable)
DEED_TRY(rwsem, rwsem_cell_write, trylock)
DEED_TRY(rwsem, rwsem_cell_write, lock_killable)
DEED_TRY(spin, spin_cell, trylock)
DEED_TRY(spin_bh, spin_bh_cell, trylock)
DEED_TRY(spin_irq, spin_irq_cell, lock)
DEED_TRY(spin_irq, spin_irq_cell, trylock)
DEED_TRY(raw_spin, raw_spin_cell, trylock)

RAW_TRY(mutex_cell, lock, mutex, (mutex_lock(&raw.mutex.lock), 1), 0,
	mutex_unlock(&raw.mutex.lock))
RAW_TRY(mutex_cell, trylock, mutex, mutex_trylock(&raw.mutex.lock), -EBUSY,
	mutex_unlock(&raw.mutex.lock))
RAW_TRY(mutex_cell, lock_interruptible, mutex,
	!mutex_lock_interruptible(&raw.mutex.lock), -ERESTARTSYS,
	mutex_unlock(&raw.mutex.lock))
RAW_TRY(mutex_cell, lock_killable, mutex, !mutex_lock_killable(&raw.mutex.lock),
	-EINTR, mutex_unlock(&raw.mutex.lock))
RAW_TRY(rwsem_cell_read, trylock, rwsem, down_read_trylock(&raw.rwsem.lock),
	-EBUSY, up_read(&raw.rwsem.lock))
RAW_TRY(rwsem_cell_read, lock_interruptible, rwsem,
	!down_read_interruptible(&raw.rwsem.lock), -ERESTARTSYS,
	up_read(&raw.rwsem.lock))
RAW_TRY(rwsem_cell_read, lock_killable, rwsem,
	!down_read_killable(&raw.rwsem.lock), -EINTR, up_read(&raw.rwsem.lock))
RAW_TRY(rwsem_cell_write, trylock, rwsem, down_write_trylock(&raw.rwsem.lock),
	-EBUSY, up_write(&raw.rwsem.lock))
RAW_TRY(rwsem_cell_write, lock_killable, rwsem,
	!down_write_killable(&raw.rwsem.lock), -EINTR, up_write(&raw.rwsem.lock))
RAW_TRY(spin_cell, trylock, spin, spin_trylock(&raw.spin.lock), -EBUSY,
	spin_unlock(&raw.spin.lock))
RAW_TRY(spin_bh_cell, trylock, spin_bh, spin_trylock_bh(&raw.spin_bh.lock),
	-EBUSY, spin_unlock_bh(&raw.spin_bh.lock))
RAW_TRY(spin_irq_cell, lock, spin_irq,
	({ spin_lock_irqsave(&raw.spin_irq.lock, flags); 1; }), 0,
	spin_unlock_irqrestore(&raw.spin_irq.lock, flags))
RAW_TRY(spin_irq_cell, trylock, spin_irq,
	spin_trylock_irqsave(&raw.spin_irq.lock, flags), -EBUSY,
	spin_unlock_irqrestore(&raw.spin_irq.lock, flags))
RAW_TRY(raw_spin_cell, trylock, raw_spin,
	raw_spin_trylock_irqsave(&raw.raw_spin.lock, flags), -EBUSY,
	raw_spin_unlock_irqrestore(&raw.raw_spin.lock, flags))

static noinline long deed_lock_init(void)
{
	struct data *s = deed_cell_init(&deed.mutex);

	s->limit = 1;
	return 0;
}

static noinline long raw_lock_init(void)
{
	mutex_init(&raw.mutex.lock);
	raw.mutex.data.limit = 1;
	return 0;
}

static void lock_free(enum bench_side side)
{
	const struct data data = { .limit = 1 };

	ret = 0;
	*deed_cell_init(&deed.mutex) = data;
	*deed_cell_init(&deed.rwsem) = data;
	*deed_cell_init(&deed.spin) = data;
	*deed_cell_init(&deed.spin_bh) = data;
	*deed_cell_init(&deed.spin_irq) = data;
	*deed_cell_init(&deed.raw_spin) = data;
	mutex_init(&raw.mutex.lock);
	init_rwsem(&raw.rwsem.lock);
	spin_lock_init(&raw.spin.lock);
	spin_lock_init(&raw.spin_bh.lock);
	spin_lock_init(&raw.spin_irq.lock);
	raw_spin_lock_init(&raw.raw_spin.lock);
	raw.mutex.data = data;
	raw.rwsem.data = data;
	raw.spin.data = data;
	raw.spin_bh.data = data;
	raw.spin_irq.data = data;
	raw.raw_spin.data = data;
}

static void lock_error(enum bench_side side)
{
	lock_free(side);
	ret = -EIO;
}

static void lock_busy(enum bench_side side)
{
	lock_free(side);
	mutex_lock(&deed.mutex.__lock.__lock);
	mutex_lock(&raw.mutex.lock);
	down_write(&deed.rwsem.__lock.__lock);
	down_write(&raw.rwsem.lock);
	spin_lock(&deed.spin.__lock.__lock);
	spin_lock(&raw.spin.lock);
	spin_lock(&deed.spin_bh.__lock.__lock);
	spin_lock(&raw.spin_bh.lock);
	spin_lock(&deed.spin_irq.__lock.__lock);
	spin_lock(&raw.spin_irq.lock);
	raw_spin_lock(&deed.raw_spin.__lock.__lock);
	raw_spin_lock(&raw.raw_spin.lock);
}

static void lock_idle(enum bench_side side)
{
	raw_spin_unlock(&raw.raw_spin.lock);
	raw_spin_unlock(&deed.raw_spin.__lock.__lock);
	spin_unlock(&raw.spin_irq.lock);
	spin_unlock(&deed.spin_irq.__lock.__lock);
	spin_unlock(&raw.spin_bh.lock);
	spin_unlock(&deed.spin_bh.__lock.__lock);
	spin_unlock(&raw.spin.lock);
	spin_unlock(&deed.spin.__lock.__lock);
	up_write(&raw.rwsem.lock);
	up_write(&deed.rwsem.__lock.__lock);
	mutex_unlock(&raw.mutex.lock);
	mutex_unlock(&deed.mutex.__lock.__lock);
}

void bench_lock(void)
{
	static const struct bench_row rows[] = {
		BENCH(lock, init, "initialise a mutex cell"),
		BENCH(lock, mutex, "mutex", lock_free),
		BENCH(lock, mutex_early, "mutex, to the end", lock_free),
		BENCH(lock, mutex_early, "mutex, early return", lock_error),
		BENCH(lock, rwsem_write, "rwsem, write", lock_free),
		BENCH(lock, rwsem_write_early, "rwsem, write, to the end", lock_free),
		BENCH(lock, rwsem_write_early, "rwsem, write, early return", lock_error),
		BENCH(lock, rwsem_read, "rwsem, read", lock_free),
		BENCH(lock, spin, "spin", lock_free),
		BENCH(lock, spin_early, "spin, to the end", lock_free),
		BENCH(lock, spin_early, "spin, early return", lock_error),
		BENCH(lock, spin_bh, "spin_bh", lock_free),
		BENCH(lock, spin_bh_early, "spin_bh, to the end", lock_free),
		BENCH(lock, spin_bh_early, "spin_bh, early return", lock_error),
		BENCH(lock, spin_irq, "spin_irq", lock_free),
		BENCH(lock, spin_irq_early, "spin_irq, to the end", lock_free),
		BENCH(lock, spin_irq_early, "spin_irq, early return", lock_error),
		BENCH(lock, raw_spin, "raw_spin", lock_free),
		BENCH(lock, raw_spin_early, "raw_spin, to the end", lock_free),
		BENCH(lock, raw_spin_early, "raw_spin, early return", lock_error),
		BENCH(lock, mutex_cell_lock, "mutex guard handle", lock_free),
		BENCH(lock, spin_irq_cell_lock, "spin_irq guard handle", lock_free),
		BENCH(lock, mutex_cell_trylock, "mutex trylock", lock_free),
		BENCH(lock, mutex_cell_trylock, "mutex trylock, busy", lock_busy, lock_idle),
		BENCH(lock, mutex_cell_lock_interruptible, "mutex interruptible", lock_free),
		BENCH(lock, mutex_cell_lock_killable, "mutex killable", lock_free),
		BENCH(lock, rwsem_cell_read_trylock, "rwsem read trylock", lock_free),
		BENCH(lock, rwsem_cell_read_trylock,
		      "rwsem read trylock, busy", lock_busy, lock_idle),
		BENCH(lock, rwsem_cell_read_lock_interruptible,
		      "rwsem read interruptible", lock_free),
		BENCH(lock, rwsem_cell_read_lock_killable, "rwsem read killable", lock_free),
		BENCH(lock, rwsem_cell_write_trylock, "rwsem write trylock", lock_free),
		BENCH(lock, rwsem_cell_write_trylock,
		      "rwsem write trylock, busy", lock_busy, lock_idle),
		BENCH(lock, rwsem_cell_write_lock_killable,
		      "rwsem write killable", lock_free),
		BENCH(lock, spin_cell_trylock, "spin trylock", lock_free),
		BENCH(lock, spin_cell_trylock, "spin trylock, busy", lock_busy, lock_idle),
		BENCH(lock, spin_bh_cell_trylock, "spin_bh trylock", lock_free),
		BENCH(lock, spin_bh_cell_trylock, "spin_bh trylock, busy", lock_busy, lock_idle),
		BENCH(lock, spin_irq_cell_trylock, "spin_irq trylock", lock_free),
		BENCH(lock, spin_irq_cell_trylock,
		      "spin_irq trylock, busy", lock_busy, lock_idle),
		BENCH(lock, raw_spin_cell_trylock, "raw_spin trylock", lock_free),
		BENCH(lock, raw_spin_cell_trylock,
		      "raw_spin trylock, busy", lock_busy, lock_idle),
	};

	bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("mutex cell", struct mutex_cell, raw.mutex);
	BENCH_SIZE("rwsem cell", struct rwsem_cell, raw.rwsem);
	BENCH_SIZE("spin cell", struct spin_cell, struct raw_spin);
	BENCH_SIZE("raw_spin cell", struct raw_spin_cell, raw.raw_spin);
}
