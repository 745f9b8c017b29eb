// SPDX-License-Identifier: GPL-2.0
/*
 * What one round of a loop drops is used by the next.
 */
#include <linux/module.h>

#include <deed/box.h>

struct probe {
	u32 hits;
};

DEED_BOX(probe_box, struct probe, deed_plain);

static __used int probe_rounds(unsigned int n, u32 *hits)
{
#ifdef MISUSE
	deed_own(probe_box, p) = probe_box_alloc();

	if (!deed_ok(p))
		return deed_err(p);
	for (unsigned int i = 0; i < n; i++) {
		*hits += ++probe_box_excl(&p)->hits; /* error: [deed-use-after-drop] */
		probe_box_drop(&p);
	}
#else
	for (unsigned int i = 0; i < n; i++) {
		deed_own(probe_box, p) = probe_box_alloc();

		if (!deed_ok(p))
			return deed_err(p);
		*hits += ++probe_box_excl(&p)->hits;
	}
#endif
	return 0;
}

MODULE_DESCRIPTION("misuse: drop at end of round");
MODULE_LICENSE("GPL");
