/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bits: words that are made of fields, as registers are.
 *
 * A word of bits is a nominal type around a number, declared once together with
 * its fields. Plain C then refuses a field of one word on the value of another,
 * and a word where a number is wanted. Several registers may have the same word:
 * what an interrupt status register says is what its acknowledge register
 * takes.
 *
 * A word is plain data: it owns nothing, is copied like a number, and takes as
 * much room. Everything here is possible in any context. No instruction is left
 * of it but those of FIELD_GET() and FIELD_PREP().
 *
 * Source: include/linux/bitfield.h.
 */
#ifndef _DEED_BITS_H
#define _DEED_BITS_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

/**
 * DEED_BITS() - define a word that is made of fields
 * @word: struct @word is the type
 * @type: how large it is: u8, u16, u32 or u64
 *
 * Generates:
 *
 * ``bool <word>_any(struct <word> bits)``
 *	whether any bit is set
 * ``struct <word> <word>_or(struct <word> a, struct <word> b)``
 *	the bits that are set in one of two or in both
 * ``struct <word> <word>_and(struct <word> a, struct <word> b)``
 *	the bits that are set in both
 * ``struct <word> <word>_without(struct <word> a, struct <word> b)``
 *	the bits that are set in @a and not in @b
 * ``type <word>_number(struct <word> bits)``
 *	the number, for messages and for whom it means something as a whole
 */
#define DEED_BITS(word, type)						\
	static_assert(__same_type(type, u8) || __same_type(type, u16) ||	\
		      __same_type(type, u32) || __same_type(type, u64),	\
		      #word ": bits are a u8, u16, u32 or u64");	\
									\
	struct word {							\
		type __bits;						\
	};								\
									\
	static __always_inline bool word##_any(struct word bits)	\
	{								\
		return bits.__bits;					\
	}								\
									\
	static __always_inline struct word				\
	word##_or(struct word a, struct word b)				\
	{								\
		return (struct word){ a.__bits | b.__bits };		\
	}								\
									\
	static __always_inline struct word				\
	word##_and(struct word a, struct word b)			\
	{								\
		return (struct word){ a.__bits & b.__bits };		\
	}								\
									\
	static __always_inline struct word				\
	word##_without(struct word a, struct word b)			\
	{								\
		return (struct word){ a.__bits & ~b.__bits };		\
	}								\
									\
	static __always_inline type word##_number(struct word bits)	\
	{								\
		return bits.__bits;					\
	}								\
	struct word

/* The type of a word's number, and its largest value. */
#define __deed_bits_type(word) typeof(((struct word *)NULL)->__bits)
#define __deed_bits_max(word) ((u64)(__deed_bits_type(word))~0ULL)

/**
 * DEED_FIELD() - declare a field of a word
 * @word: the word
 * @field: the name of the field
 * @mask: its bits, next to each other: BIT() or GENMASK()
 *
 * To be used by deed_field_get(), deed_field_prep() and deed_field_set().
 */
#define DEED_FIELD(word, field, mask)					\
	static_assert((mask) != 0, #field ": the field has no bits");	\
	static_assert((u64)(mask) <= __deed_bits_max(word),		\
		      #field ": the field is not inside of " #word);	\
	static_assert(!((u64)(mask) & ((u64)(mask) +			\
				       ((u64)(mask) & -(u64)(mask)))),	\
		      #field ": the bits of a field are next to each other"); \
									\
	enum {								\
		__deed_shift_##field = __builtin_ctzll(mask),		\
		__deed_max_##field = (u64)(mask) >> __deed_shift_##field \
	};								\
									\
	static __always_inline __deed_bits_type(word)			\
	__deed_get_##field(struct word bits)				\
	{								\
		return (bits.__bits & (__deed_bits_type(word))(mask)) >> \
		       __deed_shift_##field;				\
	}								\
									\
	static __always_inline struct word				\
	__deed_prep_##field(__deed_bits_type(word) value)		\
	{								\
		return (struct word){ (value << __deed_shift_##field) &	\
				      (__deed_bits_type(word))(mask) };	\
	}								\
									\
	static __always_inline void					\
	__deed_set_##field(struct word *bits, __deed_bits_type(word) value) \
	{								\
		bits->__bits = (bits->__bits &				\
				~(__deed_bits_type(word))(mask)) |	\
			       __deed_prep_##field(value).__bits;	\
	}								\
	struct word

/* A value that is known at build time must fit; of others, the bits that fit count. */
#define __deed_field_fits(field, value)					\
	static_assert((u64)__builtin_choose_expr(__is_constexpr(value),	\
						 (value), 0) <=		\
		      __deed_max_##field, #field ": the value is too large")

/**
 * deed_field_get() - the value of a field
 * @field: a field of DEED_FIELD()
 * @bits: a value of its word
 *
 * Return: a number of the word's type.
 */
#define deed_field_get(field, bits) __deed_get_##field(bits)

/**
 * deed_field_prep() - a word with a value in one field and zero elsewhere
 * @field: a field of DEED_FIELD()
 * @value: the value; if it is a constant, one that fits; of others the bits that
 *	fit are taken, as by FIELD_PREP()
 *
 * Return: the word.
 */
#define deed_field_prep(field, value)					\
	({								\
		__deed_field_fits(field, value);			\
		__deed_prep_##field(value);				\
	})

/**
 * deed_field_set() - set one field and leave the others
 * @field: a field of DEED_FIELD()
 * @bits: pointer to a value of its word
 * @value: as for deed_field_prep()
 */
#define deed_field_set(field, bits, value)				\
	do {								\
		__deed_field_fits(field, value);			\
		__deed_set_##field(bits, value);			\
	} while (0)

#endif /* _DEED_BITS_H */
