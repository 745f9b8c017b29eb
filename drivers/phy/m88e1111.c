// SPDX-License-Identifier: GPL-2.0
/*
 * Marvell's PHY 88E1111 with a copper cable, wired by MII, GMII or RGMII: what the
 * kernel's drivers/net/phy/marvell.c does for it, with deed.
 *
 * Left out: SGMII, RTBI, 1000BASE-X and fiber, which are told -EOPNOTSUPP; registers that
 * the device tree sets (marvell,reg-init); downshift as a tunable of ethtool.
 */
#include <linux/bitfield.h>
#include <linux/bits.h>

#include <deed/delay.h>
#include <deed/module.h>
#include <deed/phy.h>

/* PHY specific control */
#define M88E1111_SCR		DEED_C22(16)
#define SCR_CROSSOVER		GENMASK(6, 5)
#define SCR_MDI			FIELD_PREP(SCR_CROSSOVER, 0)
#define SCR_MDI_X		FIELD_PREP(SCR_CROSSOVER, 1)
#define SCR_AUTO		FIELD_PREP(SCR_CROSSOVER, 3)

/* PHY specific status */
#define M88E1111_SSR		DEED_C22(17)
#define SSR_1000		BIT(15)
#define SSR_100			BIT(14)
#define SSR_FULL		BIT(13)
#define SSR_RESOLVED		BIT(11)

/* What raises interrupts, and what did: reading acknowledges */
#define M88E1111_IMASK		DEED_C22(18)
#define M88E1111_IEVENT		DEED_C22(19)
#define INT_SPEED		BIT(14)
#define INT_DUPLEX		BIT(13)
#define INT_LINK		BIT(10)
#define INT_ALL			(INT_SPEED | INT_DUPLEX | INT_LINK)

/* Extended control */
#define M88E1111_EXT_CR		DEED_C22(20)
#define EXT_CR_DOWNSHIFT	GENMASK(11, 9) /* after how many attempts, less one */
#define EXT_CR_DOWNSHIFT_ON	BIT(8)
#define EXT_CR_RX_DELAY		BIT(7) /* for RGMII */
#define EXT_CR_TX_DELAY		BIT(1)

/* Extended status: how it is wired, from pins, and changed by software */
#define M88E1111_EXT_SR		DEED_C22(27)
#define EXT_SR_MODE		GENMASK(3, 0)
#define EXT_SR_COPPER_1000X	0x8
#define EXT_SR_COPPER_RGMII	0xb
#define EXT_SR_FIBER		BIT(13) /* has won over copper */

#define M88E1111_LED		DEED_C22(24)
#define LED_DIRECT		0x4100 /* each LED says one thing; those that blink: in 84 ms */
#define LED_BLINK_MS		(84 / 2)

/*
 * What LEDs do instead: two bits for each, from TX, RX, 1000, 100, 10 Mbit/s to duplex.
 * So say the kernel's sky2.h and skge.h, whose network cards have such PHYs.
 */
#define M88E1111_LED_OVERRIDE	DEED_C22(25)
#define OVERRIDE_BITS		2
#define OVERRIDE_MASK		GENMASK(1, 0)
#define OVERRIDE_BLINK		1
#define OVERRIDE_OFF		2
#define OVERRIDE_ON		3
#define OVERRIDE_LEDS		6

/* Counters forget what was read */
#define M88E1111_RX_ERRORS	DEED_C22(21)
#define M88E1111_IDLE_ERRORS	DEED_C22(MII_STAT1000)
#define IDLE_ERRORS		GENMASK(7, 0)

#define M88E1111_PAGE		DEED_C22(22)
#define COPPER_PAGE		0

/* The cable test (virtual cable tester): on page n, of pair n */
#define M88E1111_VCT		DEED_C22(28)
#define VCT_BUSY		BIT(15) /* on page 0: begin; and not over yet */
#define VCT_FOUND		GENMASK(14, 13)
#define VCT_OK			0
#define VCT_SHORT		1
#define VCT_OPEN		2
#define VCT_DISTANCE		GENMASK(7, 0)
#define VCT_FAR			0xff /* nothing came back */
#define VCT_PAIRS		4

/* Registers behind registers, for what Marvell's manual of the cable test asks */
#define M88E1111_MORE_ADDR	DEED_C22(29)
#define M88E1111_MORE_DATA	DEED_C22(30)
#define MORE_VCT		0x18

/* Attempts at 1000 Mbit/s until it tries less: cables with two pairs get no further */
#define ATTEMPTS		3

/* Of each PHY; under phydev->lock. */
struct m88e1111 {
	u64 rx_errors, idle_errors;
};

static int m88e1111_probe(struct deed_phy *phy, struct m88e1111 *p)
{
	return 0; /* the data is zeroed */
}

