// SPDX-License-Identifier: GPL-2.0
/*
 * slot_tool unplug|pull|plug SLOT NAME DRIVER: take the device out of a slot or put
 * it back, until its node is there. For shell scripts; see unplug.h.
 */
#include <unplug.h>

int main(int argc, char **argv)
{
	char node[PATH_MAX];
	struct device d;

	if (argc != 5)
		return 2;
	d = in_slot(atoi(argv[2]), argv[3], argv[4]);
	if (!strcmp(argv[1], "unplug"))
		return !take_away(&d, UNPLUG);
	if (!strcmp(argv[1], "pull"))
		return !take_away(&d, SURPRISE);
	if (!strcmp(argv[1], "plug"))
		return !give_back(&d, UNPLUG) || !until(device_node(&d, node, sizeof(node)));
	return 2;
}
