// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/netdev.h>: that packets reach the driver and are counted, that the PHY
 * is attached while the network device is up, and that nobody sends once the device has
 * gone.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kmsg_dump.h>
#include <linux/module.h>
#include <linux/workqueue.h>
#include <net/sch_generic.h>

#include <deed/mdio.h>
#include <deed/netdev.h>
#include <deed/platform.h>

#include "fake_phy.h"
#include "fake_platform.h"
#include "fault.h"
#include "story.h"
#include "thread.h"

deed_unsafe_file("tests send as the kernel would, and are the PHY");

#define NAME	"deed-toy-net"
#define NO_PHY	3 /* the address of a device that is none */

DEED_DEVICE_TYPE(toy_device, struct deed_no_hw);

struct toy {
	struct toy_device dev;
};

static struct {
	struct fake_phy phy;
	struct task_struct *opener; /* whose n-th access fails */
	unsigned int accesses, fail_at;
	/* how it is registered */
	unsigned int addr;
	bool early, other, twice;
	unsigned int fault; /* which step fails; 0: none */
	bool hit;
	int err;
	/* what was sent last, and what becomes of it */
	const struct toy *state;
	struct sk_buff *skb;
	unsigned int len, calls, freed;
	bool soft, drops;
	bool stays, inside, unbinding; /* stays for a while after that */
	struct story story;
	unsigned int states;
} toy;

