// SPDX-License-Identifier: GPL-2.0
/*
 * A generator wrote one function of a thousand steps, with a handful of handles
 * of which each may be gone: the pass gives up, and says so.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

#define STEP					\
	do {					\
		if (steps & ++done)		\
			steps >>= 1;		\
	} while (0)

#ifdef MISUSE
#define FOUR(s) do { s; s; s; s; } while (0)
#define STEPS(s) FOUR(FOUR(FOUR(FOUR(FOUR(s)))))
#else
#define STEPS(s) s
#endif

static __used int run(u32 steps) /* error: [deed-too-complex] */
{
	deed_own(word_box, a) = word_box_alloc();
	deed_own(word_box, b) = word_box_alloc();
	deed_own(word_box, c) = word_box_alloc();
	deed_own(word_box, d) = word_box_alloc();
	deed_own(word_box, e) = word_box_alloc();
	deed_own(word_box, f) = word_box_alloc();
	deed_own(word_box, g) = word_box_alloc();
	int done = 0;

	if (steps & BIT(0))
		word_box_drop(&a);
	if (steps & BIT(1))
		word_box_drop(&b);
	if (steps & BIT(2))
		word_box_drop(&c);
	if (steps & BIT(3))
		word_box_drop(&d);
	if (steps & BIT(4))
		word_box_drop(&e);
	if (steps & BIT(5))
		word_box_drop(&f);
	if (steps & BIT(6))
		word_box_drop(&g);
	STEPS(STEP);
	return done;
}

MODULE_DESCRIPTION("misuse: too many steps");
MODULE_LICENSE("GPL");
