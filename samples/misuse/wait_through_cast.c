// SPDX-License-Identifier: GPL-2.0
/*
 * A function is kept as a pointer of another type, and waits when it is called.
 */
#include <linux/module.h>

#include <deed/revoke.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(meter_place, struct deed_no_hw);

static int meter_settle(const struct deed_completion *settled)
{
#ifdef MISUSE
	return deed_completion_wait_killable(settled);
#else
	return deed_completion_wait_timeout(settled, HZ);
#endif
}

static int (*meter_step)(struct deed_completion *) =
	(int (*)(struct deed_completion *))meter_settle;

static __used int meter_read(const struct meter_place *meter,
			     struct deed_completion *settled)
{
	deed_own(meter_place_live, live) = meter_place_enter(meter);
	if (!deed_ok(live))
		return deed_err(live);
	return meter_step(settled); /* error: [deed-waits-live] */
}

MODULE_DESCRIPTION("misuse: wait through cast");
MODULE_LICENSE("GPL");
