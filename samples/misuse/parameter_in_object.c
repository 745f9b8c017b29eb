// SPDX-License-Identifier: GPL-2.0
/*
 * A watcher keeps a pointer to what it was shown.
 */
#include <linux/module.h>

struct sensor {
	u32 value;
};

struct watcher {
#ifdef MISUSE
	const struct sensor *seen;
#else
	u32 seen;
#endif
};

static __used void watcher_see(struct watcher *w, const struct sensor *s)
{
#ifdef MISUSE
	w->seen = s; /* error: [deed-borrow-escape] */
#else
	w->seen = s->value;
#endif
}

MODULE_DESCRIPTION("misuse: parameter in object");
MODULE_LICENSE("GPL");
