// SPDX-License-Identifier: GPL-2.0
/*
 * The one buffer of a module is a global variable.
 */
#include <linux/module.h>

#include <deed/ring.h>

#ifdef MISUSE
static struct deed_ring history; /* error: [deed-global] */
#else
struct history {
	struct deed_ring ring;
};

static void history_release(struct history *h)
{
	deed_ring_drop(&h->ring);
}

DEED_BOX(history_box, struct history, history_release);
#endif

#ifdef MISUSE
static __used bool history_there(void)
{
	return deed_ok(history);
}
#else
static __used size_t history_used(const struct history *h)
{
	return deed_ring_used(&h->ring);
}
#endif

MODULE_DESCRIPTION("misuse: global handle");
MODULE_LICENSE("GPL");
