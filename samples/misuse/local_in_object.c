// SPDX-License-Identifier: GPL-2.0
/*
 * The address of a variable is stored in an object that outlives the function.
 */
#include <linux/module.h>

struct watcher {
#ifdef MISUSE
	const u32 *limit;
#else
	u32 limit;
#endif
};

static __used void watcher_limit(struct watcher *w, u32 value)
{
	u32 rounded = round_down(value, 8);

#ifdef MISUSE
	w->limit = &rounded; /* error: [deed-borrow-escape] */
#else
	w->limit = rounded;
#endif
}

MODULE_DESCRIPTION("misuse: local in object");
MODULE_LICENSE("GPL");
