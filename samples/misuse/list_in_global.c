// SPDX-License-Identifier: GPL-2.0
/*
 * A list that every function of the module can reach, and nobody drops.
 */
#include <linux/module.h>

#include <deed/list.h>
#include <deed/lock.h>

struct request {
	u32 tag;
	struct deed_list_link link;
};

DEED_BOX(request_box, struct request, deed_plain);
DEED_LIST(request_list, request_box, link);

#ifdef MISUSE
static struct request_list waiting; /* error: [deed-global] */

static __used void request_add(struct request_box r)
{
	request_list_push_back(&waiting, deed_move(r));
}
#else
DEED_CELL_TYPE(waiting_cell, spin, struct request_list);

static __used void request_add(const struct waiting_cell *cell, struct request_box r)
{
	deed_lock(spin, waiting, cell);
	request_list_push_back(waiting, deed_move(r));
}
#endif

MODULE_DESCRIPTION("misuse: list in global");
MODULE_LICENSE("GPL");
