// SPDX-License-Identifier: GPL-2.0
/*
 * drivers/phy against the drivers of the kernel's own that they stand for: on the same
 * PHYs, in the same scenarios, they ask and tell the PHY the same.
 *
 * For the stock kernel, which traces accesses: /sys/kernel/tracing/events/mdio. What is
 * repeated, as phylib does once a second, is written once; how often it comes depends on
 * time.
 */
#include "sim_cable.h"

#define TRACING		"/sys/kernel/debug/tracing/"
#define LONGEST		8 /* accesses in what is repeated */
#define MOST		1024 /* accesses in a scenario */

struct access {
	char way; /* 'r', 'w' */
	unsigned int reg, value;
};

/* What was asked and told in a scenario, and how it ended. */
struct story {
	struct access access[MOST];
	int n;
	long result;
	unsigned int speed, duplex; /* 0: no link */
	char said[256]; /* what was found or counted */
};

static int trace_on(bool on)
{
	return put(TRACING "events/mdio/mdio_access/enable", on ? "1" : "0");
}

/* The accesses to our PHY, of those to all addresses. */
static void read_trace(struct story *s)
{
	FILE *trace = fopen(TRACING "trace", "r");
	char line[256];

	while (trace && s->n < MOST && fgets(line, sizeof(line), trace)) {
		const char *event = strstr(line, "mdio_access: " DRIVER "-mii ");
		struct access a;
		unsigned int phy;

		if (event && sscanf(event, "mdio_access: %*s %c%*s phy:%x reg:%x val:%x", &a.way,
				    &phy, &a.reg, &a.value) == 4 && phy == ADDR)
			s->access[s->n++] = a;
	}
	if (trace)
		fclose(trace);
}

/* Whether two runs of accesses are the same, but for what was read. */
static bool same(const struct access *a, const struct access *b, int n)
{
	for (int i = 0; i < n; i++) {
		if (a[i].way != b[i].way || a[i].reg != b[i].reg || a[i].value != b[i].value)
			return false;
	}
	return true;
}

/* Of what is repeated one time is left. */
static void fold(struct story *s)
{
	int n = 0;

	for (int i = 0; i < s->n; i++) {
		s->access[n++] = s->access[i];
		for (int length = LONGEST; length; length--) {
			if (n >= 2 * length &&
			    same(&s->access[n - length], &s->access[n - 2 * length], length)) {
				n -= length;
				break;
			}
		}
	}
	s->n = n;
}

static const char *told(const struct story *s, char *text, size_t len)
{
	size_t used = 0;

	*text = 0;
	for (int i = 0; i < s->n && used < len; i++)
		used += snprintf(text + used, len - used, "%c%u=%04x ", s->access[i].way,
				 s->access[i].reg, s->access[i].value);
	if (used < len)
		snprintf(text + used, len - used, "-> %ld, %u/%u %s", s->result, s->speed,
			 s->duplex, s->said);
	return text;
}

static unsigned long transfers(void)
{
	char text[32];

	get("/sys/class/mdio_bus/" DRIVER "-mii/statistics/transfers_7", text, sizeof(text));
	return strtoul(text, NULL, 10);
}

/* Until phylib has just looked at the PHY, and will not for most of a second. */
static void look_over(void)
{
	unsigned long last, now = transfers();
	long long end = now_ns() + 4000000000ll;
	int still = 0;

	do {
		last = now;
		usleep(20000);
		now = transfers();
		still = now == last ? still + 1 : 0;
	} while (still < 10 && now_ns() < end);
}

static bool is_up(void)
{
	struct ifreq r = {};

	return !sim_request(SIOCGIFFLAGS, &r) && r.ifr_flags & IFF_UP;
}

#define LOOKS	8

/* Until phylib does not look at the PHY any more, or a look adds nothing. */
static void settle(struct story *s)
{
	static struct story last;

	for (int i = 0; i < LOOKS; i++) {
		unsigned long before = transfers();
		long long end = now_ns() + 1500000000ll;

		while (is_up() && transfers() == before && now_ns() < end)
			usleep(5000);
		look_over();
		last = *s;
		s->n = 0;
		read_trace(s);
		fold(s);
		if (transfers() == before ||
		    (i && s->n == last.n && same(s->access, last.access, s->n)))
			return;
	}
}

static enum model model;
static char said[sizeof(((struct story *)NULL)->said)];

static long probe(void) { return sim_load(model); }
static long up(void) { return sim_up(true); }
static long down(void) { return sim_up(false); }
static long force_10_half(void) { return sim_force(SPEED_10, DUPLEX_HALF); }
static long force_100_full(void) { return sim_force(SPEED_100, DUPLEX_FULL); }
static long cable_out(void) { return sim_set("unplugged", 1); }
static long cable_in(void) { return sim_set("unplugged", 0); }
static long silence(void) { return sim_set("partner_silent", 1) ?: sim_up(true); }

static long stick(void)
{
	return sim_set("reset_stuck", 1) ?: sim_up(true);
}

static long unstick(void)
{
	return sim_set("reset_stuck", 0) ?: sim_up(true);
}

static long cross(void) { return sim_crossover(ETH_TP_MDI_X); }
static long uncross(void) { return sim_crossover(ETH_TP_MDI); }
static long cross_by_itself(void) { return sim_crossover(ETH_TP_MDI_AUTO); }
static long count(void) { return sim_counters(said, sizeof(said)); }
static long test_cable(void) { return sim_cable_test(said, sizeof(said)); }

