// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-edu<N>: the device goes while callers are inside and files are open.
 *
 * Callers make all calls there are in a loop, transfers by DMA among them. In each
 * round the device is taken away and given back. Whoever was inside must come back
 * with what is right or with ENODEV, whoever comes later gets ENODEV, poll says
 * POLLHUP | POLLERR, and a file that was open says so even when the device has long
 * been back.
 *
 * A caller counts as caught inside if its call slept and failed with ENODEV, and
 * had begun before another call, or the request to take the device away, found the
 * device alive. Who comes when it has gone is refused at once and never sleeps.
 *
 * DEED_ROUNDS says how many rounds there are, over all ways together.
 */
#include "edu_test.h"

#include <sys/resource.h>
#include <sys/uio.h>

enum kind {
	FACTORIAL, LIVENESS, RAISE, SEND, RECEIVE, SEND_PAGES, RECEIVE_PAGES, POLL, WATCH, OPEN,
	KINDS
};

static const enum kind callers[] = {
	FACTORIAL, FACTORIAL, FACTORIAL, POLL, WATCH, OPEN,
	/* these need a device that answers */
	LIVENESS, RAISE, SEND, RECEIVE, SEND_PAGES, RECEIVE_PAGES,
};

#define CALLERS ARRAY_SIZE(callers)
#define NEED_ANSWERS 6

/* What the callers of a round share. */
struct round {
	int fd;			/* the file that they all use */
	int direct;		/* or this one, of which nothing is copied */
	char node[PATH_MAX];
	long long alive;	/* when last somebody began a call that went well */
};

struct caller {
	struct round *round;
	enum kind kind;
	pthread_t thread;
	pid_t tid;
	bool went_well;		/* some call did */
	/* its last call */
	long long began;
	long result;
	bool slept;		/* inside */
};

static long call_open(const char *node)
{
	int fd = open(node, O_RDWR);

	if (fd < 0)
		return errno == ENOENT ? -ENODEV : -errno;
	close(fd);
	return 0;
}

/* A poll that found what it may find: 0 to go on, -ENODEV at the end. */
static long polled(long revents)
{
	if (revents == (POLLHUP | POLLERR))
		return -ENODEV;
	return revents == POLLIN || !revents ? 0 : -EBADMSG;
}

/* What the device gets itself: two pieces. */
static struct iovec *two_pages(void)
{
	static __thread char pages[2][4096];
	static __thread struct iovec parts[2];

	for (int i = 0; i < 2; i++)
		parts[i] = (struct iovec){ pages[i], 256 };
	return parts;
}

/* A transfer: -ENODEV at the end. */
static long transferred(long bytes, long len)
{
	return bytes == len ? 0 : bytes < 0 ? bytes : -EBADMSG;
}

static long call(struct caller *c, unsigned int count)
{
	int fd = c->round->fd;
	char bytes[512] = "";

	switch (c->kind) {
	case FACTORIAL:
		return edu_factorial(fd, count % 13, DEED_EDU_TIMEOUT_MAX);
	case LIVENESS:
		return edu_liveness(fd, count);
	case RAISE:
		return edu_raise(fd, count % 20);
	case SEND:
		return transferred(result(pwrite(fd, bytes, 512, count % 1024)), 512);
	case RECEIVE:
		return transferred(result(pread(fd, bytes, 512, count % 1024)), 512);
	case SEND_PAGES:
		return transferred(result(pwritev(c->round->direct, two_pages(), 2, 0)), 512);
	case RECEIVE_PAGES:
		return transferred(result(preadv(c->round->direct, two_pages(), 2, 0)), 512);
	case POLL:
		return polled(edu_poll(fd, POLLIN, -1));
	case WATCH: /* sleeps until the device goes */
		return polled(edu_poll(fd, 0, -1)) ?: -EBADMSG;
	default:
		return call_open(c->round->node);
	}
}

/* How often this thread has gone to sleep, in a call or elsewhere. */
static long sleeps(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw;
}

