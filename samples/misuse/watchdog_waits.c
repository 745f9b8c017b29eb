// SPDX-License-Identifier: GPL-2.0
/*
 * A watchdog's ping waits for somebody who reads; unbind waits for the ping.
 */
#include <linux/module.h>

#include <deed/wait.h>
#include <deed/watchdog.h>

DEED_DEVICE_TYPE(dog_place, struct deed_no_hw);

struct dog {
	struct dog_place dev;
	struct deed_watchdog watchdog;
	struct deed_completion fed;
};

DEED_DEVICE_REF(dog_ref, struct dog, dev, deed_plain);

static int dog_run(const struct dog *d, const struct deed_no_hw *hw)
{
	return 0;
}

static int dog_stop(const struct dog *d, const struct deed_no_hw *hw)
{
	return 0;
}

static int dog_ping(const struct dog *d, const struct deed_no_hw *hw)
{
#ifdef MISUSE
	return deed_completion_wait_interruptible(&d->fed); /* error: [deed-waits-live] */
#else
	return deed_completion_wait_timeout(&d->fed, HZ);
#endif
}

DEED_WATCHDOG(dog_watchdog, dog_ref, dev, watchdog, dog_run, dog_stop, ping, dog_ping);

static __used int dog_start(const struct dog *d, const struct deed_no_hw *hw,
			    struct dog_place_scope *scope)
{
	return dog_watchdog_register(scope, &(struct deed_watchdog_config){
		.identity = "dog", .timeout = 30, .min_timeout = 1, .max_timeout = 60,
	});
}

MODULE_DESCRIPTION("misuse: watchdog waits");
MODULE_LICENSE("GPL");
