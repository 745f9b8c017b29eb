// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-pipe: the data of many writers and many readers at the same time.
 *
 * A record tells who wrote it, its number and its size, and the rest of it
 * follows from these. Records have one size, of at most PIPE_BUF, and readers ask
 * for whole multiples of it: as long as no write is torn, every read gives whole
 * records, whoever reads. Each must be found by one reader, once, complete, and
 * after those that the same writer wrote before it. Records of many sizes that
 * one reader takes in odd pieces, and bytes that are only counted, complete that.
 *
 * DEED_TEST_MB says how many megabytes the largest case moves.
 */
#include "pipe_test.h"

#define WRITERS		4
#define READERS		4
#define TIMEOUT		200
#define BUFFER		65536

static unsigned long long megabytes(void)
{
	const char *mb = getenv("DEED_TEST_MB");

	return (mb ? strtoul(mb, NULL, 0) : 100) << 20;
}

static unsigned long long mix(unsigned long long n)
{
	n = (n ^ (n >> 31)) * 0x9e3779b97f4a7c15;
	return n ^ (n >> 29);
}

struct record {
	__u32 writer;
	__u32 size;	/* with this header */
	__u64 seq;
};

/* The one content that a record of this writer, number and size can have. */
static void record_make(unsigned char *to, __u32 writer, __u64 seq, __u32 size)
{
	struct record head = { writer, size, seq };
	unsigned long long word = mix(seq * WRITERS + writer);

	memcpy(to, &head, sizeof(head));
	to += sizeof(head);
	for (size -= sizeof(head); size >= sizeof(word); size -= sizeof(word)) {
		memcpy(to, &word, sizeof(word));
		to += sizeof(word);
		word += 0x9e3779b97f4a7c15;
	}
	memcpy(to, &word, size);
}

struct traffic;

/* A thread and what it has to say. */
struct worker {
	struct traffic *all;
	pthread_t thread;
	int fd;
	unsigned int number;
	unsigned long long bytes;
	unsigned long long count[256];	/* of each value */
	char said[200];			/* what went wrong */
};

struct traffic {
	struct worker writers[WRITERS], readers[READERS], restless[4];
	size_t record;			/* bytes; 0: of many sizes */
	unsigned int write, read;	/* records in a call */
	unsigned long long each;	/* records, or bytes, that a writer writes */
	unsigned char *seen[WRITERS];	/* each record */
	int flags;
	bool reopen;			/* writers come and go */
	bool stop;			/* restless workers */
};

#define complain(w, ...) snprintf((w)->said, sizeof((w)->said), __VA_ARGS__)

/* O_NONBLOCK: wait by poll. True if it is worth another try. */
static bool again(int fd, int events)
{
	struct pollfd p = { .fd = fd, .events = events };

	return errno == EAGAIN && poll(&p, 1, -1) == 1;
}

/* Write all of it; what is not larger than PIPE_BUF in one piece. */
static bool write_all(struct worker *w, const unsigned char *buf, size_t len)
{
	size_t at = 0;

	while (at < len) {
		ssize_t n = write(w->fd, buf + at, len - at);

		if (n < 0 && again(w->fd, POLLOUT))
			continue;
		if (n <= 0 || (len <= PIPE_BUF && n != (ssize_t)len)) {
			complain(w, "writer %u: write of %zu gave %zd, errno %d",
				 w->number, len - at, n, n < 0 ? errno : 0);
			return false;
		}
		at += n;
		w->bytes += n;
	}
	return true;
}

static size_t record_size(const struct traffic *all, unsigned int writer,
			  unsigned long long seq)
{
	size_t span = PIPE_BUF - sizeof(struct record) + 1;

	return all->record ?: sizeof(struct record) + mix(seq * 7 + writer) % span;
}

