// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-e1000-<N>: frames that the PHY sends back, through both rings.
 *
 * The module has loopback=1; DEED_FRAMES says how many frames there are in a row, and
 * DEED_ROUNDS how often the device goes while callers are inside.
 */
#include <unplug.h>

#include <sys/mman.h>

#define MIN_FRAME	14
#define MIN_SENT	60 /* the device fills up what is shorter */
#define MAX_FRAME	1514
#define RING		15 /* frames that it can hold */

static const char node[] = "/dev/deed-e1000-0";

static void fill(unsigned char *frame, size_t len, unsigned int nr)
{
	memset(frame, 0xff, 6);
	for (size_t i = 6; i < len; i++)
		frame[i] = i * 3 + nr * 17 + i / 256;
}

/* Whether it is a frame that fill() has made, of whatever number. */
static bool is_whole(const unsigned char *frame, size_t len)
{
	unsigned char wanted[MAX_FRAME];

	/* 17 * 241 is 1, of what a byte can hold */
	fill(wanted, len, (frame[6] - 18) * 241);
	return !memcmp(frame, wanted, len);
}

FIXTURE(e1000)
{
	int fd;
};

/* Reads a frame, waiting for it if need be, but not for ever. */
static long receive(int fd, unsigned char *frame, size_t len, int patience_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (poll(&p, 1, patience_ms) != 1)
		return -ETIMEDOUT;
	return result(read(fd, frame, len));
}

/* Writes a frame, waiting for room. */
static long post(int fd, const unsigned char *frame, size_t len)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	if (poll(&p, 1, PATIENCE_MS) != 1)
		return -ETIMEDOUT;
	return result(write(fd, frame, len));
}

/* QEMU's device receives nothing in the first second: until frames come back. */
static bool warm_up(int fd)
{
	unsigned char frame[64];
	bool back = false;

	fill(frame, sizeof(frame), 0);
	for (int i = 0; i < 100 && !back; i++) {
		if (post(fd, frame, sizeof(frame)) != sizeof(frame))
			return false;
		back = receive(fd, frame, sizeof(frame), 100) == sizeof(frame);
	}
	return back;
}

/* Until nothing comes any more; how many frames there were. */
static int drain(int fd)
{
	unsigned char frame[MAX_FRAME];
	int frames = 0;

	while (receive(fd, frame, sizeof(frame), 100) > 0)
		frames++;
	return frames;
}

FIXTURE_SETUP(e1000)
{
	self->fd = open(node, O_RDWR | O_NONBLOCK);
	ASSERT_LE(0, self->fd);
	ASSERT_TRUE(warm_up(self->fd));
	drain(self->fd);
}

FIXTURE_TEARDOWN(e1000)
{
	close(self->fd);
}

TEST_F(e1000, frames_come_back)
{
	static const size_t lens[] = { 14, 15, 59, 60, 61, 500, 1023, 1024, 1513, 1514 };
	unsigned char out[MAX_FRAME], in[MAX_FRAME + 100];

	for (size_t i = 0; i < ARRAY_SIZE(lens); i++) {
		long len = lens[i], back = len < MIN_SENT ? MIN_SENT : len;

		fill(out, len, i);
		ASSERT_EQ(len, post(self->fd, out, len));
		ASSERT_EQ(back, receive(self->fd, in, sizeof(in), PATIENCE_MS));
		EXPECT_EQ(0, memcmp(in, out, len)) TH_LOG("%ld bytes", len);
	}
	EXPECT_EQ(-EAGAIN, result(read(self->fd, in, sizeof(in))));
}

TEST_F(e1000, wrong_lengths)
{
	unsigned char frame[MAX_FRAME + 1] = "";

	EXPECT_EQ(-EMSGSIZE, result(write(self->fd, frame, MIN_FRAME - 1)));
	EXPECT_EQ(-EMSGSIZE, result(write(self->fd, frame, MAX_FRAME + 1)));
	EXPECT_EQ(-EAGAIN, result(read(self->fd, frame, sizeof(frame))));
	/* what does not fit is gone, as with a packet socket */
	EXPECT_EQ(100, post(self->fd, frame, 100));
	EXPECT_EQ(10, receive(self->fd, frame, 10, PATIENCE_MS));
	EXPECT_EQ(-EAGAIN, result(read(self->fd, frame, sizeof(frame))));
}

/* The rings go round; each frame comes once, and in its turn. */
TEST_F_TIMEOUT(e1000, many_frames, 600)
{
	int frames = getenv("DEED_FRAMES") ? atoi(getenv("DEED_FRAMES")) : 1000;
	unsigned char out[MAX_FRAME], in[MAX_FRAME];

	for (int sent = 0, back = 0; back < frames;) {
		while (sent < frames && sent - back < RING) {
			fill(out, 64 + sent % 1400, sent);
			ASSERT_EQ(64 + sent % 1400, post(self->fd, out, 64 + sent % 1400));
			sent++;
		}
		fill(out, 64 + back % 1400, back);
		ASSERT_EQ(64 + back % 1400, receive(self->fd, in, sizeof(in), PATIENCE_MS));
		ASSERT_EQ(0, memcmp(in, out, 64 + back % 1400)) TH_LOG("frame %d", back);
		back++;
	}
}

