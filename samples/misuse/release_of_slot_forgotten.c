// SPDX-License-Identifier: GPL-2.0
/*
 * A slot may hold something when its object goes.
 */
#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

struct cache {
	DEED_SLOT(word_box) spare;
	u32 hits;
};

#ifdef MISUSE
static void cache_release(struct cache *c)
{
	pr_debug("cache: %u hits\n", c->hits);
} /* error: [deed-release] */
#else
static void cache_release(struct cache *c)
{
	word_box_slot_drop(&c->spare);
}
#endif

DEED_BOX(cache_box, struct cache, cache_release);

static __used int cache_try(void)
{
	deed_own(cache_box, box) = cache_box_alloc();

	return deed_ok(box) ? 0 : deed_err(box);
}

MODULE_DESCRIPTION("misuse: release of slot forgotten");
MODULE_LICENSE("GPL");
