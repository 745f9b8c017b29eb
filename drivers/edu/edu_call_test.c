// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-edu<N>: its calls, what they refuse, and what they do when the device
 * is busy, slow, noisy or silent.
 */
#include "edu_test.h"

static long raw_factorial(int fd, struct deed_edu_factorial f)
{
	return result(ioctl(fd, DEED_EDU_FACTORIAL, &f));
}

TEST_F(edu, factorials)
{
	for (int i = 0; i < 2; i++) {
		unsigned long before = edu_count(&self->device[i], "factorials");

		for (unsigned int n = 0; n <= DEED_EDU_FACTORIAL_MAX; n++)
			EXPECT_EQ(0, edu_factorial(self->fd[i], n, TIMEOUT_MS));
		EXPECT_EQ(before + DEED_EDU_FACTORIAL_MAX + 1,
			  edu_count(&self->device[i], "factorials"));
	}
}

TEST_F(edu, factorial_out_of_range)
{
	static const struct deed_edu_factorial wrong[] = {
		{ .n = DEED_EDU_FACTORIAL_MAX + 1, .timeout_ms = 1 },
		{ .n = UINT_MAX, .timeout_ms = 1 },
		{ .n = 1, .timeout_ms = 0 },
		{ .n = 1, .timeout_ms = DEED_EDU_TIMEOUT_MAX + 1 },
		{ .n = 1, .timeout_ms = UINT_MAX },
		{ .n = 1, .timeout_ms = 1, .reserved = 1 },
	};
	unsigned long before = edu_count(&self->device[0], "factorials");

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		EXPECT_EQ(-EINVAL, raw_factorial(self->fd[0], wrong[i]))
			TH_LOG("number %zu", i);
	}
	EXPECT_EQ(before, edu_count(&self->device[0], "factorials"));
	EXPECT_EQ(0, edu_factorial(self->fd[0], 1, DEED_EDU_TIMEOUT_MAX));
}

TEST_F(edu, says_that_it_lives)
{
	static const unsigned int values[] = { 0, 1, 0x55555555, 0x80000000, UINT_MAX };

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		EXPECT_EQ(0, edu_liveness(self->fd[i & 1], values[i]));
}

TEST_F(edu, raise_is_counted)
{
	unsigned long before = edu_count(&self->device[0], "interrupts");
	unsigned long other = edu_count(&self->device[1], "interrupts");

	EXPECT_EQ(0, edu_raise(self->fd[0], 0));
	EXPECT_EQ(0, edu_raise(self->fd[0], 1));
	EXPECT_TRUE(until(edu_count(&self->device[0], "interrupts") == before + 1));
	EXPECT_EQ(-EINVAL, edu_raise(self->fd[0], DEED_EDU_RAISE_MAX + 1));
	EXPECT_EQ(-EINVAL, edu_raise(self->fd[0], UINT_MAX));
	EXPECT_EQ(before + 1, edu_count(&self->device[0], "interrupts"));
	EXPECT_EQ(other, edu_count(&self->device[1], "interrupts"));
}

TEST_F(edu, unknown_calls_and_bad_addresses)
{
	static const unsigned int calls[] = {
		DEED_EDU_FACTORIAL, DEED_EDU_LIVENESS, DEED_EDU_RAISE,
	};
	char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, page);
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		EXPECT_EQ(-EFAULT, result(ioctl(self->fd[0], calls[i], 1)));
	/* what comes back cannot be stored */
	EXPECT_EQ(-EFAULT, result(ioctl(self->fd[0], DEED_EDU_LIVENESS, page)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->fd[0], _IO('e', 0), 0)));
	EXPECT_EQ(-ENOTTY, result(ioctl(self->fd[0], _IOR('e', 1, int), page)));
	munmap(page, 4096);
}

TEST_F(edu, poll_of_an_idle_device)
{
	EXPECT_EQ(POLLIN, edu_poll(self->fd[0], POLLIN, 0));
	EXPECT_EQ(0, edu_poll(self->fd[0], 0, 0));
	EXPECT_EQ(0, edu_poll(self->fd[0], POLLOUT, 0));
}

#define CROWD	8
#define TURNS	100

struct worker {
	pthread_t thread;
	int fd;
	unsigned int n;
	long result;
};

static void *work(void *arg)
{
	struct worker *w = arg;

	for (int i = 0; i < TURNS && !w->result; i++)
		w->result = edu_factorial(w->fd, w->n, TIMEOUT_MS);
	return NULL;
}

/* Each gets what it asked for, through files of its own and through a shared one. */
static void crowd(struct __test_metadata *_metadata, const struct device *d, int shared)
{
	struct worker w[CROWD];

	for (int i = 0; i < CROWD; i++) {
		w[i] = (struct worker){ .fd = i & 1 ? shared : edu_open(d), .n = i + 1 };
		ASSERT_EQ(0, pthread_create(&w[i].thread, NULL, work, &w[i]));
	}
	for (int i = 0; i < CROWD; i++) {
		pthread_join(w[i].thread, NULL);
		EXPECT_EQ(0, w[i].result)
			TH_LOG("caller %d", i);
		if (w[i].fd != shared)
			close(w[i].fd);
	}
}

