// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-e1000-<N>: frames that the PHY sends back, through both rings.
 *
 * The module has loopback=1; DEED_FRAMES says how many frames there are in a row.
 */
#include <unplug.h>

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
FIXTURE_SETUP(e1000)
{
	unsigned char frame[64] = "";
	bool back = false;

	self->fd = open(node, O_RDWR | O_NONBLOCK);
	ASSERT_LE(0, self->fd);
	for (int i = 0; i < 100 && !back; i++) {
		ASSERT_EQ(sizeof(frame), post(self->fd, frame, sizeof(frame)));
		back = receive(self->fd, frame, sizeof(frame), 100) == sizeof(frame);
	}
	ASSERT_TRUE(back);
	while (receive(self->fd, frame, sizeof(frame), 100) > 0)
		;
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

TEST_HARNESS_MAIN
