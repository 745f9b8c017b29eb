/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the test programs of deed_mdio_sim share: the network device, its link, and
 * what is to happen to it.
 */
#ifndef _SIM_TEST_H
#define _SIM_TEST_H

#include <unplug.h>

#include <linux/ethtool.h>
#include <linux/mii.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/socket.h>

/* Another test may have the link of another platform device, and PHY */
#ifndef DRIVER
#define DRIVER	"deed-mdio-sim"
#define ADDR	7
#endif
#define KNOBS	"/sys/kernel/debug/" DRIVER "-" DRIVER "/"
#define MODULE	"/modules/deed_mdio_sim.ko"

enum model { AX88772A, AX88772C, AX88796B, M88E1111, CLAUSE45 };

static const struct device sim_device = {
	.bus = "platform", .driver = DRIVER, .name = DRIVER,
};

static inline int sim_set(const char *knob, unsigned int value)
{
	char file[PATH_MAX], text[16];

	return put(path(file, KNOBS "%s", knob), path(text, "%u", value));
}

static inline unsigned long sim_get(const char *knob)
{
	char file[PATH_MAX], text[16];

	get(path(file, KNOBS "%s", knob), text, sizeof(text));
	return *text ? strtoul(text, NULL, 10) : ULONG_MAX;
}

/* What the kernel calls the network device; empty if there is none. */
static inline const char *sim_name(char *name, size_t len)
{
	struct dirent *entry;
	DIR *dir = opendir("/sys/bus/platform/devices/" DRIVER "/net");

	*name = 0;
	while (dir && !*name && (entry = readdir(dir))) {
		if (entry->d_name[0] != '.')
			snprintf(name, len, "%.*s", (int)len - 1, entry->d_name);
	}
	if (dir)
		closedir(dir);
	return name;
}

/* A request to the network device: 0 or a negative errno. */
static inline long sim_request(unsigned long request, struct ifreq *r)
{
	int fd = socket(AF_NETLINK, SOCK_RAW, 0);
	long err;

	if (!*sim_name(r->ifr_name, sizeof(r->ifr_name)))
		err = -ENODEV;
	else
		err = result(ioctl(fd, request, r));
	close(fd);
	return err;
}

static inline long sim_up(bool up)
{
	struct ifreq r = {};
	long err = sim_request(SIOCGIFFLAGS, &r);

	r.ifr_flags = up ? r.ifr_flags | IFF_UP : r.ifr_flags & ~IFF_UP;
	return err ?: sim_request(SIOCSIFFLAGS, &r);
}

static inline long sim_ethtool(void *command)
{
	struct ifreq r = { .ifr_data = command };

	return sim_request(SIOCETHTOOL, &r);
}

/* Whether the kernel says that there is a link. */
static inline bool sim_link(void)
{
	struct ethtool_value v = { .cmd = ETHTOOL_GLINK };

	return !sim_ethtool(&v) && v.data;
}

/* A register of the PHY, or a negative errno. */
static inline long sim_reg(unsigned int reg)
{
	struct ifreq r = {};
	struct mii_ioctl_data *mii = (void *)&r.ifr_data;
	long err;

	*mii = (struct mii_ioctl_data){ .phy_id = ADDR, .reg_num = reg };
	err = sim_request(SIOCGMIIREG, &r);
	return err ?: mii->val_out;
}

struct settings {
	struct ethtool_link_settings head;
	unsigned int masks[3 * SCHAR_MAX];
};

/* How the link is, with the masks of what both partners can do. */
static inline long sim_settings(struct settings *s)
{
	long err;

	*s = (struct settings){ .head.cmd = ETHTOOL_GLINKSETTINGS };
	err = sim_ethtool(s);
	if (err)
		return err;
	/* the kernel says how long its masks are, as a negative number */
	s->head.link_mode_masks_nwords = -s->head.link_mode_masks_nwords;
	s->head.cmd = ETHTOOL_GLINKSETTINGS;
	return sim_ethtool(s);
}

static inline long sim_force(unsigned int speed, unsigned int duplex)
{
	struct settings s;
	long err = sim_settings(&s);

	s.head.cmd = ETHTOOL_SLINKSETTINGS;
	s.head.autoneg = AUTONEG_DISABLE;
	s.head.speed = speed;
	s.head.duplex = duplex;
	return err ?: sim_ethtool(&s);
}

static inline long sim_negotiate(void)
{
	struct settings s;
	long err = sim_settings(&s);

	s.head.cmd = ETHTOOL_SLINKSETTINGS;
	s.head.autoneg = AUTONEG_ENABLE;
	return err ?: sim_ethtool(&s);
}

/* Whether pairs of the cable are to be swapped: ETH_TP_MDI, ETH_TP_MDI_X, ETH_TP_MDI_AUTO */
static inline long sim_crossover(unsigned int how)
{
	struct settings s;
	long err = sim_settings(&s);

	s.head.cmd = ETHTOOL_SLINKSETTINGS;
	s.head.eth_tp_mdix_ctrl = how;
	return err ?: sim_ethtool(&s);
}

#define MOST_COUNTERS	16

/* The counters of the PHY, "name=value name=value ". */
static inline long sim_counters(char *text, size_t len)
{
	struct {
		struct ethtool_gstrings head;
		char name[MOST_COUNTERS][ETH_GSTRING_LEN];
	} names = { .head = { .cmd = ETHTOOL_GSTRINGS, .string_set = ETH_SS_PHY_STATS } };
	struct {
		struct ethtool_stats head;
		__u64 value[MOST_COUNTERS];
	} values = { .head.cmd = ETHTOOL_GPHYSTATS };
	long err = sim_ethtool(&names) ?: sim_ethtool(&values);
	size_t used = 0;

	*text = 0;
	for (unsigned int i = 0; !err && i < values.head.n_stats && used < len; i++)
		used += snprintf(text + used, len - used, "%s=%llu ", names.name[i],
				 values.value[i]);
	return err;
}

static inline bool sim_runs_at(unsigned int speed, unsigned int duplex)
{
	struct settings s;

	return sim_link() && !sim_settings(&s) && s.head.speed == speed &&
	       s.head.duplex == duplex;
}

/* Load the module, with this PHY; the one that was loaded goes. */
static inline long sim_load(enum model model)
{
	char value[16];
	int fd = open(MODULE, O_RDONLY | O_CLOEXEC);
	long err = result(syscall(SYS_delete_module, "deed_mdio_sim", O_NONBLOCK));

	if (!err || err == -ENOENT)
		err = result(syscall(SYS_finit_module, fd, path(value, "model=%d", model), 0));
	close(fd);
	return err;
}

/* The driver of the PHY. */
static inline const char *sim_driver(char *name, size_t len)
{
	char link[PATH_MAX] = {}, *last;

	if (readlink("/sys/bus/mdio_bus/devices/" DRIVER "-mii:07/driver", link,
		     sizeof(link) - 1) < 0)
		*link = 0;
	last = strrchr(link, '/');
	snprintf(name, len, "%s", last ? last + 1 : "");
	return name;
}

#endif /* _SIM_TEST_H */
