// SPDX-License-Identifier: GPL-2.0
/*
 * A struct without a name leads to what is static.
 */
#include <linux/module.h>

#include <deed/own.h>

struct counts {
	u32 frames;
};

struct sink {
	struct counts *counts;
};

static noinline void frame_count(struct sink sink)
{
	sink.counts->frames++;
}

#ifdef MISUSE
static struct counts counts;

static __used void thing_count(void)
{
	frame_count((struct sink){ &counts }); /* error: [deed-global] */
}
#else
static __used void thing_count(struct counts *counts)
{
	frame_count((struct sink){ counts });
}
#endif

MODULE_DESCRIPTION("misuse: static in literal");
MODULE_LICENSE("GPL");
