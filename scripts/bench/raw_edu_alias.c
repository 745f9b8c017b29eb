// SPDX-License-Identifier: GPL-2.0
/* The twin under the driver's own name: for the driver's test programs. */
#define RAW_EDU "deed-edu"
#include "raw_edu.c"
