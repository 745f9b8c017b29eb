// SPDX-License-Identifier: GPL-2.0
/*
 * A register that has a new random number after each period, and does not say when: a
 * port of drivers/char/hw_random/timeriomem-rng.c.
 */
#include <deed/hwrng.h>
#include <deed/module.h>
#include <deed/platform.h>
#include <deed/property.h>
#include <deed/timer.h>

DEED_MMIO(rng_regs, 4);
DEED_REG(rng_regs, RNG_DATA, 0, ro, u32);

/* What the device gives, until unbind. */
struct rng_hw {
	struct rng_regs regs;
};

DEED_DEVICE_TYPE(rng_device, struct rng_hw);

struct rng {
	struct rng_device dev;
	struct deed_hwrng generator;
	struct deed_hrtimer timer; /* until there is a new number */
	struct deed_completion fresh; /* there is one */
	u32 period; /* in microseconds */
	u32 quality; /* bits of 1024 */
};

DEED_DEVICE_REF(rng_ref, struct rng, dev, deed_plain);
DEED_HRTIMER(rng_timer, rng_ref, dev, timer, hard, rng_is_fresh);

static ktime_t rng_is_fresh(const struct rng *r, const struct rng_hw *hw,
			    const struct deed_hardirq *in)
{
	deed_complete(&r->fresh);
	return 0;
}

static int rng_read_one(const struct rng *r, const struct rng_hw *hw,
			struct deed_hwrng_words *to)
{
	int err = deed_completion_wait_timeout(&r->fresh, usecs_to_jiffies(r->period) + HZ);

	if (err)
		return err;
	if (deed_gone(&r->dev))
		return -ENODEV;
	rng_timer_cancel(r); /* its function has completed, and may not have returned */
	deed_hwrng_give(to, deed_reg_read(&hw->regs, RNG_DATA));
	rng_timer_start(r, ns_to_ktime((u64)r->period * NSEC_PER_USEC));
	return 0;
}

static int rng_read(const struct rng *r, const struct rng_hw *hw,
		    struct deed_hwrng_words *to, bool wait)
{
	int err;

	if (!wait && rng_timer_pending(r))
		return 0;
	do
		err = rng_read_one(r, hw, to);
	while (!err && wait && deed_hwrng_wants(to));
	return err;
}

DEED_HWRNG(rng_generator, rng_ref, dev, generator, rng_read);

static int rng_probe(struct deed_platform *dev, struct rng *r, struct rng_hw *hw)
{
	int err = rng_regs_map(&hw->regs, deed_platform_mem(dev, 0)) ?:
		  deed_property_u32(&dev->scope, "period", &r->period) ?:
		  deed_property_u32_or(&dev->scope, "quality", 0, &r->quality);

	if (err)
		return err;
	rng_timer_init(r);
	deed_completion_init(&r->fresh);
	deed_complete(&r->fresh); /* as far as anybody knows */
	return 0;
}

static int rng_start(const struct rng *r, const struct rng_hw *hw,
		     struct rng_device_scope *scope)
{
	int err = rng_generator_register(scope, r->quality);

	if (!err)
		dev_info(deed_dev(&r->dev), "32 bits in %u us\n", r->period);
	return err;
}

/* The timer is off: who waits for it need not. */
static void rng_quiesce(const struct rng *r, const struct rng_hw *hw)
{
	deed_complete_all(&r->fresh);
}

DEED_OF_IDS(rng_ids, { .compatible = "timeriomem_rng" });

DEED_OF_DRIVER(rng_driver, "timeriomem_rng", rng_ids, rng_ref, dev, rng_probe,
	       start, rng_start, quiesce, rng_quiesce);

deed_module(rng_driver, rng_driver_register);

MODULE_DESCRIPTION("Random numbers in a register, ported to deed");
MODULE_LICENSE("GPL");