static long restart(void)
{
	struct ethtool_value v = { .cmd = ETHTOOL_NWAY_RST };

	return sim_ethtool(&v);
}

static long sleep_and_wake(void)
{
	int err = put("/sys/module/suspend/parameters/pm_test_delay", "0") ?:
		  put("/sys/power/pm_test", "devices") ?: put("/sys/power/state", "mem");

	put("/sys/power/pm_test", "none");
	return err;
}

#define UP	1 /* which scenario is the way up */

/* In this order, each from where the one before has led. */
static const struct scenario {
	const char *name;
	long (*run)(void);
} scenarios[] = {
	{ "probe", probe },
	[UP] = { "up", up },
	{ "forced to 10 Mbit/s, half duplex", force_10_half },
	{ "forced to 100 Mbit/s, full duplex", force_100_full },
	{ "autonegotiation", sim_negotiate },
	{ "autonegotiation again", restart },
	{ "pairs swapped", cross },
	{ "pairs not swapped", uncross },
	{ "pairs by themselves", cross_by_itself },
	{ "counters", count },
	{ "counters again", count },
	{ "cable tested", test_cable },
	{ "cable out", cable_out },
	{ "broken cable tested", test_cable },
	{ "cable in", cable_in },
	{ "suspend and resume", sleep_and_wake },
	{ "down", down },
	{ "up, reset bit stuck", stick },
	{ "up, after that", unstick },
	{ "down again", down },
	{ "up, partner silent", silence },
	{ "down at last", down },
};

#define FAULTS	64 /* more than there are accesses on the way up */

static struct story stories[2][ARRAY_SIZE(scenarios) + FAULTS];

static void record(struct story *s, long (*run)(void))
{
	struct settings now;
	unsigned long before;

	trace_on(true);
	do {	/* on a busy machine phylib may look once more before all is forgotten */
		look_over();
		before = transfers();
		close(open(TRACING "trace", O_WRONLY | O_TRUNC));
	} while (transfers() != before);
	*said = 0;
	s->result = run();
	settle(s);
	trace_on(false);
	memcpy(s->said, said, sizeof(said));
	if (sim_link() && !sim_settings(&now)) {
		s->speed = now.head.speed;
		s->duplex = now.head.duplex;
	}
}

/*
 * All scenarios, then one for each access on the way up that fails. Those that phylib
 * makes later, second by second, would not fail each time at the same moment.
 */
static int record_all(struct __test_metadata *_metadata, struct story *s)
{
	int n = 0, faults;

	for (size_t i = 0; i < ARRAY_SIZE(scenarios); i++)
		record(&s[n++], scenarios[i].run);
	EXPECT_EQ(0, sim_set("partner_silent", 0));
	faults = s[UP].n < FAULTS ? s[UP].n : FAULTS;
	for (int fault = 1; fault <= faults; fault++) {
		EXPECT_EQ(0, sim_set("error_in", fault));
		record(&s[n++], up);
		EXPECT_EQ(0, sim_get("error_in"));
		sim_up(false);
	}
	return n;
}

static long module(const char *name, bool load)
{
	char file[PATH_MAX];
	int fd = open(path(file, "/modules/%s.ko", name), O_RDONLY | O_CLOEXEC);
	long err = load ? result(syscall(SYS_finit_module, fd, "", 0)) :
			  result(syscall(SYS_delete_module, name, O_NONBLOCK));

	close(fd);
	return err;
}

FIXTURE(twins) {};

FIXTURE_VARIANT(twins)
{
	enum model model;
	const char *kernels, *ours;
};

FIXTURE_VARIANT_ADD(twins, ax88772a) { AX88772A, "ax88796b", "deed_asix" };
FIXTURE_VARIANT_ADD(twins, ax88772c) { AX88772C, "ax88796b", "deed_asix" };
FIXTURE_VARIANT_ADD(twins, ax88796b) { AX88796B, "ax88796b", "deed_asix" };
FIXTURE_VARIANT_ADD(twins, m88e1111) { M88E1111, "marvell", "deed_m88e1111" };

FIXTURE_SETUP(twins)
{
	model = variant->model;
	memset(stories, 0, sizeof(stories));
	ASSERT_EQ(0, module(variant->ours, false));
}

FIXTURE_TEARDOWN(twins)
{
	sim_up(false);
	trace_on(false);
	module(variant->kernels, false);
	module(variant->ours, true);
	EXPECT_EQ(0, sim_load(AX88772A));
}

TEST_F_TIMEOUT(twins, ask_and_tell_the_same, 1800)
{
	static char text[2][32 * MOST];
	int n[2];

	ASSERT_EQ(0, module(variant->kernels, true));
	n[0] = record_all(_metadata, stories[0]);
	ASSERT_EQ(0, module(variant->kernels, false));
	ASSERT_EQ(0, module(variant->ours, true));
	n[1] = record_all(_metadata, stories[1]);

	EXPECT_EQ(n[0], n[1]);
	EXPECT_LT((int)ARRAY_SIZE(scenarios) + 5, n[0]);
	for (int i = 0; i < n[0]; i++) {
		const char *name = i < (int)ARRAY_SIZE(scenarios) ? scenarios[i].name : "fault";

		TH_LOG("%s: %s", name, told(&stories[0][i], text[0], sizeof(text[0])));
		EXPECT_STREQ(text[0], told(&stories[1][i], text[1], sizeof(text[1])))
			TH_LOG("%s: ours", name);
	}
}

TEST_HARNESS_MAIN
