// SPDX-License-Identifier: GPL-2.0
/*
 * edu_tool N </dev/deed-edu0: the factorial of N, computed by the device.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "deed_edu.h"

int main(int argc, char **argv)
{
	struct deed_edu_factorial f = { .timeout_ms = 10000 };

	if (argc != 2) {
		fprintf(stderr, "usage: %s N </dev/deed-edu0\n", argv[0]);
		return 2;
	}
	f.n = strtoul(argv[1], NULL, 10);
	if (ioctl(STDIN_FILENO, DEED_EDU_FACTORIAL, &f)) {
		perror("factorial");
		return 1;
	}
	printf("%u\n", f.result);
	return 0;
}