/* What has no room is lost on the way, as on a wire; the rings go on. */
TEST_F(e1000, more_than_fits)
{
	unsigned char frame[MIN_SENT];

	fill(frame, sizeof(frame), 1);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 3 * RING; i++)
			ASSERT_EQ(MIN_SENT, post(self->fd, frame, sizeof(frame)));
		EXPECT_EQ(RING, drain(self->fd));
	}
}

/* No buffer is lost when a call fails; what it took from the ring is gone. */
TEST_F(e1000, memory_of_nobody)
{
	unsigned char frame[MIN_SENT];
	void *nobody = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, nobody);
	fill(frame, sizeof(frame), 2);
	for (int i = 0; i < 2 * RING; i++) {
		EXPECT_EQ(-EFAULT, result(write(self->fd, nobody, MIN_SENT)));
		ASSERT_EQ(MIN_SENT, post(self->fd, frame, sizeof(frame)));
		ASSERT_EQ(-EFAULT, receive(self->fd, nobody, MIN_SENT,
					   PATIENCE_MS));
	}
	for (int i = 0; i < RING; i++)
		ASSERT_EQ(MIN_SENT, post(self->fd, frame, sizeof(frame)));
	EXPECT_EQ(RING, drain(self->fd));
}

TEST_F(e1000, reader_waits)
{
	unsigned char out[MIN_SENT], in[MAX_FRAME];
	int fd = open(node, O_RDWR);
	struct task reader;

	ASSERT_LE(0, fd);
	handle(SIGUSR1, 0);
	start(&reader, SYS_read, fd, (long)in, sizeof(in));
	ASSERT_TRUE(blocked(&reader));
	disturb(&reader, SIGUSR1);
	EXPECT_EQ(-EINTR, finish(&reader));

	/* this one is called again by the kernel */
	handle(SIGUSR1, SA_RESTART);
	start(&reader, SYS_read, fd, (long)in, sizeof(in));
	ASSERT_TRUE(blocked(&reader));
	disturb(&reader, SIGUSR1);
	ASSERT_TRUE(blocked(&reader));
	fill(out, sizeof(out), 3);
	EXPECT_EQ(MIN_SENT, post(fd, out, sizeof(out)));
	EXPECT_EQ(MIN_SENT, finish(&reader));
	EXPECT_EQ(0, memcmp(in, out, MIN_SENT));
	close(fd);
}

/*
 * It sleeps, as far as the kernel's test mode says, and comes back at once. What was sent
 * before may be lost; what is sent afterwards is not.
 */
TEST_F_TIMEOUT(e1000, sleeps, 600)
{
	unsigned char out[MIN_SENT], in[MAX_FRAME];

	ASSERT_EQ(0, put("/sys/module/suspend/parameters/pm_test_delay", "0"));
	for (int round = 0; round < 4; round++) {
		ASSERT_EQ(0, put("/sys/power/pm_test", round & 1 ? "platform" : "devices"));
		for (int i = 0; i < 5; i++)
			ASSERT_EQ(MIN_SENT, post(self->fd, out, sizeof(out)));
		ASSERT_EQ(0, put("/sys/power/state", "freeze"));
		ASSERT_TRUE(warm_up(self->fd));
		drain(self->fd);
		for (int i = 0; i < 2 * RING; i++) {
			fill(out, sizeof(out), i);
			ASSERT_EQ(MIN_SENT, post(self->fd, out, sizeof(out)));
			ASSERT_EQ(MIN_SENT, receive(self->fd, in, sizeof(in), PATIENCE_MS));
			EXPECT_EQ(0, memcmp(in, out, MIN_SENT));
		}
	}
	EXPECT_EQ(0, put("/sys/power/pm_test", "none"));
}

/* Whoever asks for one thing only is woken by that. */
TEST_F(e1000, pollers_wait)
{
	static const short asked[] = { POLLIN, POLLRDNORM, POLLIN | POLLRDNORM };
	unsigned char frame[MIN_SENT];

	fill(frame, sizeof(frame), 4);
	for (size_t i = 0; i < ARRAY_SIZE(asked); i++) {
		struct pollfd p = { .fd = self->fd, .events = asked[i] };
		struct task poller;

		start(&poller, SYS_ppoll, (long)&p, 1, 0, 0, 0);
		ASSERT_TRUE(blocked(&poller));
		ASSERT_EQ(MIN_SENT, post(self->fd, frame, sizeof(frame)));
		EXPECT_EQ(1, finish(&poller));
		EXPECT_EQ(asked[i], p.revents);
		EXPECT_EQ(MIN_SENT, receive(self->fd, frame, sizeof(frame), PATIENCE_MS));
	}
}

