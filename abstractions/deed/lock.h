/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cells: data behind a lock, and the guards that are its only door.
 *
 * A cell holds a lock and the data that the lock protects. Whoever wants the
 * data takes the lock, and gets a guard that owns it being held, and a borrow
 * of the data that is exclusive (shared, for readers of an rwsem) and must not
 * outlive the guard. The lock is released when the guard goes out of scope: on
 * return, break, continue and at the end of the block.
 *
 * There are two forms. deed_lock() declares guard and borrow in a block, for a
 * lock that is taken for certain. What can fail (trylock, interruptible,
 * killable), or must let go of the lock to wait, is a guard handle of the
 * cell's own kind: see DEED_CELL_TYPE().
 *
 * A cell is interior: its functions take it const, so that callbacks which
 * share an object may lock what is in it. It is pinned: initialised in place
 * with deed_cell_init(), never copied. An object that contains a cell is never
 * itself defined const.
 *
 *	kind		lock		context of the one who locks
 *	mutex		struct mutex	task, may sleep
 *	rwsem		rw_semaphore	task, may sleep
 *	spin		spinlock_t	the same context for all users; no sleep after
 *	spin_bh		spinlock_t	task or softirq; softirqs off
 *	spin_irq	spinlock_t	any; interrupts off, saved and restored
 *	raw_spin	raw_spinlock_t	any; interrupts off, saved and restored;
 *					spins on PREEMPT_RT too
 *
 * Sources: Documentation/locking/mutex-design.rst, locktypes.rst.
 */
#ifndef _DEED_LOCK_H
#define _DEED_LOCK_H

#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>

#include <deed/own.h>

/* One nominal type for each kind of cell, so that no two can be mixed up. */
struct __deed_needs_init deed_mutex {
	struct mutex __lock; /* of the cell around it */
};

struct __deed_needs_init deed_rwsem {
	struct rw_semaphore __lock; /* of the cell around it */
};

struct __deed_needs_init deed_spin {
	spinlock_t __lock; /* of the cell around it */
};

struct __deed_needs_init deed_spin_bh {
	spinlock_t __lock; /* of the cell around it */
};

struct __deed_needs_init deed_spin_irq {
	spinlock_t __lock; /* of the cell around it */
};

struct __deed_needs_init deed_raw_spin {
	raw_spinlock_t __lock; /* of the cell around it */
};