DEED_PHY_CALLBACK(probe, m88e1111_probe, struct m88e1111);

static int m88e1111_read_page(struct deed_phy_bus *bus, u16 *page)
{
	return deed_phy_bus_read(bus, M88E1111_PAGE, page);
}

DEED_PHY_CALLBACK(read_page, m88e1111_read_page);

static int m88e1111_write_page(struct deed_phy_bus *bus, u16 page)
{
	return deed_phy_bus_write(bus, M88E1111_PAGE, page);
}

DEED_PHY_CALLBACK(write_page, m88e1111_write_page);

static int m88e1111_read_paged(struct deed_phy *phy, u16 page, struct deed_c22 reg, u16 *value)
{
	deed_own(deed_phy_page, selected) = deed_phy_page_select(phy, page);
	int err;

	if (!deed_ok(selected))
		return deed_err(selected);
	err = deed_phy_bus_read(deed_phy_page_bus(&selected), reg, value);
	return deed_phy_page_end(deed_move(selected), err);
}

static int m88e1111_write_paged(struct deed_phy *phy, u16 page, struct deed_c22 reg, u16 value)
{
	deed_own(deed_phy_page, selected) = deed_phy_page_select(phy, page);
	int err;

	if (!deed_ok(selected))
		return deed_err(selected);
	err = deed_phy_bus_write(deed_phy_page_bus(&selected), reg, value);
	return deed_phy_page_end(deed_move(selected), err);
}

/* What is set here is in effect after a reset. */
static int m88e1111_downshift(struct deed_phy *phy)
{
	return deed_phy_modify(phy, M88E1111_EXT_CR, EXT_CR_DOWNSHIFT | EXT_CR_DOWNSHIFT_ON,
			       FIELD_PREP(EXT_CR_DOWNSHIFT, ATTEMPTS - 1) |
			       EXT_CR_DOWNSHIFT_ON) ?:
	       deed_genphy_soft_reset(phy);
}

static int m88e1111_rgmii(struct deed_phy *phy, u16 delays)
{
	u16 status;
	int err = deed_phy_modify(phy, M88E1111_EXT_CR, EXT_CR_RX_DELAY | EXT_CR_TX_DELAY,
				  delays) ?:
		  deed_phy_read(phy, M88E1111_EXT_SR, &status);

	if (err)
		return err;
	if (status & EXT_SR_FIBER)
		return -EOPNOTSUPP;
	return deed_phy_write(phy, M88E1111_EXT_SR,
			      (status & ~EXT_SR_MODE) | EXT_SR_COPPER_RGMII);
}

/* What the PHY is to know of its wires. */
static int m88e1111_wire(struct deed_phy *phy)
{
	switch (deed_phy_interface(phy)) {
	case PHY_INTERFACE_MODE_RGMII:
		return m88e1111_rgmii(phy, 0);
	case PHY_INTERFACE_MODE_RGMII_ID:
		return m88e1111_rgmii(phy, EXT_CR_RX_DELAY | EXT_CR_TX_DELAY);
	case PHY_INTERFACE_MODE_RGMII_RXID:
		return m88e1111_rgmii(phy, EXT_CR_RX_DELAY);
	case PHY_INTERFACE_MODE_RGMII_TXID:
		return m88e1111_rgmii(phy, EXT_CR_TX_DELAY);
	case PHY_INTERFACE_MODE_MII:
	case PHY_INTERFACE_MODE_GMII:
		return 0;
	default:
		return -EOPNOTSUPP;
	}
}

static int m88e1111_config_init(struct deed_phy *phy)
{
	return m88e1111_downshift(phy) ?:
	       m88e1111_wire(phy) ?:
	       deed_genphy_soft_reset(phy);
}

DEED_PHY_CALLBACK(config_init, m88e1111_config_init);

static int m88e1111_crossover(struct deed_phy *phy, u8 wanted, bool *changed)
{
	u16 set = wanted == ETH_TP_MDI ? SCR_MDI :
		  wanted == ETH_TP_MDI_X ? SCR_MDI_X : SCR_AUTO;

	return deed_phy_modify_changed(phy, M88E1111_SCR, SCR_CROSSOVER, set, changed);
}

/* A crossover, and a speed that is forced, are in effect after a reset. */
static int m88e1111_config_aneg(struct deed_phy *phy, struct deed_phy_link *link)
{
	bool changed = false;
	u16 status;
	int err = deed_phy_read(phy, M88E1111_EXT_SR, &status);

	if (err)
		return err;
	if ((status & EXT_SR_MODE) == EXT_SR_COPPER_1000X)
		return -EOPNOTSUPP;
	err = m88e1111_crossover(phy, deed_phy_link_crossover(link), &changed) ?:
	      deed_phy_write(phy, M88E1111_LED, LED_DIRECT) ?:
	      deed_genphy_config_aneg(link);
	if (err || (deed_phy_link_negotiates(link) && !changed))
		return err;
	return deed_genphy_soft_reset(phy);
}

