// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-hda-<N> with QEMU's intel-hda, which has one codec: what that answers, and
 * that callers end when the device goes.
 *
 * DEED_ROUNDS says how often it goes while callers are inside.
 */
#include <unplug.h>

#include "deed_hda.h"

#define ENTRIES		256
#define VENDOR		0x1af4
/* get a parameter of the codec's root */
#define ROOT(parameter)	(0xf0000 | (parameter))
#define VENDOR_ID	0
#define NODES		4

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
	__u32 id;
	unsigned int calls;
	long result;
};

static void *run(void *arg)
{
	struct caller *c = arg;
	__u32 answer;

	while (!(c->result = ask(c->fd, ROOT(VENDOR_ID), &answer)) && answer == c->id)
		__atomic_add_fetch(&c->calls, 1, __ATOMIC_RELEASE);
	return NULL;
}

static bool inside(const struct caller *c)
{
	return __atomic_load_n(&c->calls, __ATOMIC_ACQUIRE) > 10;
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
				  .name = "0000:00:13.0" };
	int rounds = getenv("DEED_ROUNDS") ? atoi(getenv("DEED_ROUNDS")) : 10;

	ASSERT_TRUE(device_bound(&d));
	for (int i = 0; i < rounds && !_metadata->exit_code; i++)
		one_round(_metadata, &d, i % 4 < 2 ? UNBIND : REMOVE);
	EXPECT_EQ(-ENODEV, ask(self->fd, ROOT(VENDOR_ID), &self->answer));
}

TEST_HARNESS_MAIN
