// SPDX-License-Identifier: GPL-2.0
/*
 * A table of functions is another file's: whether they wait does not show here.
 */
#include <linux/module.h>

#include <deed/revoke.h>

#include "wait_behind_table.h"

DEED_DEVICE_TYPE(meter_place, struct deed_no_hw);

static __used int meter_read(const struct meter_place *meter, u32 channel)
{
	deed_own(meter_place_live, live) = meter_place_enter(meter);
	if (!deed_ok(live))
		return deed_err(live);
#ifdef MISUSE
	return meter_ops.settle(channel); /* error: [deed-waits-live] */
#else
	return meter_settle(channel);
#endif
}

MODULE_DESCRIPTION("misuse: wait behind table");
MODULE_LICENSE("GPL");