static void *write_records(void *arg)
{
	struct worker *w = arg;
	struct traffic *all = w->all;
	unsigned char *buf = malloc(BUFFER + PIPE_BUF);

	for (unsigned long long seq = 0; seq < all->each;) {
		size_t len = 0;

		for (unsigned int i = 0; i < all->write && seq < all->each; i++) {
			size_t size = record_size(all, w->number, seq);

			record_make(buf + len, w->number, seq++, size);
			len += size;
		}
		if (!write_all(w, buf, len))
			break;
		if (all->reopen && seq % 8 == 0) {
			close(w->fd);
			w->fd = open(DEVICE, O_WRONLY | all->flags);
		}
	}
	close(w->fd);
	free(buf);
	return NULL;
}

/* Whether a record is what it should be, and was not seen before. */
static bool record_right(struct worker *w, const unsigned char *data,
			 size_t size, long long *last)
{
	unsigned char want[PIPE_BUF];
	struct traffic *all = w->all;
	struct record head;

	memcpy(&head, data, sizeof(head));
	if (head.writer >= WRITERS || head.seq >= all->each || head.size != size) {
		complain(w, "reader %u: torn: writer %u, record %llu, size %u instead of %zu",
			 w->number, head.writer, head.seq, head.size, size);
		return false;
	}
	record_make(want, head.writer, head.seq, size);
	if (memcmp(data, want, size)) {
		complain(w, "reader %u: record %llu of writer %u is wrong inside",
			 w->number, head.seq, head.writer);
		return false;
	}
	if ((long long)head.seq <= last[head.writer]) {
		complain(w, "reader %u: record %llu of writer %u comes after %lld",
			 w->number, head.seq, head.writer, last[head.writer]);
		return false;
	}
	last[head.writer] = head.seq;
	if (__atomic_exchange_n(&all->seen[head.writer][head.seq], 1, __ATOMIC_RELAXED)) {
		complain(w, "reader %u: record %llu of writer %u was there before",
			 w->number, head.seq, head.writer);
		return false;
	}
	return true;
}

static bool records_right(struct worker *w, const unsigned char *buf, size_t len,
			  long long *last)
{
	size_t size = w->all->record;

	if (len % size) {
		complain(w, "reader %u: %zu bytes are no whole records of %zu",
			 w->number, len, size);
		return false;
	}
	for (size_t at = 0; at < len; at += size) {
		if (!record_right(w, buf + at, size, last))
			return false;
	}
	return true;
}

static void *read_records(void *arg)
{
	struct worker *w = arg;
	struct traffic *all = w->all;
	long long last[WRITERS] = { -1, -1, -1, -1 };
	size_t len = all->record * all->read;
	unsigned char *buf = malloc(len);
	ssize_t n;

	while ((n = read(w->fd, buf, len))) {
		if (n < 0 && again(w->fd, POLLIN))
			continue;
		if (n < 0)
			complain(w, "reader %u: errno %d", w->number, errno);
		else
			w->bytes += n;
		if (n < 0 || !records_right(w, buf, n, last))
			break;
	}
	close(w->fd);
	free(buf);
	return NULL;
}

/* Records of many sizes, in pieces that have nothing to do with them. */
static void *read_stream(void *arg)
{
	struct worker *w = arg;
	long long last[WRITERS] = { -1, -1, -1, -1 };
	unsigned char *buf = malloc(BUFFER + PIPE_BUF);
	size_t have = 0;
	ssize_t n;

	for (unsigned int turn = 0;; turn++) {
		size_t at = 0, len = 1 + mix(turn) % BUFFER;
		struct record head;

		n = read(w->fd, buf + have, turn % 3 ? len : len % 61 + 1);
		if (n < 0)
			complain(w, "errno %d", errno);
		if (n <= 0)
			break;
		w->bytes += n;
		for (have += n; have - at >= sizeof(head); at += head.size) {
			memcpy(&head, buf + at, sizeof(head));
			if (head.writer >= WRITERS || head.seq >= w->all->each ||
			    head.size != record_size(w->all, head.writer, head.seq)) {
				complain(w, "torn at %llu: writer %u, record %llu, size %u",
					 w->bytes - have + at, head.writer, head.seq,
					 head.size);
				goto out;
			}
			if (have - at < head.size)
				break;
			if (!record_right(w, buf + at, head.size, last))
				goto out;
		}
		have -= at;
		memmove(buf, buf + at, have);
	}
	if (!n && have)
		complain(w, "the last record has only %zu bytes", have);
out:
	close(w->fd);
	free(buf);
	return NULL;
}

