// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-hda-<N> with QEMU's intel-hda, which has one codec: what that answers, and
 * that callers end when the device goes, and go on when it has slept.
 *
 * DEED_ROUNDS says how often it goes while callers are inside.
 */
#include <unplug.h>

#include <sys/mman.h>

#include "deed_hda.h"

#define ENTRIES		256
#define VENDOR		0x1af4
/* get a parameter of the codec's root */
#define ROOT(parameter)	(0xf0000 | (parameter))
#define VENDOR_ID	0
#define NODES		4

#define SLOT		"0000:00:13.0"

static const char node[] = "/dev/deed-hda-0";

static int ask(int fd, __u32 verb, __u32 *answer)
{
	struct deed_hda_verb v = { .verb = verb, .answer = 0x5a5a5a5a };
	int ret = ioctl(fd, DEED_HDA_VERB, &v) ? -errno : 0;

	*answer = v.answer;
	return ret;
}

FIXTURE(hda)
{
	int fd;
	__u32 answer;
};

FIXTURE_SETUP(hda)
{
	self->fd = open(node, O_RDWR);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(hda)
{
	close(self->fd);
}

TEST_F(hda, codec_says_who_it_is)
{
	ASSERT_EQ(0, ask(self->fd, ROOT(VENDOR_ID), &self->answer));
	EXPECT_EQ(VENDOR, self->answer >> 16);
	ASSERT_EQ(0, ask(self->fd, ROOT(NODES), &self->answer));
	/* one function group, the first node */
	EXPECT_EQ(0x10001, self->answer);
}

/* Each command gets its own answer, wherever in the queues they are. */
TEST_F(hda, queues_go_round)
{
	__u32 id, nodes;

	ASSERT_EQ(0, ask(self->fd, ROOT(VENDOR_ID), &id));
	ASSERT_EQ(0, ask(self->fd, ROOT(NODES), &nodes));
	ASSERT_NE(id, nodes);
	for (int i = 0; i < 5 * ENTRIES; i++) {
		bool other = i % 3 == 1;

		ASSERT_EQ(0, ask(self->fd, ROOT(other ? NODES : VENDOR_ID), &self->answer));
		ASSERT_EQ(other ? nodes : id, self->answer) TH_LOG("command %d", i);
	}
}

TEST_F(hda, codec_that_is_not_there)
{
	for (__u32 codec = 1; codec < 16; codec++)
		EXPECT_EQ(-ENXIO, ask(self->fd, codec << 28 | ROOT(VENDOR_ID), &self->answer));
	EXPECT_EQ(0, ask(self->fd, ROOT(VENDOR_ID), &self->answer));
}

TEST_F(hda, wrong_calls)
{
	EXPECT_EQ(-1, ioctl(self->fd, DEED_HDA_VERB + 1, NULL));
	EXPECT_EQ(ENOTTY, errno);
	EXPECT_EQ(-1, ioctl(self->fd, DEED_HDA_VERB, NULL));
	EXPECT_EQ(EFAULT, errno);
}

/* Callers that go on until something fails. */
struct caller {
	pthread_t thread;
	int fd;
	bool stop;
	__u32 id;
	unsigned int calls;
	long result;
};

static void *run(void *arg)
{
	struct caller *c = arg;
	__u32 answer;

	while (!__atomic_load_n(&c->stop, __ATOMIC_ACQUIRE)) {
		c->result = ask(c->fd, ROOT(VENDOR_ID), &answer);
		if (!c->result && answer != c->id)
			c->result = -EBADMSG;
		if (c->result)
			break;
		__atomic_add_fetch(&c->calls, 1, __ATOMIC_RELEASE);
	}
	return NULL;
}

static bool inside(const struct caller *c)
{
	return __atomic_load_n(&c->calls, __ATOMIC_ACQUIRE) > 10;
}

/* A register of 16 bits, from outside of the driver. */
static int outside(unsigned int at)
{
	int fd = open("/sys/bus/pci/devices/" SLOT "/resource0", O_RDWR);
	unsigned short *regs = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	int value;

	close(fd);
	if (regs == MAP_FAILED)
		return -1;
	value = __atomic_load_n(&regs[at / sizeof(*regs)], __ATOMIC_RELAXED);
	munmap(regs, 4096);
	return value;
}

/* As far as the kernel's test mode says, and back at once. */
static long sleep_and_wake(const char *depth)
{
	long err = put("/sys/module/suspend/parameters/pm_test_delay", "0") ?:
		   put("/sys/power/pm_test", depth) ?: put("/sys/power/state", "freeze");

	return put("/sys/power/pm_test", "none") ?: err;
}

#define GCTL		0x08
#define CORB_WRITTEN	0x48
#define CORB_CTL	0x4c
#define RIRB_WRITTEN	0x58

/* The device was off, and is told everything anew: its queues begin at the front. */
TEST_F_TIMEOUT(hda, sleeps, 600)
{
	__u32 id;

	ASSERT_EQ(0, ask(self->fd, ROOT(VENDOR_ID), &id));
	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 5; i++)
			ASSERT_EQ(0, ask(self->fd, ROOT(NODES), &self->answer));
		EXPECT_LE(5, outside(CORB_WRITTEN));
		ASSERT_EQ(0, sleep_and_wake(round & 1 ? "platform" : "devices"));
		EXPECT_EQ(1, outside(GCTL) & 1);
		EXPECT_EQ(2, outside(CORB_CTL) & 2);
		EXPECT_EQ(0, outside(CORB_WRITTEN));
		EXPECT_EQ(0, outside(RIRB_WRITTEN));
		ASSERT_EQ(0, ask(self->fd, ROOT(VENDOR_ID), &self->answer));
		EXPECT_EQ(id, self->answer);
		EXPECT_EQ(1, outside(CORB_WRITTEN));
	}
}

