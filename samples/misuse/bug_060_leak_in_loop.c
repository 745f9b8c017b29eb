// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2019-19057, mwifiex: pcie: Fix memory leak in mwifiex_pcie_init_evt_ring. A
 * buffer that was allocated for a ring is lost when mapping it fails.
 */
#include <linux/module.h>

#include <deed/box.h>

struct event_buffer {
	u64 address;
};

DEED_BOX(event_box, struct event_buffer, deed_plain);

struct event_ring {
	DEED_SLOT(event_box) buffer;
	u64 limit;
};

#ifdef MISUSE
static int ring_set(struct event_ring *r, struct event_box buffer) /* error: [deed-leak] */
{
	if (event_box_borrow(&buffer)->address > r->limit)
		return -EIO;

	deed_own(event_box, old) = event_box_slot_put(&r->buffer, deed_move(buffer));

	return 0;
}
#else
static int ring_set(struct event_ring *r, struct event_box buffer)
{
	deed_own(event_box, mine) = deed_move(buffer);

	if (event_box_borrow(&mine)->address > r->limit)
		return -EIO;

	deed_own(event_box, old) = event_box_slot_put(&r->buffer, deed_move(mine));

	return 0;
}
#endif

static __used int ring_init(struct event_ring *r, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		deed_own(event_box, buffer) = event_box_alloc();

		if (!deed_ok(buffer))
			return deed_err(buffer);

		int err = ring_set(r, deed_move(buffer));

		if (err)
			return err;
	}
	return 0;
}

MODULE_DESCRIPTION("misuse: bug 060 leak in loop");
MODULE_LICENSE("GPL");