DEED_PHY_CALLBACK(config_aneg, m88e1111_config_aneg);

static int m88e1111_speed(u16 status)
{
	if (status & SSR_1000)
		return SPEED_1000;
	return status & SSR_100 ? SPEED_100 : SPEED_10;
}

static int m88e1111_read_negotiated(struct deed_phy_link *link, u16 status)
{
	int err;

	if (!(status & SSR_RESOLVED)) {
		deed_phy_link_down(link);
		return 0;
	}
	deed_phy_link_set(link, m88e1111_speed(status),
			  status & SSR_FULL ? DUPLEX_FULL : DUPLEX_HALF);
	err = deed_genphy_read_lpa(link);
	if (!err)
		deed_phy_link_resolve_pause(link);
	return err;
}

/* After a downshift the link has less than both partners can: the PHY knows what. */
static int m88e1111_read_status(struct deed_phy *phy, struct deed_phy_link *link)
{
	u16 status;
	int err = deed_phy_read(phy, M88E1111_SSR, &status) ?:
		  deed_genphy_update_link(link);

	if (err)
		return err;
	deed_phy_link_forget(link);
	return deed_phy_link_negotiates(link) ? m88e1111_read_negotiated(link, status) :
						deed_genphy_read_status_fixed(link);
}

DEED_PHY_CALLBACK(read_status, m88e1111_read_status);

/* What was there before is of no interest. */
static int m88e1111_acknowledge(struct deed_phy *phy)
{
	u16 events;

	return deed_phy_read(phy, M88E1111_IEVENT, &events);
}

static int m88e1111_config_intr(struct deed_phy *phy, bool on)
{
	if (on)
		return m88e1111_acknowledge(phy) ?:
		       deed_phy_write(phy, M88E1111_IMASK, INT_ALL);
	return deed_phy_write(phy, M88E1111_IMASK, 0) ?: m88e1111_acknowledge(phy);
}

DEED_PHY_CALLBACK(config_intr, m88e1111_config_intr);

static enum deed_phy_event m88e1111_interrupt(struct deed_phy *phy, struct deed_phy_link *link)
{
	u16 events;

	if (deed_phy_read(phy, M88E1111_IEVENT, &events))
		return DEED_PHY_BROKEN;
	return events & INT_ALL ? DEED_PHY_LINK_CHANGED : DEED_PHY_NOT_OURS;
}

DEED_PHY_CALLBACK(handle_interrupt, m88e1111_interrupt);

static const char m88e1111_stats[][ETH_GSTRING_LEN] = {
	"phy_receive_errors_copper", "phy_idle_errors",
};

static int m88e1111_stat(struct deed_phy *phy, struct deed_phy_link *link, struct m88e1111 *p,
			 unsigned int which, u64 *value)
{
	u64 *sum = which ? &p->idle_errors : &p->rx_errors;
	u16 since;
	int err = which ? m88e1111_read_paged(phy, COPPER_PAGE, M88E1111_IDLE_ERRORS, &since) :
			  m88e1111_read_paged(phy, COPPER_PAGE, M88E1111_RX_ERRORS, &since);

	if (err)
		return err;
	*sum += which ? FIELD_GET(IDLE_ERRORS, since) : since;
	*value = *sum;
	return 0;
}

DEED_PHY_STATS(m88e1111_stat, m88e1111_stats, struct m88e1111);

/* While it negotiates, and does not come to an end, no cable test does. */
static int m88e1111_silence(struct deed_phy *phy)
{
	u16 control, status;
	int err = deed_phy_read(phy, DEED_C22(MII_BMCR), &control) ?:
		  deed_phy_read(phy, DEED_C22(MII_BMSR), &status);

	if (!err && control & BMCR_ANENABLE)
		err = deed_phy_modify(phy, DEED_C22(MII_BMCR), BMCR_ANENABLE, 0) ?:
		      deed_genphy_soft_reset(phy);
	if (!err && status & BMSR_LSTATUS)
		deed_sleep_us(1500 * USEC_PER_MSEC); /* the link goes down */
	return err;
}

