// SPDX-License-Identifier: GPL-2.0
/*
 * The PHY driver deed-@name@, as a program sees it. Needs the module, and prints TAP.
 *
 * It needs no PHY, so it only sees that the driver is there: add what your PHY does.
 */
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#define DRIVER	"/sys/bus/mdio_bus/drivers/deed-@name@"

static int number, failed;

static void check(bool good, const char *name)
{
	failed += !good;
	printf("%s %d %s\n", good ? "ok" : "not ok", ++number, name);
}

int main(void)
{
	printf("TAP version 13\n1..2\n");
	check(!access("/sys/module/deed_@name@", F_OK), "the module is loaded");
	check(!access(DRIVER, F_OK), "phylib has the driver");
	return failed ? 1 : 0;
}