/* Callers that go on until something fails. */
enum kind { READ, WRITE, POLL, WATCH };

static const enum kind callers[] = { READ, READ, WRITE, WRITE, POLL, WATCH };

struct caller {
	pthread_t thread;
	pid_t tid;
	enum kind kind;
	int fd;
	unsigned int calls;
	long result;
};

static long look(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };
	long n = result(ppoll(&p, 1, NULL, NULL));

	return n < 0 ? n : p.revents == (POLLHUP | POLLERR) ? -ENODEV : p.revents;
}

static long call(const struct caller *c)
{
	unsigned char frame[MAX_FRAME];
	size_t len = MIN_SENT + c->calls % (MAX_FRAME - MIN_SENT + 1);
	long done;

	switch (c->kind) {
	case READ:
		done = result(read(c->fd, frame, sizeof(frame)));
		return done > 0 && !is_whole(frame, done) ? -EBADMSG : done;
	case WRITE:
		fill(frame, len, c->calls);
		done = result(write(c->fd, frame, len));
		return done >= 0 && done != (long)len ? -EBADMSG : done;
	case POLL:
		return look(c->fd, POLLIN);
	default: /* sleeps until the device goes */
		return look(c->fd, 0);
	}
}

static void *run(void *arg)
{
	struct caller *c = arg;
	long done;

	__atomic_store_n(&c->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	while ((done = call(c)) > 0)
		__atomic_add_fetch(&c->calls, 1, __ATOMIC_RELEASE);
	c->result = done;
	return NULL;
}

/* It has gone round the ring, or sleeps for want of a frame. */
static bool inside(struct caller *c, bool quiet)
{
	pid_t tid = __atomic_load_n(&c->tid, __ATOMIC_ACQUIRE);

	if (!quiet && (c->kind == READ || c->kind == WRITE))
		return __atomic_load_n(&c->calls, __ATOMIC_ACQUIRE) > RING;
	return tid && (!quiet || sleeps_in(tid, c->kind == READ ? SYS_read : SYS_ppoll));
}

static bool join(struct caller *c)
{
	struct timespec end;

	clock_gettime(CLOCK_REALTIME, &end);
	end.tv_sec += PATIENCE_MS / 1000;
	return !pthread_timedjoin_np(c->thread, NULL, &end);
}

static void expect_gone(struct __test_metadata *_metadata, int fd)
{
	unsigned char frame[MIN_SENT] = "";

	EXPECT_EQ(-ENODEV, result(read(fd, frame, sizeof(frame))));
	EXPECT_EQ(-ENODEV, result(write(fd, frame, sizeof(frame))));
	EXPECT_EQ(-ENODEV, look(fd, POLLIN | POLLOUT));
}

/* Frames are under way all the time; if @quiet there are none, and all sleep. */
static void one_round(struct __test_metadata *_metadata, const struct device *d,
		      enum way way, bool quiet)
{
	struct caller c[ARRAY_SIZE(callers)];
	int fd = open(node, O_RDWR);

	ASSERT_LE(0, fd);
	ASSERT_TRUE(warm_up(fd));
	if (quiet)
		drain(fd);
	for (size_t i = 0; i < ARRAY_SIZE(c); i++) {
		c[i] = (struct caller){ .kind = callers[i], .fd = fd };
		if (quiet && c[i].kind == WRITE)
			c[i].kind = READ;
		ASSERT_EQ(0, pthread_create(&c[i].thread, NULL, run, &c[i]));
	}
	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		ASSERT_TRUE(until(inside(&c[i], quiet)));

	EXPECT_TRUE(take_away(d, way));
	for (size_t i = 0; i < ARRAY_SIZE(c); i++) {
		ASSERT_TRUE(join(&c[i]))
			TH_LOG("%s: caller %zu does not come back", way_name[way], i);
		EXPECT_EQ(-ENODEV, c[i].result)
			TH_LOG("%s: caller %zu", way_name[way], i);
	}
	expect_gone(_metadata, fd);
	EXPECT_TRUE(give_back(d, way));
	expect_gone(_metadata, fd);
	close(fd);
	ASSERT_TRUE(until(!access(node, F_OK)));
}

TEST_F_TIMEOUT(e1000, unbind_with_callers_inside, 3600)
{
	const struct device d = { .bus = "pci", .driver = "deed-e1000",
				  .name = "0000:00:12.0" };
	int rounds = getenv("DEED_ROUNDS") ? atoi(getenv("DEED_ROUNDS")) : 10;

	ASSERT_TRUE(device_bound(&d));
	for (int i = 0; i < rounds && !_metadata->exit_code; i++)
		one_round(_metadata, &d, i % 4 < 2 ? UNBIND : REMOVE, i % 2);
	expect_gone(_metadata, self->fd);
}

TEST_HARNESS_MAIN