/* Interior mutability: the locks of this file are the reason why const ends. */
#define __deed_raw_lock(kind, lock) \
	(&((struct deed_##kind *)(unsigned long)(lock))->__lock)

/* A lock that is held, and what its release must restore. */
#define __DEED_HELD(way, kind)						\
	struct __deed_guard deed_##way##_held {				\
		const struct deed_##kind *__lock;			\
		unsigned long __flags;					\
	}

__DEED_HELD(mutex, mutex);
__DEED_HELD(rwsem_read, rwsem);
__DEED_HELD(rwsem_write, rwsem);
__DEED_HELD(spin, spin);
__DEED_HELD(spin_bh, spin_bh);
__DEED_HELD(spin_irq, spin_irq);
__DEED_HELD(raw_spin, raw_spin);

/*
 * SAFETY: every lock function below wants
 * 1. an initialised lock in memory that stays: cells are initialised in place
 *    and pinned, and the borrow of the cell outlives the guard;
 * 2. the context of the table above: stated to the user;
 * 3. one release for each acquire, by the same task: the guard's drop.
 */
static __always_inline deed_returns_live struct deed_mutex_held
deed_mutex_acquire(const struct deed_mutex *lock)
{
	mutex_lock(__deed_raw_lock(mutex, lock));
	return (struct deed_mutex_held){ lock };
}

static __always_inline deed_drops(1) void
deed_mutex_release(const struct deed_mutex_held *held)
{
	mutex_unlock(__deed_raw_lock(mutex, held->__lock));
}

static __always_inline deed_returns_live struct deed_rwsem_read_held
deed_rwsem_read_acquire(const struct deed_rwsem *lock)
{
	down_read(__deed_raw_lock(rwsem, lock));
	return (struct deed_rwsem_read_held){ lock };
}

static __always_inline deed_drops(1) void
deed_rwsem_read_release(const struct deed_rwsem_read_held *held)
{
	up_read(__deed_raw_lock(rwsem, held->__lock));
}

static __always_inline deed_returns_live struct deed_rwsem_write_held
deed_rwsem_write_acquire(const struct deed_rwsem *lock)
{
	down_write(__deed_raw_lock(rwsem, lock));
	return (struct deed_rwsem_write_held){ lock };
}

static __always_inline deed_drops(1) void
deed_rwsem_write_release(const struct deed_rwsem_write_held *held)
{
	up_write(__deed_raw_lock(rwsem, held->__lock));
}

static __always_inline deed_returns_live struct deed_spin_held
deed_spin_acquire(const struct deed_spin *lock)
{
	spin_lock(__deed_raw_lock(spin, lock));
	return (struct deed_spin_held){ lock };
}

static __always_inline deed_drops(1) void
deed_spin_release(const struct deed_spin_held *held)
{
	spin_unlock(__deed_raw_lock(spin, held->__lock));
}

static __always_inline deed_returns_live struct deed_spin_bh_held
deed_spin_bh_acquire(const struct deed_spin_bh *lock)
{
	spin_lock_bh(__deed_raw_lock(spin_bh, lock));
	return (struct deed_spin_bh_held){ lock };
}

static __always_inline deed_drops(1) void
deed_spin_bh_release(const struct deed_spin_bh_held *held)
{
	spin_unlock_bh(__deed_raw_lock(spin_bh, held->__lock));
}

static __always_inline deed_returns_live struct deed_spin_irq_held
deed_spin_irq_acquire(const struct deed_spin_irq *lock)
{
	unsigned long flags;

	spin_lock_irqsave(__deed_raw_lock(spin_irq, lock), flags);
	return (struct deed_spin_irq_held){ lock, flags };
}

static __always_inline deed_drops(1) void
deed_spin_irq_release(const struct deed_spin_irq_held *held)
{
	spin_unlock_irqrestore(__deed_raw_lock(spin_irq, held->__lock), held->__flags);
}

static __always_inline deed_returns_live struct deed_raw_spin_held
deed_raw_spin_acquire(const struct deed_raw_spin *lock)
{
	unsigned long flags;

	raw_spin_lock_irqsave(__deed_raw_lock(raw_spin, lock), flags);
	return (struct deed_raw_spin_held){ lock, flags };
}

static __always_inline deed_drops(1) void
deed_raw_spin_release(const struct deed_raw_spin_held *held)
{
	raw_spin_unlock_irqrestore(__deed_raw_lock(raw_spin, held->__lock), held->__flags);
}

/* The forms that can fail: 0, or the reason why the lock is not held. */
static __always_inline int
__deed_mutex_try(const struct deed_mutex *lock, unsigned long *flags)
{
	return mutex_trylock(__deed_raw_lock(mutex, lock)) ? 0 : -EBUSY;
}

static __always_inline int
__deed_mutex_interruptible(const struct deed_mutex *lock, unsigned long *flags)
{
	return mutex_lock_interruptible(__deed_raw_lock(mutex, lock)) ? -ERESTARTSYS : 0;
}

static __always_inline int
__deed_mutex_killable(const struct deed_mutex *lock, unsigned long *flags)
{
	return mutex_lock_killable(__deed_raw_lock(mutex, lock)) ? -EINTR : 0;
}

static __always_inline int
__deed_rwsem_read_try(const struct deed_rwsem *lock, unsigned long *flags)
{
	return down_read_trylock(__deed_raw_lock(rwsem, lock)) ? 0 : -EBUSY;
}

static __always_inline int
__deed_rwsem_read_interruptible(const struct deed_rwsem *lock,
				unsigned long *flags)
{
	return down_read_interruptible(__deed_raw_lock(rwsem, lock)) ? -ERESTARTSYS : 0;
}

static __always_inline int
__deed_rwsem_read_killable(const struct deed_rwsem *lock, unsigned long *flags)
{
	return down_read_killable(__deed_raw_lock(rwsem, lock)) ? -EINTR : 0;
}

static __always_inline int
__deed_rwsem_write_try(const struct deed_rwsem *lock, unsigned long *flags)
{
	return down_write_trylock(__deed_raw_lock(rwsem, lock)) ? 0 : -EBUSY;
}

static __always_inline int
__deed_rwsem_write_killable(const struct deed_rwsem *lock, unsigned long *flags)
{
	return down_write_killable(__deed_raw_lock(rwsem, lock)) ? -EINTR : 0;
}

static __always_inline int
__deed_spin_try(const struct deed_spin *lock, unsigned long *flags)
{
	return spin_trylock(__deed_raw_lock(spin, lock)) ? 0 : -EBUSY;
}

static __always_inline int
__deed_spin_bh_try(const struct deed_spin_bh *lock, unsigned long *flags)
{
	return spin_trylock_bh(__deed_raw_lock(spin_bh, lock)) ? 0 : -EBUSY;
}

static __always_inline int
__deed_spin_irq_try(const struct deed_spin_irq *lock, unsigned long *flags)
{
	return spin_trylock_irqsave(__deed_raw_lock(spin_irq, lock), *flags) ? 0 : -EBUSY;
}

static __always_inline int
__deed_raw_spin_try(const struct deed_raw_spin *lock, unsigned long *flags)
{
	return raw_spin_trylock_irqsave(__deed_raw_lock(raw_spin, lock), *flags) ? 0 : -EBUSY;
}

/*
 * Initialisers, chosen by the kind of lock. A key of the caller's own gives
 * each deed_cell_init() in the source a lockdep class of its own.
 *
 * SAFETY: they want a lock that nobody uses yet, and a key in static memory:
 * the cell is exclusive, and deed_cell_init() makes the key.
 */
static __always_inline void __deed_initialises(1)
__deed_mutex_init(struct deed_mutex *lock, const char *name,
		  struct lock_class_key *key)
{
	mutex_init(&lock->__lock);
	lockdep_set_class_and_name(&lock->__lock, key, name);
}

static __always_inline void __deed_initialises(1)
__deed_rwsem_init(struct deed_rwsem *lock, const char *name,
		  struct lock_class_key *key)
{
	init_rwsem(&lock->__lock);
	lockdep_set_class_and_name(&lock->__lock, key, name);
}

static __always_inline void __deed_initialises(1)
__deed_spin_init(struct deed_spin *lock, const char *name,
		 struct lock_class_key *key)
{
	spin_lock_init(&lock->__lock);
	lockdep_set_class_and_name(&lock->__lock, key, name);
}

static __always_inline void __deed_initialises(1)
__deed_spin_bh_init(struct deed_spin_bh *lock, const char *name,
		    struct lock_class_key *key)
{
	spin_lock_init(&lock->__lock);
	lockdep_set_class_and_name(&lock->__lock, key, name);
}

static __always_inline void __deed_initialises(1)
__deed_spin_irq_init(struct deed_spin_irq *lock, const char *name,
		     struct lock_class_key *key)
{
	spin_lock_init(&lock->__lock);
	lockdep_set_class_and_name(&lock->__lock, key, name);
}

static __always_inline void __deed_initialises(1)
__deed_raw_spin_init(struct deed_raw_spin *lock, const char *name,
		     struct lock_class_key *key)
{
	raw_spin_lock_init(&lock->__lock);
	lockdep_set_class_and_name(&lock->__lock, key, name);
}

/* Picks the initialiser of the kind. */
#define __deed_lock_init(lock, name, key)				\
	_Generic(*(lock),						\
		 struct deed_mutex : __deed_mutex_init,			\
		 struct deed_rwsem : __deed_rwsem_init,			\
		 struct deed_spin : __deed_spin_init,			\
		 struct deed_spin_bh : __deed_spin_bh_init,		\
		 struct deed_spin_irq : __deed_spin_irq_init,		\
		 struct deed_raw_spin : __deed_raw_spin_init)(lock, name, key)

/* The type of a cell's data: never const, even if the cell is seen as const. */
#define __deed_data_type(cell) typeof((cell)->__type[0]())

/**
 * deed_cell_init() - initialise a cell in place
 * @cell: pointer to the cell, exclusive
 *
 * The lock is initialised with a lockdep class for each such place in the
 * source. The data is left as it is: zero in a fresh box. Any context.
 *
 * Return: the exclusive borrow of the data, to be filled in before the object
 * is shared.
 */
#define deed_cell_init(cell)						\
	({								\
		static struct lock_class_key __key;			\
		__auto_type __cell = (cell);				\
									\
		__deed_lock_init(&__cell->__lock, #cell, &__key);	\
		deed_cell_excl(__cell);					\
	})

/**
 * deed_cell_excl() - reach the data of a cell without its lock
 * @cell: pointer to the cell, exclusive: the object that contains it is not
 *	shared yet, or its last reference is gone
 *
 * Return: the exclusive borrow of the data.
 */
#define deed_cell_excl(cell)						\
	({								\
		__deed_data_type(cell) __data = &(cell)->__data;	\
									\
		__data;							\
	})

/**
 * deed_lock() - lock a cell for the rest of the block
 * @way: one of mutex, rwsem_read, rwsem_write, spin, spin_bh, spin_irq, raw_spin
 * @name: the borrow of the data that is declared; const for rwsem_read
 * @cell: pointer to the cell; const will do
 *
 * A declaration, to be written at the beginning of a block of its own::
 *
 *	{
 *		deed_lock(mutex, s, &foo->state);
 *
 *		s->count++;
 *	}
 *
 * Neither the guard nor @name outlives the block.
 */
#define deed_lock(way, name, cell) \
	__deed_lock(way, name, cell, __UNIQUE_ID(deed_guard))

#define __deed_lock(way, name, cell, guard)				\
	const struct deed_##way##_held guard				\
		__cleanup(deed_##way##_release) =			\
			deed_##way##_acquire(&(cell)->__lock);		\
	__deed_##way##_borrow typeof(*(cell)->__type[0]()) *const name	\
		__maybe_unused = __deed_data_of(guard.__lock, typeof(*(cell)))

#define __deed_mutex_borrow
#define __deed_rwsem_read_borrow const
#define __deed_rwsem_write_borrow
#define __deed_spin_borrow
#define __deed_spin_bh_borrow
#define __deed_spin_irq_borrow
#define __deed_raw_spin_borrow

#define __deed_data_of(lock, cell)					\
	((void *)(unsigned long)(lock) +				\
	 (offsetof(cell, __data) - offsetof(cell, __lock)))

/**
 * DEED_CELL_TYPE() - define a type of cell
 * @name: struct @name is the cell
 * @kind: mutex, rwsem, spin, spin_bh, spin_irq, raw_spin
 * @type: the type of the data
 *
 * Generates, for all kinds but rwsem, the guard kind ``<name>_guard`` with
 *
 * ``struct <name>_guard <name>_lock(const struct <name> *cell)``
 *	never fails; for what deed_lock() cannot say
 * ``struct <name>_guard <name>_trylock(const struct <name> *cell)``
 *	-EBUSY if somebody holds the lock
 * ``struct <name>_guard <name>_lock_interruptible(const struct <name> *cell)``
 *	mutex only: -ERESTARTSYS on a signal
 * ``struct <name>_guard <name>_lock_killable(const struct <name> *cell)``
 *	mutex only: -EINTR on a fatal signal
 * ``type *<name>_data(struct <name>_guard *guard)``
 *	the exclusive borrow of the data, as long as the guard lives
 *
 * and for rwsem the guard kinds ``<name>_read_guard`` and ``<name>_write_guard``
 * with the same functions, named ``<name>_read_...`` and ``<name>_write_...``;
 * the data is const for a reader, and a writer cannot wait interruptibly.
 */
#define DEED_CELL_TYPE(name, kind, type)				\
	struct __deed_interior name {					\
		struct deed_##kind __lock;				\
		type __data;						\
		/* names the type; has neither size nor alignment */	\
		typeof(type *(*)(void)) __type[0] __packed;		\
	};								\
									\
	__DEED_CELL_##kind(name, type)

#define __DEED_CELL_mutex(name, type)					\
	__DEED_GUARD(name, name, mutex, type)				\
	__DEED_GUARD_FALLIBLE(name, name##_guard, name##_trylock, mutex_try) \
	__DEED_GUARD_FALLIBLE(name, name##_guard,			\
			      name##_lock_interruptible, mutex_interruptible) \
	__DEED_GUARD_FALLIBLE(name, name##_guard,			\
			      name##_lock_killable, mutex_killable)

#define __DEED_CELL_rwsem(name, type)					\
	__DEED_GUARD(name, name##_read, rwsem_read, type const)		\
	__DEED_GUARD_FALLIBLE(name, name##_read_guard,			\
			      name##_read_trylock, rwsem_read_try)	\
	__DEED_GUARD_FALLIBLE(name, name##_read_guard,			\
			      name##_read_lock_interruptible,		\
			      rwsem_read_interruptible)			\
	__DEED_GUARD_FALLIBLE(name, name##_read_guard,			\
			      name##_read_lock_killable, rwsem_read_killable) \
	__DEED_GUARD(name, name##_write, rwsem_write, type)		\
	__DEED_GUARD_FALLIBLE(name, name##_write_guard,			\
			      name##_write_trylock, rwsem_write_try)	\
	__DEED_GUARD_FALLIBLE(name, name##_write_guard,			\
			      name##_write_lock_killable, rwsem_write_killable)

#define __DEED_CELL_spin(name, type)					\
	__DEED_GUARD(name, name, spin, type)				\
	__DEED_GUARD_FALLIBLE(name, name##_guard, name##_trylock, spin_try)

#define __DEED_CELL_spin_bh(name, type)					\
	__DEED_GUARD(name, name, spin_bh, type)				\
	__DEED_GUARD_FALLIBLE(name, name##_guard, name##_trylock, spin_bh_try)

#define __DEED_CELL_spin_irq(name, type)				\
	__DEED_GUARD(name, name, spin_irq, type)			\
	__DEED_GUARD_FALLIBLE(name, name##_guard, name##_trylock, spin_irq_try)

#define __DEED_CELL_raw_spin(name, type)				\
	__DEED_GUARD(name, name, raw_spin, type)			\
	__DEED_GUARD_FALLIBLE(name, name##_guard, name##_trylock, raw_spin_try)

/* A guard kind of one cell type: its lock, its data, its drop. */
#define __DEED_GUARD(cell, prefix, way, type)				\
	struct __deed_guard prefix##_guard {				\
		const struct cell *__ptr;				\
		unsigned long __flags;					\
	};								\
									\
	static __always_inline void					\
	__##prefix##_unlock(struct prefix##_guard h)			\
	{								\
		deed_##way##_release(&(struct deed_##way##_held){	\
			&__deed_borrow(&h)->__lock, h.__flags });	\
	}								\
	DEED_HANDLE(prefix##_guard, __##prefix##_unlock)		\
									\
	static __always_inline __must_check deed_returns_live struct prefix##_guard \
	prefix##_lock(const struct cell *cell)				\
	{								\
		struct deed_##way##_held held =				\
			deed_##way##_acquire(&cell->__lock);		\
									\
		return __deed_acquire(prefix##_guard, cell, held.__flags); \
	}								\
									\
	static __always_inline type *					\
	prefix##_data(struct prefix##_guard *guard)			\
	{								\
		return (type *)(unsigned long)&__deed_borrow(guard)->__data; \
	}

#define __DEED_GUARD_FALLIBLE(cell, guard, name, how)			\
	static __always_inline __must_check struct guard		\
	name(const struct cell *cell)					\
	{								\
		unsigned long flags = 0;				\
		int err = __deed_##how(&cell->__lock, &flags);		\
									\
		if (err)						\
			return deed_fail(guard, err);			\
		return __deed_acquire(guard, cell, flags);		\
	}

#endif /* _DEED_LOCK_H */