/* Bytes in odd pieces of up to BUFFER, which may be torn: they are counted. */
static void *write_bytes(void *arg)
{
	struct worker *w = arg;
	unsigned char *buf = malloc(BUFFER);

	for (unsigned int turn = w->number; w->bytes < w->all->each; turn += WRITERS) {
		size_t len = 1 + mix(turn) % (turn % 2 ? 99 : BUFFER);

		for (size_t i = 0; i < len; i++) {
			buf[i] = mix(turn + i) >> 8;
			w->count[buf[i]]++;
		}
		if (!write_all(w, buf, len))
			break;
	}
	close(w->fd);
	free(buf);
	return NULL;
}

static void *read_bytes(void *arg)
{
	struct worker *w = arg;
	unsigned char *buf = malloc(BUFFER);
	ssize_t n = 0;

	for (unsigned int turn = w->number;; turn += READERS) {
		n = read(w->fd, buf, 1 + mix(turn) % (turn % 3 ? 40000 : 7));
		if (n <= 0)
			break;
		w->bytes += n;
		for (ssize_t i = 0; i < n; i++)
			w->count[buf[i]]++;
	}
	if (n < 0)
		complain(w, "reader %u: errno %d", w->number, errno);
	close(w->fd);
	free(buf);
	return NULL;
}

/* Another file comes, looks around, and goes. */
static void come_and_go(struct worker *w, unsigned int turn)
{
	static const int modes[] = { O_RDONLY, O_WRONLY, O_RDWR };
	int fd = open(DEVICE, modes[turn % 3] | O_NONBLOCK);
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLOUT };
	struct deed_pipe_stats s;

	pipe_stats(fd, &s);
	if (fd < 0 || poll(&p, 1, 0) < 0)
		complain(w, "open or poll: errno %d", errno);
	else if (s.written - s.read > s.capacity || s.reserved ||
		 s.readers > 16 || s.writers > 16)
		complain(w, "wrote %llu, read %llu, capacity %u, readers %u, writers %u",
			 s.written, s.read, s.capacity, s.readers, s.writers);
	close(fd);
}

static void *be_restless(void *arg)
{
	struct worker *w = arg;

	for (unsigned int turn = w->number;
	     !w->said[0] && !__atomic_load_n(&w->all->stop, __ATOMIC_ACQUIRE); turn++) {
		__u32 bytes = DEED_PIPE_MIN << mix(turn) % 9;

		if (w->number % 2)
			come_and_go(w, turn);
		else if (pipe_set_capacity(w->fd, bytes) && errno != EBUSY)
			complain(w, "capacity %u: errno %d", bytes, errno);
		w->bytes++;
	}
	close(w->fd);
	return NULL;
}

static void workers_start(struct traffic *all, struct worker *w, int n, int mode,
			  void *(*run)(void *))
{
	/* all files first: nobody must see the end before the beginning */
	for (int i = 0; i < n; i++) {
		w[i].all = all;
		w[i].number = i;
		w[i].fd = open(DEVICE, mode | all->flags);
	}
	for (int i = 0; i < n; i++) {
		if (w[i].fd < 0 || pthread_create(&w[i].thread, NULL, run, &w[i]))
			abort();
	}
}

static unsigned long long workers_join(struct __test_metadata *_metadata,
				       struct worker *w, int n)
{
	unsigned long long sum = 0;

	for (int i = 0; i < n; i++) {
		pthread_join(w[i].thread, NULL);
		EXPECT_STREQ("", w[i].said);
		sum += w[i].bytes;
	}
	return sum;
}

/*
 * Let all of them run until the writers are through and the readers have seen
 * the end. The test's own ends: that for writing stays until the writers are
 * through, so that they may come and go; that for reading goes at once.
 */
