// SPDX-License-Identifier: GPL-2.0
/* The twin under the driver's own name: for the programs of the simulated bus. */
#define RAW_ASIX "Asix Electronics"
#include "raw_asix.c"
