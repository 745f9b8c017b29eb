// SPDX-License-Identifier: GPL-2.0
/*
 * The watchdog of Intel's 6300ESB: a port of drivers/watchdog/i6300esb.c.
 *
 * Two timers run one after the other; when the second is over, the machine is
 * reset. Here they share the timeout, and the end of the first does nothing.
 *
 * Source: Intel 6300ESB I/O Controller Hub, datasheet 300641-004, chapter 16.
 */
#include <deed/module.h>
#include <deed/pci.h>
#include <deed/watchdog.h>

/* In configuration space */
#define ESB_CONFIG		0x60 /* 16 bits */
#define ESB_CONFIG_NO_INTERRUPT	0x3 /* of the first timer; about 1 kHz; resets */
#define ESB_LOCK		0x68 /* 8 bits */
#define ESB_LOCK_ENABLE		BIT(1)
#define ESB_LOCK_LOCK		BIT(0) /* until the next reset of the machine */

DEED_MMIO(esb_regs, 0x10);
DEED_REG(esb_regs, ESB_TIMER_1, 0x00, rw, u32); /* in 1/1024 s */
DEED_REG(esb_regs, ESB_TIMER_2, 0x04, rw, u32);
DEED_REG(esb_regs, ESB_RELOAD, 0x0c, rw, u16);
#define ESB_RELOAD_TIMEOUT	BIT(9) /* it has reset the machine */
#define ESB_RELOAD_RELOAD	BIT(8)
#define ESB_RELOAD_UNLOCK_1	0x80
#define ESB_RELOAD_UNLOCK_2	0x86

static int heartbeat; /* seconds; 0: the preset */
module_param(heartbeat, int, 0);
MODULE_PARM_DESC(heartbeat, "Timeout in seconds (1 to 2046, preset 30)");

static bool nowayout = WATCHDOG_NOWAYOUT;
module_param(nowayout, bool, 0);
MODULE_PARM_DESC(nowayout, "Once started the watchdog cannot be stopped");

/* What the device gives, until unbind. */
struct esb_hw {
	struct esb_regs regs;
	struct deed_pci_config config;
};

DEED_DEVICE_TYPE(esb_device, struct esb_hw);

struct esb {
	struct esb_device dev;
	struct deed_watchdog watchdog;
};

DEED_DEVICE_REF(esb_ref, struct esb, dev, deed_plain);

/* The next access to a register is let through, one. */
static void esb_unlock(const struct esb_hw *hw)
{
	deed_reg_write(&hw->regs, ESB_RELOAD, ESB_RELOAD_UNLOCK_1);
	deed_reg_write(&hw->regs, ESB_RELOAD, ESB_RELOAD_UNLOCK_2);
}

static int esb_ping(const struct esb *e, const struct esb_hw *hw)
{
	esb_unlock(hw);
	deed_reg_write(&hw->regs, ESB_RELOAD, ESB_RELOAD_RELOAD);
	return 0;
}

static int esb_run(const struct esb *e, const struct esb_hw *hw)
{
	bool lock = deed_watchdog_nowayout(&e->watchdog);

	return esb_ping(e, hw) ?:
	       deed_pci_config_write8(&hw->config, ESB_LOCK,
				      ESB_LOCK_ENABLE | (lock ? ESB_LOCK_LOCK : 0));
}

static int esb_stop(const struct esb *e, const struct esb_hw *hw)
{
	u8 lock;
	int err = esb_ping(e, hw) ?:
		  deed_pci_config_write8(&hw->config, ESB_LOCK, 0) ?:
		  deed_pci_config_read8(&hw->config, ESB_LOCK, &lock);

	return err ?: lock & ESB_LOCK_ENABLE ? -EBUSY : 0;
}

static int esb_set_timeout(const struct esb *e, const struct esb_hw *hw,
			   unsigned int seconds)
{
	esb_unlock(hw);
	deed_reg_write(&hw->regs, ESB_TIMER_1, seconds << 9);
	esb_unlock(hw);
	deed_reg_write(&hw->regs, ESB_TIMER_2, seconds << 9);
	return esb_ping(e, hw);
}

DEED_WATCHDOG(esb_watchdog, esb_ref, dev, watchdog, esb_run, esb_stop,
	      ping, esb_ping, set_timeout, esb_set_timeout);

static int esb_probe(struct deed_pci *pci, struct esb *e, struct esb_hw *hw)
{
	deed_pci_config(pci, &hw->config);
	return esb_regs_map(&hw->regs, deed_pci_bar(pci, 0));
}

/* Stops it, if the firmware has not locked it, and forgets the last reset. */
static int esb_reset(const struct esb *e, const struct esb_hw *hw, bool *was_reset)
{
	u8 lock;
	int err = deed_pci_config_write16(&hw->config, ESB_CONFIG,
					  ESB_CONFIG_NO_INTERRUPT) ?:
		  deed_pci_config_read8(&hw->config, ESB_LOCK, &lock);

	if (err)
		return err;
	if (lock & ESB_LOCK_LOCK)
		dev_warn(deed_dev(&e->dev), "nowayout already set\n");
	err = deed_pci_config_write8(&hw->config, ESB_LOCK, 0);

	esb_unlock(hw);
	*was_reset = deed_reg_read(&hw->regs, ESB_RELOAD) & ESB_RELOAD_TIMEOUT;
	esb_unlock(hw);
	deed_reg_write(&hw->regs, ESB_RELOAD, ESB_RELOAD_TIMEOUT | ESB_RELOAD_RELOAD);
	return err;
}

static int esb_start(const struct esb *e, const struct esb_hw *hw,
		     struct esb_device_scope *scope)
{
	bool was_reset;
	int err = esb_reset(e, hw, &was_reset);

	if (err)
		return err;
	err = esb_watchdog_register(scope, &(struct deed_watchdog_config){
		.identity = "i6300ESB timer",
		.options = WDIOF_MAGICCLOSE,
		.boot_status = was_reset ? WDIOF_CARDRESET : 0,
		.timeout = 30,
		.min_timeout = 1,
		.max_timeout = 2046,
		.wanted = heartbeat,
		.nowayout = nowayout,
		.stop_on_reboot = true,
		.stop_on_unbind = true,
	});
	if (!err)
		dev_info(deed_dev(&e->dev), "initialized. heartbeat=%d sec (nowayout=%d)\n",
			 deed_watchdog_timeout(&e->watchdog), nowayout);
	return err;
}

DEED_PCI_IDS(esb_ids, { PCI_DEVICE(PCI_VENDOR_ID_INTEL, PCI_DEVICE_ID_INTEL_ESB_9) });

DEED_PCI_DRIVER(esb_driver, "i6300ESB timer", esb_ids, esb_ref, dev, esb_probe,
		start, esb_start);

deed_module(esb_driver, esb_driver_register);

MODULE_DESCRIPTION("The watchdog of Intel's 6300ESB, ported to deed");
MODULE_LICENSE("GPL");