static void toy_release(struct toy *t)
{
	toy.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static bool toy_fails(void)
{
	return current == toy.opener && ++toy.accesses == toy.fail_at;
}

static int toy_read(const struct toy *t, const struct deed_no_hw *hw, struct deed_mdio_c22 at,
		    u16 *value)
{
	if (at.addr != FAKE_PHY_ADDR)
		return 0;
	*value = *fake_phy_reg(&toy.phy, at.reg);
	return toy_fails() ? -EIO : 0;
}

static int toy_write(const struct toy *t, const struct deed_no_hw *hw, struct deed_mdio_c22 at,
		     u16 value)
{
	if (at.addr != FAKE_PHY_ADDR)
		return 0;
	if (at.reg == MII_BMCR)
		value &= ~(BMCR_RESET | BMCR_ANRESTART);
	*fake_phy_reg(&toy.phy, at.reg) = value;
	return toy_fails() ? -EIO : 0;
}

DEED_MDIO_BUS(toy_bus, toy_ref, dev, "a toy", read, toy_read, write, toy_write);

static void toy_stay(void)
{
	unsigned long end = jiffies + STORY_PATIENCE;

	WRITE_ONCE(toy.inside, true);
	while (!READ_ONCE(toy.unbinding) && time_before(jiffies, end))
		cpu_relax();
	mdelay(200);
}

static deed_misuses("tells by what it was called") void
toy_xmit(const struct toy *t, const struct deed_no_hw *hw, struct deed_packet packet,
	 const struct deed_softirq *in)
{
	toy.calls++;
	toy.state = hw == &t->dev.__hw ? t : NULL;
	toy.skb = packet.__ptr;
	toy.len = deed_packet_len(&packet);
	toy.soft = in && in_softirq();
	if (toy.stays)
		toy_stay();
	if (toy.drops)
		deed_packet_drop(&packet);
	else
		deed_packet_sent(deed_move(packet));
	story_tell(&toy.story, 'x');
}

DEED_NETDEV(toy_net, toy_ref, dev, toy_xmit);

static void toy_unmapped(void *data)
{
	story_tell(&toy.story, 'u');
}

static int toy_probe(struct deed_platform *dev, struct toy *t, struct deed_no_hw *hw)
{
	return devm_add_action(dev->scope.__dev, toy_unmapped, NULL);
}

/* There is something on the bus that is no PHY; it goes with the bus. */
static int toy_add_other(struct device *dev)
{
	struct mdio_device *other;
	struct mii_bus *bus;
	char id[MII_BUS_ID_SIZE];
	int err;

	snprintf(id, sizeof(id), "%s-mii", dev_name(dev));
	bus = mdio_find_bus(id);
	if (!bus)
		return -ENODEV;
	other = mdio_device_create(bus, NO_PHY);
	err = IS_ERR(other) ? PTR_ERR(other) : mdio_device_register(other);
	put_device(&bus->dev);
	return err;
}

static int toy_register(struct toy_device_scope *scope)
{
	int err;

	if (toy.fault)
		fault_at(toy.fault);
	err = toy_net_register(scope, toy.addr, PHY_INTERFACE_MODE_MII);
	if (toy.fault)
		toy.hit = fault_hit();
	toy.fault = 0;
	return err;
}

static int toy_start(const struct toy *t, const struct deed_no_hw *hw,
		     struct toy_device_scope *scope)
{
	toy.states++;
	toy.err = toy.early ? toy_register(scope) : 0;
	toy.err = toy.err ?: toy_bus_register(scope);
	if (toy.other)
		toy.err = toy.err ?: toy_add_other(scope->scope.__dev);
	toy.err = toy.err ?: toy_register(scope);
	if (toy.twice)
		toy.err = toy.err ?: toy_register(scope);
	return toy.err;
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int netdev_test_init(struct kunit *test)
{
	memset(&toy, 0, sizeof(toy));
	fake_phy_preset(&toy.phy, 0x12345678); /* phylib's generic driver takes it */
	toy.addr = FAKE_PHY_ADDR;
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void netdev_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
}

/* A network device of a device, from the first; NULL if it has not so many. */
static struct net_device *netdev_of(struct platform_device *pdev, unsigned int which)
{
	struct net_device *at, *found = NULL;

	rtnl_lock();
	for_each_netdev(&init_net, at) {
		if (at->dev.parent == &pdev->dev && !which--) {
			found = at;
			break;
		}
	}
	rtnl_unlock();
	return found;
}

static struct platform_device *bound(struct kunit *test, int id)
{
	struct platform_device *pdev = fake_device(test, NAME, id, NULL, 0);

	KUNIT_ASSERT_NOT_NULL(test, netdev_of(pdev, 0));
	return pdev;
}

static int go_up(struct net_device *netdev)
{
	int err;

	rtnl_lock();
	err = dev_open(netdev, NULL);
	rtnl_unlock();
	return err;
}

static void go_down(struct net_device *netdev)
{
	rtnl_lock();
	dev_close(netdev);
	rtnl_unlock();
}

/* Waits until the kernel would send; false if it does not come to that. */
static bool sends(struct net_device *netdev)
{
	unsigned long end = jiffies + STORY_PATIENCE;

	while ((!netif_carrier_ok(netdev) || qdisc_tx_is_noop(netdev)) &&
	       time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
	return netif_carrier_ok(netdev) && !qdisc_tx_is_noop(netdev);
}

static void freed(struct sk_buff *skb)
{
	toy.freed++;
}

static struct sk_buff *packet(struct net_device *netdev, unsigned int len)
{
	struct sk_buff *skb = netdev_alloc_skb(netdev, len);

	if (!skb)
		return NULL;
	skb_put_zero(skb, len);
	skb_reset_mac_header(skb);
	skb->destructor = freed;
	return skb;
}

static void packets_are_sent_and_counted(struct kunit *test)
{
	static const unsigned int lengths[] = { ETH_HLEN, 60, 1514 };
	struct platform_device *pdev = bound(test, -1);
	struct net_device *netdev = netdev_of(pdev, 0);
	struct rtnl_link_stats64 stats;

	KUNIT_ASSERT_EQ(test, go_up(netdev), 0);
	KUNIT_ASSERT_TRUE(test, sends(netdev));
	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++) {
		struct sk_buff *skb = packet(netdev, lengths[i]);

		KUNIT_ASSERT_NOT_NULL(test, skb);
		KUNIT_EXPECT_EQ(test, dev_queue_xmit(skb), NET_XMIT_SUCCESS);
		KUNIT_EXPECT_EQ(test, toy.calls, i + 1);
		KUNIT_EXPECT_PTR_EQ(test, toy.skb, skb);
		KUNIT_EXPECT_EQ(test, toy.len, lengths[i]);
		KUNIT_EXPECT_EQ(test, toy.freed, i + 1);
	}
	KUNIT_EXPECT_TRUE(test, toy.soft);
	KUNIT_EXPECT_PTR_EQ(test, (void *)toy.state, platform_get_drvdata(pdev));
	dev_get_stats(netdev, &stats);
	KUNIT_EXPECT_EQ(test, stats.tx_packets, 3);
	KUNIT_EXPECT_EQ(test, stats.tx_bytes, ETH_HLEN + 60 + 1514);
	KUNIT_EXPECT_EQ(test, stats.tx_dropped, 0);
}

static void packets_that_are_lost_are_counted(struct kunit *test)
{
	struct net_device *netdev = netdev_of(bound(test, -1), 0);
	struct rtnl_link_stats64 stats;

	toy.drops = true;
	KUNIT_ASSERT_EQ(test, go_up(netdev), 0);
	KUNIT_ASSERT_TRUE(test, sends(netdev));
	for (unsigned int i = 1; i <= 2; i++) {
		/* the driver has taken it */
		KUNIT_EXPECT_EQ(test, dev_queue_xmit(packet(netdev, 60)), NET_XMIT_SUCCESS);
		KUNIT_EXPECT_EQ(test, toy.calls, i);
		KUNIT_EXPECT_EQ(test, toy.freed, i);
	}
	dev_get_stats(netdev, &stats);
	KUNIT_EXPECT_EQ(test, stats.tx_dropped, 2);
	KUNIT_EXPECT_EQ(test, stats.tx_packets, 0);
	KUNIT_EXPECT_EQ(test, stats.tx_bytes, 0);
}

static void each_device_has_its_own(struct kunit *test)
{
	struct platform_device *a = bound(test, 0), *b = bound(test, 1);
	struct net_device *of_a = netdev_of(a, 0), *of_b = netdev_of(b, 0);

	KUNIT_ASSERT_EQ(test, go_up(of_a), 0);
	KUNIT_ASSERT_EQ(test, go_up(of_b), 0);
	KUNIT_ASSERT_TRUE(test, sends(of_a) && sends(of_b));
	KUNIT_EXPECT_EQ(test, dev_queue_xmit(packet(of_a, 60)), NET_XMIT_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, (void *)toy.state, platform_get_drvdata(a));
	KUNIT_EXPECT_EQ(test, dev_queue_xmit(packet(of_b, 60)), NET_XMIT_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, (void *)toy.state, platform_get_drvdata(b));
	fake_device_gone(test, a);
	KUNIT_EXPECT_EQ(test, dev_queue_xmit(packet(of_b, 60)), NET_XMIT_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy.calls, 3);
}

static void phy_is_attached_while_it_is_up(struct kunit *test)
{
	struct net_device *netdev = netdev_of(bound(test, -1), 0);
	struct ethtool_link_ksettings settings;

	for (int i = 0; i < 2; i++) {
		KUNIT_EXPECT_NULL(test, netdev->phydev);
		KUNIT_EXPECT_EQ(test, phy_ethtool_get_link_ksettings(netdev, &settings),
				-ENODEV);
		KUNIT_ASSERT_EQ(test, go_up(netdev), 0);
		KUNIT_ASSERT_TRUE(test, sends(netdev));
		KUNIT_ASSERT_NOT_NULL(test, netdev->phydev);
		KUNIT_EXPECT_EQ(test, netdev->phydev->mdio.addr, FAKE_PHY_ADDR);
		KUNIT_EXPECT_EQ(test, netdev->phydev->interface, PHY_INTERFACE_MODE_MII);
		KUNIT_EXPECT_EQ(test, phy_ethtool_get_link_ksettings(netdev, &settings), 0);
		KUNIT_EXPECT_EQ(test, settings.base.speed, SPEED_100);
		go_down(netdev);
		KUNIT_EXPECT_FALSE(test, netif_carrier_ok(netdev));
	}
	/* nobody sends what comes too late */
	KUNIT_EXPECT_EQ(test, dev_direct_xmit(packet(netdev, 60), 0), NET_XMIT_DROP);
	KUNIT_EXPECT_EQ(test, toy.calls, 0);
	KUNIT_EXPECT_EQ(test, toy.freed, 1);
}

/* Each access that up makes fails once; then it is down, or the access did not matter. */
static void up_fails_if_the_phy_cannot_be_reached(struct kunit *test)
{
	struct net_device *netdev = netdev_of(bound(test, -1), 0);
	unsigned int failed = 0;

	for (toy.fail_at = 1; toy.fail_at < 100; toy.fail_at++) {
		int err;

		toy.accesses = 0;
		toy.opener = current;
		err = go_up(netdev);
		toy.opener = NULL;
		failed += !!err;
		KUNIT_EXPECT_TRUE(test, !err || err == -EIO);
		KUNIT_EXPECT_EQ(test, netif_running(netdev), !err);
		KUNIT_EXPECT_EQ(test, !netdev->phydev, !!err);
		go_down(netdev);
		if (toy.accesses < toy.fail_at)
			break;
	}
	KUNIT_EXPECT_GT(test, failed, 0);
	KUNIT_EXPECT_LT(test, toy.fail_at, 100);
	KUNIT_ASSERT_EQ(test, go_up(netdev), 0);
	KUNIT_EXPECT_TRUE(test, sends(netdev));
}

/* phylib would take the PHY from who has it. */
static void phy_of_two_is_of_the_first_that_is_up(struct kunit *test)
{
	struct platform_device *pdev;
	struct net_device *a, *b;

	toy.twice = true;
	pdev = bound(test, -1);
	a = netdev_of(pdev, 0);
	b = netdev_of(pdev, 1);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_ASSERT_EQ(test, go_up(a), 0);
	KUNIT_EXPECT_EQ(test, go_up(b), -EBUSY);
	KUNIT_EXPECT_NULL(test, b->phydev);
	KUNIT_ASSERT_NOT_NULL(test, a->phydev);
	KUNIT_EXPECT_PTR_EQ(test, a->phydev->attached_dev, a);
	KUNIT_ASSERT_TRUE(test, sends(a));
	KUNIT_EXPECT_EQ(test, dev_queue_xmit(packet(a, 60)), NET_XMIT_SUCCESS);
	KUNIT_EXPECT_EQ(test, toy.calls, 1);
	go_down(a);
	KUNIT_EXPECT_EQ(test, go_up(b), 0);
	KUNIT_EXPECT_TRUE(test, sends(b));
}

static bool log_says(const char *what)
{
	struct kmsg_dump_iter iter;
	static char line[256];
	size_t len;

	kmsg_dump_rewind(&iter);
	while (kmsg_dump_get_line(&iter, false, line, sizeof(line) - 1, &len)) {
		line[len] = 0;
		if (strstr(line, what))
			return true;
	}
	return false;
}

static void expect_no_phy(struct kunit *test, int id, const char *phy)
{
	struct platform_device *pdev = fake_device(test, NAME, id, NULL, 0);
	char line[64];

	snprintf(line, sizeof(line), "no PHY %s.%d-mii:%s", NAME, id, phy);
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, toy.err, -ENODEV);
	KUNIT_EXPECT_TRUE(test, log_says(line));
	KUNIT_EXPECT_NULL(test, netdev_of(pdev, 0));
	KUNIT_EXPECT_TRUE(test, list_empty(&pdev->dev.devres_head));
}

static void phy_that_is_not_there_is_told(struct kunit *test)
{
	toy.addr = FAKE_PHY_ADDR + 1;
	expect_no_phy(test, 1, "08");
	toy.addr = PHY_MAX_ADDR;
	expect_no_phy(test, 2, "20");
	toy.addr = 0x100 + FAKE_PHY_ADDR;
	expect_no_phy(test, 3, "107");
}

static void phy_comes_after_its_bus(struct kunit *test)
{
	toy.early = true;
	expect_no_phy(test, 4, "07");
}

static void device_that_is_no_phy_is_refused(struct kunit *test)
{
	toy.other = true;
	bound(test, -1);
	toy.addr = NO_PHY;
	expect_no_phy(test, 5, "03");
}

static void netpoll_is_kept_away(struct kunit *test)
{
	struct net_device *netdev = netdev_of(bound(test, -1), 0);

	KUNIT_EXPECT_TRUE(test, netdev->priv_flags & IFF_DISABLE_NETPOLL);
}

static int tells_phy(struct notifier_block *nb, unsigned long event, void *dev)
{
	if (event == BUS_NOTIFY_REMOVED_DEVICE)
		story_tell(&toy.story, 'p');
	return NOTIFY_OK;
}

static int tells_netdev(struct notifier_block *nb, unsigned long event, void *data)
{
	if (netdev_notifier_info_to_dev(data)->netdev_ops != &__toy_net_ops)
		return NOTIFY_OK;
	if (event == NETDEV_DOWN)
		story_tell(&toy.story, 'd');
	if (event == NETDEV_UNREGISTER)
		story_tell(&toy.story, 'n');
	return NOTIFY_OK;
}

static struct notifier_block of_phys = { .notifier_call = tells_phy };
static struct notifier_block of_netdevs = { .notifier_call = tells_netdev };

static int sends_one(void *skb)
{
	return dev_direct_xmit(skb, 0);
}

/*
 * It is up, and somebody is inside: what the callback uses goes after it. Who sends has
 * a CPU of his own, for he does not let others run, nor the timers of one that is idle.
 */
static void unbind_waits_for_who_sends(struct kunit *test)
{
	struct platform_device *pdev = bound(test, -1);
	struct net_device *netdev = netdev_of(pdev, 0);
	struct thread *sender;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	set_cpus_allowed_ptr(current, cpumask_of(cpumask_first(cpu_online_mask)));
	KUNIT_ASSERT_EQ(test, go_up(netdev), 0);
	KUNIT_ASSERT_TRUE(test, sends(netdev));
	toy.stays = true;
	sender = thread_make(test, sends_one, packet(netdev, 60));
	kthread_bind(sender->task, cpumask_last(cpu_online_mask));
	bus_register_notifier(&mdio_bus_type, &of_phys);
	register_netdevice_notifier(&of_netdevs);
	story_begin(&toy.story);
	wake_up_process(sender->task);
	while (!READ_ONCE(toy.inside) && !completion_done(&sender->done))
		cond_resched();
	WRITE_ONCE(toy.unbinding, true);
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, thread_join(test, sender), NETDEV_TX_OK);
	EXPECT_STORY(test, &toy.story, "xdnpu");
	unregister_netdevice_notifier(&of_netdevs);
	bus_unregister_notifier(&mdio_bus_type, &of_phys);
	KUNIT_EXPECT_EQ(test, toy.freed, 1);
	KUNIT_EXPECT_EQ(test, toy.states, 0);
	KUNIT_EXPECT_NULL(test, netdev_of(pdev, 0));
}