static void found_alive(struct round *r, long long when)
{
	long long last = __atomic_load_n(&r->alive, __ATOMIC_ACQUIRE);

	while (last < when && !__atomic_compare_exchange_n(&r->alive, &last, when, false,
							   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		;
}

/* Others need the processors, too: who ends a grace period, for one. */
static void breathe(void)
{
	usleep(1000);
}

static void *run(void *arg)
{
	struct caller *c = arg;

	__atomic_store_n(&c->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	for (unsigned int count = 0;; count++) {
		long before = sleeps();

		c->began = now_ns();
		c->result = call(c, count);
		c->slept = sleeps() > before;
		if (c->result)
			return NULL;
		found_alive(c->round, c->began);
		__atomic_store_n(&c->went_well, true, __ATOMIC_RELEASE);
		breathe();
	}
}

/* Whether it has got somewhere: through a call, or asleep in one. */
static bool inside(struct caller *c)
{
	pid_t tid = __atomic_load_n(&c->tid, __ATOMIC_ACQUIRE);

	if (__atomic_load_n(&c->went_well, __ATOMIC_ACQUIRE))
		return true;
	return tid && sleeps_in(tid, c->kind == FACTORIAL ? SYS_ioctl :
				     c->kind == SEND ? SYS_pwrite64 :
				     c->kind == RECEIVE ? SYS_pread64 :
				     c->kind == SEND_PAGES ? SYS_pwritev :
				     c->kind == RECEIVE_PAGES ? SYS_preadv : SYS_ppoll);
}

/*
 * A call that does not come back, long before its own time is over, is what this
 * test must never see.
 */
static bool join(struct caller *c)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += DEED_EDU_TIMEOUT_MAX / 1000 / 2;
	return !pthread_timedjoin_np(c->thread, NULL, &end);
}

/* Goes on with the other device all the while. */
struct bystander {
	pthread_t thread;
	int fd;
	bool stop;
	unsigned int calls;
	long result;
};

static void *stand_by(void *arg)
{
	struct bystander *b = arg;

	while (!b->result && !__atomic_load_n(&b->stop, __ATOMIC_ACQUIRE)) {
		b->result = edu_factorial(b->fd, b->calls % 13, DEED_EDU_TIMEOUT_MAX);
		__atomic_add_fetch(&b->calls, 1, __ATOMIC_RELEASE);
		breathe();
	}
	return NULL;
}

/* What an open file says when its device has gone. */
static void expect_gone(struct __test_metadata *_metadata, int fd)
{
	char byte;

	EXPECT_EQ(-ENODEV, edu_factorial(fd, 3, TIMEOUT_MS));
	EXPECT_EQ(-ENODEV, edu_liveness(fd, 0));
	EXPECT_EQ(-ENODEV, edu_raise(fd, 1));
	EXPECT_EQ(-ENODEV, result(pread(fd, &byte, 1, 0)));
	EXPECT_EQ(-ENODEV, result(pwrite(fd, "x", 1, 0)));
	EXPECT_EQ(POLLHUP | POLLERR, edu_poll(fd, POLLIN | POLLOUT, -1));
	EXPECT_EQ(POLLHUP | POLLERR, edu_poll(fd, 0, -1));
}

/* How the device goes in a round. */
struct how {
	enum way way;
	bool silent;	/* it has stopped answering before */
	int percent;	/* of DEED_ROUNDS */
};

/* One round; counts how many callers of each kind were caught inside. */
static void one_round(struct __test_metadata *_metadata, const struct device *d,
		      struct how how, int *caught)
{
	struct round r = { .fd = edu_open(d) };
	/* nobody touches the registers of a silent device: see below */
	size_t n = how.silent ? CALLERS - NEED_ANSWERS : CALLERS;
	struct caller c[CALLERS];

	ASSERT_LE(0, r.fd);
	ASSERT_TRUE(device_node(d, r.node, sizeof(r.node)));
	r.direct = open(r.node, O_RDWR | O_DIRECT);
	ASSERT_LE(0, r.direct);
	if (how.silent)
		ASSERT_TRUE(edu_mute(d, true));
	for (size_t i = 0; i < n; i++) {
		c[i] = (struct caller){ .round = &r, .kind = callers[i] };
		ASSERT_EQ(0, pthread_create(&c[i].thread, NULL, run, &c[i]));
	}
	for (size_t i = 0; i < n; i++)
		ASSERT_TRUE(until(inside(&c[i])));
	/* it has computed, said so, and was not heard */
	ASSERT_TRUE(!how.silent || until(edu_cause(d) & 1));

	found_alive(&r, now_ns());
	EXPECT_TRUE(take_away(d, how.way));
	for (size_t i = 0; i < n; i++) {
		ASSERT_TRUE(join(&c[i]))
			TH_LOG("%s: caller %zu does not come back", way_name[how.way], i);
		EXPECT_EQ(-ENODEV, c[i].result)
			TH_LOG("%s: caller %zu", way_name[how.way], i);
		caught[c[i].kind] += c[i].slept && c[i].began < r.alive;
	}
	expect_gone(_metadata, r.fd);
	EXPECT_EQ(-ENODEV, call_open(r.node));
	EXPECT_TRUE(give_back(d, how.way));
	expect_gone(_metadata, r.fd);
	EXPECT_EQ(-ENODEV, result(preadv(r.direct, two_pages(), 2, 0)));
	EXPECT_EQ(-ENODEV, result(pwritev(r.direct, two_pages(), 2, 0)));
	EXPECT_EQ(0, close(r.direct));
	EXPECT_EQ(0, close(r.fd));
}

FIXTURE(unplug)
{
	struct device device[2];
	int fd[2];
};

FIXTURE_VARIANT(unplug)
{
	struct how how;
};

FIXTURE_VARIANT_ADD(unplug, unbind) { .how = { UNBIND, false, 30 } };
FIXTURE_VARIANT_ADD(unplug, unbind_silent) { .how = { UNBIND, true, 20 } };
FIXTURE_VARIANT_ADD(unplug, remove) { .how = { REMOVE, false, 20 } };
/* These two take a second each, for the slot's power */
FIXTURE_VARIANT_ADD(unplug, slot) { .how = { UNPLUG, false, 20 } };
/*
 * Only a silent one: QEMU 7.2 crashes on an access to the registers of a device that
 * it is taking apart, and waits for ever for one that is just about to interrupt.
 */
FIXTURE_VARIANT_ADD(unplug, surprise) { .how = { SURPRISE, true, 10 } };

FIXTURE_SETUP(unplug)
{
	edu_begin(_metadata, self->device, self->fd);
}

FIXTURE_TEARDOWN(unplug)
{
	close(self->fd[0]);
	close(self->fd[1]);
}

/* Few rounds may catch nobody, on a machine that is busy: then there are more. */
#define MORE	20

TEST_F_TIMEOUT(unplug, with_callers_inside, 3600)
{
	const char *all = getenv("DEED_ROUNDS");
	int rounds = (all ? atoi(all) : 50) * variant->how.percent / 100;
	int caught[KINDS] = {};
	int caught_rounds = 0, most = rounds + MORE, i;

	ASSERT_LT(0, rounds);
	for (i = 0; i < (caught_rounds ? rounds : most) && !_metadata->exit_code; i++) {
		struct bystander other = { .fd = self->fd[!(i & 1)] };
		int before = caught[FACTORIAL];

		ASSERT_EQ(0, pthread_create(&other.thread, NULL, stand_by, &other));
		ASSERT_TRUE(until(__atomic_load_n(&other.calls, __ATOMIC_ACQUIRE)));
		one_round(_metadata, &self->device[i & 1], variant->how, caught);
		__atomic_store_n(&other.stop, true, __ATOMIC_RELEASE);
		pthread_join(other.thread, NULL);
		EXPECT_EQ(0, other.result);
		caught_rounds += caught[FACTORIAL] > before;

		/* this one's device has gone and come back */
		expect_gone(_metadata, self->fd[i & 1]);
		close(self->fd[i & 1]);
		self->fd[i & 1] = edu_open(&self->device[i & 1]);
		ASSERT_LE(0, self->fd[i & 1]);
		ASSERT_EQ(0, edu_factorial(self->fd[i & 1], 5, TIMEOUT_MS));
	}
	TH_LOG("%s%s: %d rounds, %d caught one: %d in factorials, %d + %d in transfers, %d in poll",
	       way_name[variant->how.way], variant->how.silent ? ", silent" : "", i,
	       caught_rounds, caught[FACTORIAL], caught[SEND] + caught[RECEIVE],
	       caught[SEND_PAGES] + caught[RECEIVE_PAGES],
	       caught[POLL] + caught[WATCH]);
	EXPECT_LT(0, caught_rounds)
		TH_LOG("nobody was inside: the test shows nothing");
	EXPECT_TRUE(variant->how.silent || caught[SEND] + caught[RECEIVE])
		TH_LOG("no transfer was under way: the test shows less than it should");
	EXPECT_TRUE(variant->how.silent || caught[SEND_PAGES] + caught[RECEIVE_PAGES])
		TH_LOG("no transfer of pages was under way: the test shows less than it should");
}

TEST_HARNESS_MAIN
