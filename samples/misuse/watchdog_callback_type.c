// SPDX-License-Identifier: GPL-2.0
/*
 * A watchdog's callback wants the state for itself, which others have, too.
 */
#include <linux/module.h>

#include <deed/watchdog.h>

DEED_DEVICE_TYPE(dog_place, struct deed_no_hw);

struct dog {
	struct dog_place dev;
	struct deed_watchdog watchdog;
	unsigned int seconds;
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

#ifdef MISUSE
static int dog_set(struct dog *d, const struct deed_no_hw *hw, unsigned int seconds)
{
	d->seconds = seconds;
	return 0;
}
#else
static int dog_set(const struct dog *d, const struct deed_no_hw *hw, unsigned int seconds)
{
	return seconds > d->seconds ? -EINVAL : 0;
}
#endif

DEED_WATCHDOG(dog_watchdog, dog_ref, dev, watchdog, dog_run, dog_stop, /* error: not the type */
	      set_timeout, dog_set);

static __used int dog_start(const struct dog *d, const struct deed_no_hw *hw,
			    struct dog_place_scope *scope)
{
	return dog_watchdog_register(scope, &(struct deed_watchdog_config){
		.identity = "dog", .timeout = 30, .min_timeout = 1, .max_timeout = 60,
	});
}

MODULE_DESCRIPTION("misuse: watchdog callback type");
MODULE_LICENSE("GPL");