TEST_F(edu, many_callers)
{
	unsigned long before = edu_count(&self->device[0], "factorials");

	crowd(_metadata, &self->device[0], self->fd[0]);
	EXPECT_EQ(before + CROWD * TURNS, edu_count(&self->device[0], "factorials"));
}

struct noise {
	pthread_t thread;
	int fd;
	bool stop;
	unsigned int raised;
	long result;
};

static void *make_noise(void *arg)
{
	struct noise *n = arg;

	while (!n->result && !__atomic_load_n(&n->stop, __ATOMIC_ACQUIRE)) {
		n->result = edu_raise(n->fd, 100);
		n->raised += 100;
	}
	return NULL;
}

/* Interrupts for nothing, thousands of them, and nobody's factorial gets lost. */
TEST_F_TIMEOUT(edu, storm, 300)
{
	unsigned long before = edu_count(&self->device[0], "interrupts");
	struct noise noise[2] = { { .fd = self->fd[0] }, { .fd = self->fd[0] } };
	unsigned int raised = 0;

	for (int i = 0; i < 2; i++)
		ASSERT_EQ(0, pthread_create(&noise[i].thread, NULL, make_noise, &noise[i]));
	crowd(_metadata, &self->device[0], self->fd[0]);
	for (int i = 0; i < 2; i++) {
		__atomic_store_n(&noise[i].stop, true, __ATOMIC_RELEASE);
		pthread_join(noise[i].thread, NULL);
		EXPECT_EQ(0, noise[i].result);
		raised += noise[i].raised;
	}
	/* several may have become one, but not that many */
	EXPECT_LT(CROWD * TURNS, edu_count(&self->device[0], "interrupts") - before);
	TH_LOG("%u raised, %lu came, with those of %d factorials", raised,
	       edu_count(&self->device[0], "interrupts") - before, CROWD * TURNS);
	EXPECT_EQ(POLLIN, edu_poll(self->fd[0], POLLIN, TIMEOUT_MS));
}

/* The device does not answer; the one that does is not concerned. */
TEST_F_TIMEOUT(edu, silent_device, 300)
{
	unsigned long timeouts = edu_count(&self->device[0], "timeouts");
	struct task t[2];
	struct deed_edu_factorial f = { .n = 3, .timeout_ms = DEED_EDU_TIMEOUT_MAX };

	handle(SIGUSR1, 0);
	ASSERT_TRUE(edu_mute(&self->device[0], true));
	EXPECT_EQ(-ETIMEDOUT, edu_factorial(self->fd[0], 5, 1));
	EXPECT_EQ(-ETIMEDOUT, edu_factorial(self->fd[0], 5, 100));
	EXPECT_EQ(timeouts + 2, edu_count(&self->device[0], "timeouts"));
	EXPECT_EQ(0, edu_liveness(self->fd[0], 1));
	EXPECT_EQ(0, edu_factorial(self->fd[1], 5, TIMEOUT_MS));

	/* who waits for it, or for its turn, can be interrupted */
	for (int i = 0; i < 2; i++) {
		start(&t[i], SYS_ioctl, self->fd[0], DEED_EDU_FACTORIAL, (long)&f);
		ASSERT_TRUE(blocked(&t[i]));
	}
	for (int i = 0; i < 2; i++) {
		disturb(&t[i], SIGUSR1);
		EXPECT_EQ(-EINTR, finish(&t[i]));
	}
	EXPECT_EQ(timeouts + 2, edu_count(&self->device[0], "timeouts"));

	/* and it is as good as ever when it answers again */
	ASSERT_TRUE(edu_mute(&self->device[0], false));
	for (unsigned int n = 0; n <= DEED_EDU_FACTORIAL_MAX && !_metadata->exit_code; n++)
		EXPECT_EQ(0, edu_factorial(self->fd[0], n, TIMEOUT_MS));
	EXPECT_EQ(POLLIN, edu_poll(self->fd[0], POLLIN, TIMEOUT_MS));
}

/* A busy device is not readable, and says when it is. */
TEST_F(edu, poll_of_a_busy_device)
{
	struct deed_edu_factorial f = { .n = 3, .timeout_ms = DEED_EDU_TIMEOUT_MAX };
	struct pollfd p = { .fd = self->fd[0], .events = POLLIN };
	struct task caller, poller;

	handle(SIGUSR1, 0);
	ASSERT_TRUE(edu_mute(&self->device[0], true));
	start(&caller, SYS_ioctl, self->fd[0], DEED_EDU_FACTORIAL, (long)&f);
	ASSERT_TRUE(blocked(&caller));
	EXPECT_EQ(0, edu_poll(self->fd[0], POLLIN, 0));
	start(&poller, SYS_ppoll, (long)&p, 1);
	ASSERT_TRUE(blocked(&poller));
	disturb(&caller, SIGUSR1);
	EXPECT_EQ(-EINTR, finish(&caller));
	ASSERT_TRUE(edu_mute(&self->device[0], false));
	EXPECT_EQ(0, edu_factorial(self->fd[0], 4, TIMEOUT_MS));
	EXPECT_EQ(1, finish(&poller));
	EXPECT_EQ(POLLIN, p.revents);
}

TEST_HARNESS_MAIN
