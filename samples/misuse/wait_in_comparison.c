// SPDX-License-Identifier: GPL-2.0
/*
 * sort() is harmless; what it calls to compare waits for somebody, while unbind
 * waits for who sorts.
 */
#include <linux/module.h>
#include <linux/sort.h>

#include <deed/revoke.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(meter_place, struct deed_no_hw);

struct sample {
	u32 value;
};

#ifdef MISUSE
static struct deed_completion settled;
#endif

static int sample_cmp(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

#ifdef MISUSE
	if (deed_completion_wait_killable(&settled))
		return 0;
#endif
	return x->value < y->value ? -1 : x->value > y->value;
}

static __used int meter_sort(const struct meter_place *meter, struct sample *samples,
			     size_t count)
{
	deed_own(meter_place_live, live) = meter_place_enter(meter);
	if (!deed_ok(live))
		return deed_err(live);

	sort(samples, count, sizeof(*samples), sample_cmp, NULL); /* error: [deed-waits-live] */
	return 0;
}

MODULE_DESCRIPTION("misuse: wait in comparison");
MODULE_LICENSE("GPL");