static void nothing_is_left_of_what_failed(struct kunit *test)
{
	struct platform_device *pdev = bound(test, -1);
	unsigned int failed = 0;

	faults_on(test);
	toy.hit = true;
	/* deed's own steps are early; the rest is the kernel's: some of them are enough */
	for (unsigned int n = 1; toy.hit && n < 5000; n += 1 + n / 64) {
		device_release_driver(&pdev->dev);
		story_begin(&toy.story);
		toy.fault = n;
		if (device_attach(&pdev->dev) == 1)
			continue;
		failed++;
		KUNIT_EXPECT_LT(test, toy.err, 0);
		KUNIT_EXPECT_NULL(test, netdev_of(pdev, 0));
		KUNIT_EXPECT_EQ(test, toy.states, 0);
		KUNIT_EXPECT_TRUE(test, list_empty(&pdev->dev.devres_head));
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, toy.hit);
	KUNIT_EXPECT_GT(test, failed, 5);
	KUNIT_ASSERT_NOT_NULL(test, netdev_of(pdev, 0));
	KUNIT_EXPECT_EQ(test, go_up(netdev_of(pdev, 0)), 0);
}

static struct kunit_case netdev_cases[] = {
	KUNIT_CASE(packets_are_sent_and_counted),
	KUNIT_CASE(packets_that_are_lost_are_counted),
	KUNIT_CASE(each_device_has_its_own),
	KUNIT_CASE(phy_is_attached_while_it_is_up),
	KUNIT_CASE(up_fails_if_the_phy_cannot_be_reached),
	KUNIT_CASE(phy_of_two_is_of_the_first_that_is_up),
	KUNIT_CASE(phy_that_is_not_there_is_told),
	KUNIT_CASE(phy_comes_after_its_bus),
	KUNIT_CASE(device_that_is_no_phy_is_refused),
	KUNIT_CASE(netpoll_is_kept_away),
	KUNIT_CASE(unbind_waits_for_who_sends),
	KUNIT_CASE(nothing_is_left_of_what_failed),
	{}
};

static struct kunit_suite netdev_suite = {
	.name = "deed_netdev",
	.init = netdev_test_init,
	.exit = netdev_test_exit,
	.test_cases = netdev_cases,
};

kunit_test_suite(netdev_suite);

MODULE_DESCRIPTION("Tests of network devices");
MODULE_LICENSE("GPL");
