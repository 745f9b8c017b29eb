/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checked arithmetic over <linux/overflow.h>.
 *
 * Nothing here owns anything. All of this is possible in any context. Each function
 * either stores the mathematically exact result and returns 0, or returns -EOVERFLOW
 * and leaves *@out alone. The return value cannot be ignored.
 */
#ifndef _DEED_NUM_H
#define _DEED_NUM_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/log2.h>
#include <linux/overflow.h>
#include <linux/types.h>

/**
 * deed_add() - a + b
 * @a: first summand
 * @b: second summand
 * @out: the sum
 *
 * Return: 0 or -EOVERFLOW.
 */
static __always_inline int __must_check deed_add(size_t a, size_t b, size_t *out)
{
	size_t sum;

	if (check_add_overflow(a, b, &sum))
		return -EOVERFLOW;
	*out = sum;
	return 0;
}

/**
 * deed_sub() - a - b
 * @a: minuend
 * @b: subtrahend
 * @out: the difference
 *
 * Return: 0, or -EOVERFLOW if @b is greater than @a.
 */
static __always_inline int __must_check deed_sub(size_t a, size_t b, size_t *out)
{
	size_t difference;

	if (check_sub_overflow(a, b, &difference))
		return -EOVERFLOW;
	*out = difference;
	return 0;
}

/**
 * deed_mul() - a * b
 * @a: first factor
 * @b: second factor
 * @out: the product
 *
 * Return: 0 or -EOVERFLOW.
 */
static __always_inline int __must_check deed_mul(size_t a, size_t b, size_t *out)
{
	size_t product;

	if (check_mul_overflow(a, b, &product))
		return -EOVERFLOW;
	*out = product;
	return 0;
}

/**
 * deed_pow2_ceil() - the smallest power of two that is not below n
 * @n: a number; 0 gives 1
 * @out: the power of two
 *
 * Return: 0, or -EOVERFLOW if no power of two in a size_t is as large as @n.
 */
static __always_inline int __must_check deed_pow2_ceil(size_t n, size_t *out)
{
	if (n > (SIZE_MAX >> 1) + 1)
		return -EOVERFLOW;
	*out = n ? roundup_pow_of_two(n) : 1;
	return 0;
}

#endif /* _DEED_NUM_H */
