// SPDX-License-Identifier: GPL-2.0
/*
 * A loop that gives up its buffer when the device is gone goes round once more.
 */
#include <linux/module.h>

#include <deed/ring.h>

struct source {
	DEED_SLOT(deed_ring) spare;
	bool gone;
};

static __used void source_run(const struct source *s, unsigned int rounds)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(64);

	if (!deed_ok(ring))
		return;
	for (unsigned int i = 0; i < rounds; i++) {
		if (s->gone) {
			deed_ring_drop(&ring); /* error: [deed-double-drop] */
#ifndef MISUSE
			break;
#endif
		}
	}
}

MODULE_DESCRIPTION("misuse: drop in loop");
MODULE_LICENSE("GPL");
