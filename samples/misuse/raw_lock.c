// SPDX-License-Identifier: GPL-2.0
/*
 * A mutex of the old kind is locked by hand.
 */
#include <linux/module.h>

#include <deed/lock.h>

#ifdef MISUSE
struct state {
	struct mutex lock; /* of value */
	u32 value;
};
#else
DEED_CELL_TYPE(state, mutex, u32);
#endif

#ifdef MISUSE
static __used void state_lock_for_ever(struct state *s)
{
	mutex_lock(&s->lock); /* error: [deed-raw-call] */
	s->value++;
}
#else
static __used void state_count(const struct state *s)
{
	deed_lock(mutex, value, s);
	++*value;
}
#endif

MODULE_DESCRIPTION("misuse: raw lock");
MODULE_LICENSE("GPL");