static void traffic_run(struct __test_metadata *_metadata, int *rd, int *wr,
			struct traffic *all, void *(*writer)(void *),
			void *(*reader)(void *), int readers, int restless)
{
	unsigned long long before = pipe_written(*wr), in, out;

	for (int i = 0; i < WRITERS; i++)
		all->seen[i] = calloc(1, all->each);
	workers_start(all, all->readers, readers, O_RDONLY, reader);
	close_end(rd);
	workers_start(all, all->restless, restless, O_RDWR, be_restless);
	workers_start(all, all->writers, WRITERS, O_WRONLY, writer);
	in = workers_join(_metadata, all->writers, WRITERS);
	EXPECT_EQ(in, pipe_written(*wr) - before);
	__atomic_store_n(&all->stop, true, __ATOMIC_RELEASE);
	workers_join(_metadata, all->restless, restless);
	close_end(wr);
	out = workers_join(_metadata, all->readers, readers);
	EXPECT_EQ(in, out);
}

/* Every record must have been seen. */
static void nothing_lost(struct __test_metadata *_metadata, struct traffic *all)
{
	for (int i = 0; i < WRITERS; i++) {
		unsigned long long found = 0;

		for (unsigned long long seq = 0; seq < all->each; seq++)
			found += all->seen[i][seq];
		EXPECT_EQ(all->each, found);
		free(all->seen[i]);
	}
}

FIXTURE(records)
{
	int rd, wr;
};

FIXTURE_VARIANT(records)
{
	size_t size;
	unsigned int write, read;	/* records in a call */
	unsigned int percent;		/* of DEED_TEST_MB */
	unsigned int capacity;
	int flags;
	int restless;			/* how many workers change things */
};

/* Long writes, which the pipe may take in pieces, but at records' bounds. */
FIXTURE_VARIANT_ADD(records, many_at_once) {
	.size = 4096, .write = 16, .read = 16, .percent = 100, .capacity = 65536,
};

/* Each write is one record of PIPE_BUF. */
FIXTURE_VARIANT_ADD(records, pages) {
	.size = 4096, .write = 1, .read = 16, .percent = 10, .capacity = 65536,
};

/* At the least capacity, only one fits. */
FIXTURE_VARIANT_ADD(records, pages_one_fits) {
	.size = 4096, .write = 1, .read = 1, .percent = 2, .capacity = 4096,
};

/* No multiple of it is a power of two: all of them wrap around somewhere. */
FIXTURE_VARIANT_ADD(records, odd) {
	.size = 1001, .write = 1, .read = 50, .percent = 4, .capacity = 8192,
};

FIXTURE_VARIANT_ADD(records, small) {
	.size = 67, .write = 1, .read = 900, .percent = 1, .capacity = 4096,
};

/* Writers that poll, and readers that do. */
FIXTURE_VARIANT_ADD(records, nonblock) {
	.size = 3001, .write = 1, .read = 7, .percent = 4, .capacity = 16384,
	.flags = O_NONBLOCK,
};

/* The capacity changes all the time, writers and other files come and go. */
FIXTURE_VARIANT_ADD(records, restless) {
	.size = 2003, .write = 1, .read = 9, .percent = 4, .capacity = 8192,
	.restless = 4,
};

FIXTURE_VARIANT_ADD(records, restless_nonblock) {
	.size = 4096, .write = 1, .read = 5, .percent = 4, .capacity = 8192,
	.flags = O_NONBLOCK, .restless = 3,
};

FIXTURE_SETUP(records)
{
	pipe_begin(_metadata, &self->rd, &self->wr);
	ASSERT_EQ(0, pipe_set_capacity(self->rd, variant->capacity));
}

FIXTURE_TEARDOWN(records)
{
	pipe_end(_metadata, &self->rd, &self->wr);
}

