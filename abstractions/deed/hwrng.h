/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random number generators of a bound device, for the kernel's hw_random core.
 *
 * The core makes one generator of all the current one, reads it for /dev/hwrng, and
 * from a thread of its own for the kernel's entropy. The driver has one callback, that
 * reads: DEED_HWRNG().
 *
 * A generator is a member of the driver's state, interior and pinned. It is
 * registered in start, last, since it may be read at once, and belongs to the scope,
 * which removes it before anything that the callback uses. To remove it waits for who
 * is reading it, so the callback cannot outlive the device: it gets state and
 * hardware as shared borrows, and needs no live-guard. The core reads one generator
 * at a time, under a mutex for all: who waits keeps all readers waiting.
 *
 * Sources: Documentation/admin-guide/hw_random.rst, include/linux/hw_random.h,
 * drivers/char/hw_random/core.c.
 */
#ifndef _DEED_HWRNG_H
#define _DEED_HWRNG_H

#include <linux/hw_random.h>
#include <linux/unaligned.h>

#include <deed/device.h>

/**
 * struct deed_hwrng - the place of a generator in the driver's state
 *
 * Pinned and interior: only DEED_HWRNG() touches it. Zeroed memory is one that is
 * not registered.
 */
struct __deed_pinned deed_hwrng {
	/* private: */
	struct hwrng __rng;
};

/**
 * struct deed_hwrng_words - where random words go
 *
 * A borrow of the core's buffer, that the callback fills from its start. It has room
 * for eight words at least.
 */
struct __deed_of_call deed_hwrng_words {
	/* private: */
	u8 *__next;
	size_t __left; /* bytes */
};

/**
 * deed_hwrng_wants() - whether there is room for another word
 * @to: where words go
 *
 * Does not sleep.
 *
 * Return: true if one more word fits.
 */
static __always_inline bool deed_hwrng_wants(const struct deed_hwrng_words *to)
{
	return to->__left >= sizeof(u32);
}

/**
 * deed_hwrng_give() - give a random word to who reads
 * @to: where it goes
 * @word: the word; lost if there is no room for it
 *
 * Does not sleep.
 */
static __always_inline void deed_hwrng_give(struct deed_hwrng_words *to, u32 word)
{
	if (!deed_hwrng_wants(to))
		return;
	put_unaligned(word, (u32 *)to->__next);
	to->__next += sizeof(word);
	to->__left -= sizeof(word);
}

/* What the core is told: how many bytes there are, or why there are none. */
static __always_inline int
__deed_hwrng_given(const struct deed_hwrng_words *to, size_t room, int err)
{
	size_t bytes = room - to->__left;

	return bytes || err > 0 ? bytes : err;
}

/*
 * Interior mutability: registered once, in start, through a shared borrow. Not in
 * deed.ko, which would then want hw_random, in many kernels a module itself, for
 * drivers that have no generator.
 *
 * SAFETY: devm_hwrng_register() wants
 * 1. a device that is being started: there is no struct deed_scope at other times;
 * 2. a generator that is not registered, and stays until the device's scope ends: a
 *    member of the state, whose count the scope gives back after this;
 * 3. a name that stays: the device's own.
 */
static inline int __must_check
__deed_hwrng_register(const struct deed_scope *scope, const struct deed_hwrng *hwrng,
		      int (*read)(struct hwrng *, void *, size_t, bool),
		      unsigned int quality)
{
	struct hwrng *rng = (struct hwrng *)(unsigned long)&hwrng->__rng;

	if (rng->name) /* it is registered */
		return -EBUSY;
	rng->name = dev_name(scope->__dev);
	rng->read = read;
	rng->quality = min(quality, 1024u);
	if (deed_injected("devm_hwrng_register"))
		return -ENOMEM;
	return devm_hwrng_register(scope->__dev, rng);
}

/**
 * DEED_HWRNG() - define how a random number generator is read
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @member: the state's member of type &struct deed_hwrng
 * @read_fn: the callback that reads
 *
 * ``int read(const state *s, const hw *hw, struct deed_hwrng_words *to, bool wait)``
 *	gives random words to @to: at least one if @wait, unless it fails; those that
 *	are there, or none, if not. 0, or why it could give none: an errno. Task
 *	context, may sleep if @wait, but not wait for what may never come, since unbind
 *	waits for it. One call at a time.
 *
 * Generates
 *
 * ``int <kind>_register(struct place_scope *scope, unsigned int quality)``
 *	in start, last: it may be read until the scope ends, and is called like the
 *	device. @quality is how much of it is random, in bits of 1024; 0 for as many
 *	as the core's parameter default_quality says, which bounds it, too. 0; -EBUSY
 *	if it is registered already; -EEXIST if there is one of this name; another
 *	errno. May sleep.
 */
#define DEED_HWRNG(kind, ref, place, member, read_fn)			\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef typeof(((__##kind##_state_t *)NULL)->place) __##kind##_place_t; \
	typedef typeof(((__##kind##_place_t *)NULL)->__hw) __##kind##_hw_t;	\
									\
	static_assert(__same_type(&(read_fn),				\
				  int(*)(const __##kind##_state_t *,	\
					 const __##kind##_hw_t *,	\
					 struct deed_hwrng_words *, bool)), \
		      #read_fn "(): not the type that DEED_HWRNG() documents"); \
	__deed_role(read_fn, __deed_bound);				\
									\
	static int __##kind##_read(struct hwrng *rng, void *data, size_t max, \
				   bool wait)				\
	{								\
		const __##kind##_state_t *s =				\
			container_of(rng, const __##kind##_state_t,	\
				     member.__rng);			\
		struct deed_hwrng_words to = { data, max };		\
		int err = read_fn(s, &s->place.__hw, &to, wait);	\
									\
		return __deed_hwrng_given(&to, max, err);		\
	}								\
									\
	static inline int __must_check					\
	kind##_register(typeof(((__##kind##_place_t *)NULL)->__scope[0]) scope, \
			unsigned int quality)				\
	{								\
		const __##kind##_state_t *s =				\
			container_of(scope->__place, const __##kind##_state_t, \
				     place);				\
									\
		return __deed_hwrng_register(&scope->scope, &s->member,	\
					     __##kind##_read, quality);	\
	}								\
	struct deed_hwrng

#endif /* _DEED_HWRNG_H */
