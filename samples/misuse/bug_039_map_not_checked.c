// SPDX-License-Identifier: GPL-2.0
/*
 * dmaengine: nbpfaxi: Add missing check after DMA map. A mapping may fail, and its
 * address is given to the device all the same.
 */
#include <linux/module.h>

#include <deed/box.h>

struct nbpf_map {
	u64 address;
};

DEED_BOX(nbpf_map_box, struct nbpf_map, deed_plain);

struct nbpf_desc {
	u64 address;
};

static struct nbpf_map_box nbpf_map(u64 address)
{
	deed_own(nbpf_map_box, map) = nbpf_map_box_alloc_atomic();

	if (deed_ok(map))
		nbpf_map_box_excl(&map)->address = address;
	return deed_move(map);
}

static __used int nbpf_prepare(struct nbpf_desc *desc, u64 address)
{
	deed_own(nbpf_map_box, map) = nbpf_map(address);

#ifndef MISUSE
	if (!deed_ok(map))
		return deed_err(map);
#endif
	desc->address = nbpf_map_box_borrow(&map)->address; /* error: [deed-untested] */
	return 0;
}

MODULE_DESCRIPTION("misuse: bug 039 map not checked");
MODULE_LICENSE("GPL");