TEST_F_TIMEOUT(records, arrive_once_whole_in_order, TIMEOUT)
{
	struct traffic all = {
		.record = variant->size,
		.write = variant->write,
		.read = variant->read,
		.flags = variant->flags,
		.reopen = variant->restless,
		.each = megabytes() * variant->percent / 100 / variant->size / WRITERS + 1,
	};

	traffic_run(_metadata, &self->rd, &self->wr, &all, write_records,
		    read_records, READERS, variant->restless);
	nothing_lost(_metadata, &all);
}

TEST_F_TIMEOUT(pipe, records_of_all_sizes_in_one_stream, TIMEOUT)
{
	struct traffic all = {
		.write = 1,
		.each = megabytes() / 25 / 2048 / WRITERS + 1,
	};

	traffic_run(_metadata, &self->rd, &self->wr, &all, write_records,
		    read_stream, 1, 0);
	nothing_lost(_metadata, &all);
}

TEST_F_TIMEOUT(pipe, bytes_of_odd_calls_are_all_there, TIMEOUT)
{
	struct traffic all = { .each = megabytes() / 10 / WRITERS + 1 };

	traffic_run(_metadata, &self->rd, &self->wr, &all, write_bytes,
		    read_bytes, READERS, 0);
	for (int value = 0; value < 256; value++) {
		unsigned long long in = 0, out = 0;

		for (int i = 0; i < WRITERS; i++)
			in += all.writers[i].count[value];
		for (int i = 0; i < READERS; i++)
			out += all.readers[i].count[value];
		EXPECT_EQ(in, out)
			TH_LOG("of the value %d", value);
	}
}

/* One writer and one reader: the order of every byte, through changes of size. */
TEST_F_TIMEOUT(pipe, stream_through_all_capacities, TIMEOUT)
{
	size_t len = 1 << 20, pos = 0;
	unsigned char *data = malloc(len), *buf = malloc(BUFFER);
	unsigned int turn = 0;
	struct task t;

	fill(data, 0, len);
	start(&t, SYS_write, self->wr, (long)data, len);
	while (pos < len) {
		__u32 bytes = DEED_PIPE_MIN << mix(turn++) % 5;
		ssize_t n;

		if (pipe_set_capacity(self->rd, bytes))
			ASSERT_EQ(EBUSY, errno);
		n = read(self->rd, buf, 1 + mix(turn) % 9000);
		ASSERT_LT(0, n);
		ASSERT_EQ((size_t)n, right(buf, pos, n))
			TH_LOG("at %zu", pos);
		pos += n;
	}
	EXPECT_EQ((long)len, finish(&t));
	free(data);
	free(buf);
}

/* Processes that are killed in the middle of traffic leave whole records. */
TEST_F_TIMEOUT(pipe, killed_in_the_middle, TIMEOUT)
{
	unsigned char *record = malloc(PIPE_BUF);

	ASSERT_EQ(0, fcntl(self->rd, F_SETFL, O_NONBLOCK));
	for (unsigned int turn = 0; turn < 20; turn++) {
		pid_t pid = fork();

		ASSERT_LE(0, pid);
		while (!pid) {
			for (unsigned long long seq = 0;; seq++) {
				record_make(record, turn % WRITERS, seq, PIPE_BUF);
				if (write(self->wr, record, PIPE_BUF) != PIPE_BUF)
					_exit(1);
			}
		}
		for (unsigned int i = 0; i < turn;) {
			if (read(self->rd, record, PIPE_BUF) > 0)
				i++;
			else
				again(self->rd, POLLIN);
		}
		ASSERT_EQ(0, kill(pid, SIGKILL));
		ASSERT_EQ(pid, waitpid(pid, NULL, 0));
		for (ssize_t n; (n = read(self->rd, record, PIPE_BUF)) > 0;) {
			unsigned char want[PIPE_BUF];
			struct record head;

			memcpy(&head, record, sizeof(head));
			record_make(want, turn % WRITERS, head.seq, PIPE_BUF);
			ASSERT_EQ(PIPE_BUF, n);
			ASSERT_EQ(0, memcmp(record, want, PIPE_BUF))
				TH_LOG("record %llu of turn %u", head.seq, turn);
		}
	}
	free(record);
}

TEST_HARNESS_MAIN
