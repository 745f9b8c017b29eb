// SPDX-License-Identifier: GPL-2.0
/* The twin under the pipe's own name: for the pipe's test programs. */
#define RAW_PIPE "deed-pipe"
#include "raw_pipe.c"
