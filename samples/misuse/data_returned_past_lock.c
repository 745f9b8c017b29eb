// SPDX-License-Identifier: GPL-2.0
/*
 * A getter returns a pointer to a field that only its lock protects.
 */
#include <linux/module.h>

#include <deed/lock.h>

struct state {
	u32 speed;
	u32 mode;
};

DEED_CELL_TYPE(state_cell, mutex, struct state);

#ifdef MISUSE
static __used u32 *state_speed(const struct state_cell *cell)
{
	deed_lock(mutex, s, cell);
	return &s->speed; /* error: [deed-borrow-escape] */
}
#else
static __used u32 state_speed(const struct state_cell *cell)
{
	deed_lock(mutex, s, cell);
	return s->speed;
}
#endif

MODULE_DESCRIPTION("misuse: data returned past lock");
MODULE_LICENSE("GPL");