/* In this order, says Marvell's manual of the cable test, and not why. */
static int m88e1111_cable_test_start(struct deed_phy *phy, struct deed_phy_link *link)
{
	return m88e1111_silence(phy) ?:
	       deed_phy_write(phy, M88E1111_MORE_ADDR, MORE_VCT) ?:
	       deed_phy_write(phy, M88E1111_MORE_DATA, 0xc2) ?:
	       deed_phy_write(phy, M88E1111_MORE_DATA, 0xca) ?:
	       deed_phy_write(phy, M88E1111_MORE_DATA, 0xc2) ?:
	       m88e1111_write_paged(phy, COPPER_PAGE, M88E1111_VCT, VCT_BUSY) ?:
	       deed_phy_write(phy, M88E1111_MORE_ADDR, MORE_VCT) ?:
	       deed_phy_write(phy, M88E1111_MORE_DATA, 0x42);
}

DEED_PHY_CALLBACK(cable_test_start, m88e1111_cable_test_start);

/* By the manual: y = 0.8018 x - 28.751 meters, which is nothing below 36. */
static u32 m88e1111_cm(u16 distance)
{
	return distance < 36 || distance == VCT_FAR ? 0 : (8018u * distance - 287510) / 100;
}

static u8 m88e1111_cable_result(u16 vct)
{
	switch (FIELD_GET(VCT_FOUND, vct)) {
	case VCT_OK:
		return FIELD_GET(VCT_DISTANCE, vct) == VCT_FAR ?
		       ETHTOOL_A_CABLE_RESULT_CODE_OK :
		       ETHTOOL_A_CABLE_RESULT_CODE_IMPEDANCE_MISMATCH;
	case VCT_SHORT:
		return ETHTOOL_A_CABLE_RESULT_CODE_SAME_SHORT;
	case VCT_OPEN:
		return ETHTOOL_A_CABLE_RESULT_CODE_OPEN;
	default:
		return ETHTOOL_A_CABLE_RESULT_CODE_UNSPEC;
	}
}

static int m88e1111_cable_test_get_status(struct deed_phy *phy, struct deed_phy_link *link,
					  bool *over)
{
	for (u8 pair = 0; pair < VCT_PAIRS; pair++) {
		u16 vct;
		int err = m88e1111_read_paged(phy, pair, M88E1111_VCT, &vct);

		if (err)
			return err;
		if (!pair && vct & VCT_BUSY)
			return 0;
		err = deed_phy_link_cable(link, pair, m88e1111_cable_result(vct),
					  m88e1111_cm(FIELD_GET(VCT_DISTANCE, vct)));
		if (err)
			return err;
	}
	*over = true;
	return 0;
}

DEED_PHY_CALLBACK(cable_test_get_status, m88e1111_cable_test_get_status);

static int m88e1111_override(struct deed_phy *phy, u8 led, u16 what)
{
	unsigned int at = OVERRIDE_BITS * led;

	if (led >= OVERRIDE_LEDS)
		return -EINVAL;
	return deed_phy_modify(phy, M88E1111_LED_OVERRIDE, OVERRIDE_MASK << at, what << at);
}

static int m88e1111_led_brightness(struct deed_phy *phy, struct deed_phy_link *link, u8 led,
				   enum led_brightness value)
{
	return m88e1111_override(phy, led, value == LED_OFF ? OVERRIDE_OFF : OVERRIDE_ON);
}

DEED_PHY_CALLBACK(led_brightness_set, m88e1111_led_brightness);

/* All that blink do so alike. What else is wanted, the kernel does by switching. */
static int m88e1111_led_blink(struct deed_phy *phy, struct deed_phy_link *link, u8 led,
			      unsigned long *on, unsigned long *off)
{
	if (!*on && !*off)
		*on = *off = LED_BLINK_MS;
	if (*on != LED_BLINK_MS || *off != LED_BLINK_MS)
		return -EINVAL;
	return m88e1111_override(phy, led, OVERRIDE_BLINK);
}

DEED_PHY_CALLBACK(led_blink_set, m88e1111_led_blink);

DEED_PHY_DRIVERS(m88e1111s,
		 DEED_PHY("Marvell 88E1111", MODEL(0x01410cc0), PHY_POLL_CABLE_TEST,
			  struct m88e1111, probe, m88e1111_probe,
			  config_init, m88e1111_config_init,
			  config_aneg, m88e1111_config_aneg,
			  read_status, m88e1111_read_status,
			  config_intr, m88e1111_config_intr,
			  handle_interrupt, m88e1111_interrupt,
			  suspend, genphy_suspend, resume, genphy_resume,
			  read_page, m88e1111_read_page,
			  write_page, m88e1111_write_page,
			  stats, m88e1111_stat,
			  cable_test_start, m88e1111_cable_test_start,
			  cable_test_get_status, m88e1111_cable_test_get_status,
			  led_brightness_set, m88e1111_led_brightness,
			  led_blink_set, m88e1111_led_blink));

deed_module(m88e1111s, m88e1111s_register);

MODULE_DESCRIPTION("Marvell's PHY 88E1111");
MODULE_LICENSE("GPL");