/* Their calls end before it sleeps, and the next ones come after it. */
TEST_F_TIMEOUT(hda, sleeps_with_callers_inside, 600)
{
	struct caller c[4];
	__u32 id;

	ASSERT_EQ(0, ask(self->fd, ROOT(VENDOR_ID), &id));
	for (size_t i = 0; i < ARRAY_SIZE(c); i++) {
		c[i] = (struct caller){ .fd = self->fd, .id = id };
		ASSERT_EQ(0, pthread_create(&c[i].thread, NULL, run, &c[i]));
	}
	for (int round = 0; round < 6; round++) {
		for (size_t i = 0; i < ARRAY_SIZE(c); i++)
			ASSERT_TRUE(until(inside(&c[i])));
		ASSERT_EQ(0, sleep_and_wake(round & 1 ? "platform" : "devices"));
		for (size_t i = 0; i < ARRAY_SIZE(c); i++)
			__atomic_store_n(&c[i].calls, 0, __ATOMIC_RELEASE);
	}
	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		ASSERT_TRUE(until(inside(&c[i])));
	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		__atomic_store_n(&c[i].stop, true, __ATOMIC_RELEASE);
	for (size_t i = 0; i < ARRAY_SIZE(c); i++) {
		ASSERT_EQ(0, pthread_join(c[i].thread, NULL));
		EXPECT_EQ(0, c[i].result);
	}
}

static void one_round(struct __test_metadata *_metadata, const struct device *d,
		      enum way way)
{
	int fd = open(node, O_RDWR);
	struct caller c[4];
	__u32 id;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ask(fd, ROOT(VENDOR_ID), &id));
	for (size_t i = 0; i < ARRAY_SIZE(c); i++) {
		c[i] = (struct caller){ .fd = fd, .id = id };
		ASSERT_EQ(0, pthread_create(&c[i].thread, NULL, run, &c[i]));
	}
	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		EXPECT_TRUE(until(inside(&c[i])));
	EXPECT_TRUE(take_away(d, way));
	for (size_t i = 0; i < ARRAY_SIZE(c); i++) {
		ASSERT_EQ(0, pthread_join(c[i].thread, NULL));
		EXPECT_EQ(-ENODEV, c[i].result) TH_LOG("%s: caller %zu", way_name[way], i);
	}
	EXPECT_TRUE(give_back(d, way));
	EXPECT_EQ(-ENODEV, ask(fd, ROOT(VENDOR_ID), &id));
	close(fd);
	ASSERT_TRUE(until(!access(node, F_OK)));
}

TEST_F_TIMEOUT(hda, unbind_with_callers_inside, 3600)
{
	const struct device d = { .bus = "pci", .driver = "deed-hda",
				  .name = SLOT };
	int rounds = getenv("DEED_ROUNDS") ? atoi(getenv("DEED_ROUNDS")) : 10;

	ASSERT_TRUE(device_bound(&d));
	for (int i = 0; i < rounds && !_metadata->exit_code; i++)
		one_round(_metadata, &d, i % 4 < 2 ? UNBIND : REMOVE);
	EXPECT_EQ(-ENODEV, ask(self->fd, ROOT(VENDOR_ID), &self->answer));
}

TEST_HARNESS_MAIN
