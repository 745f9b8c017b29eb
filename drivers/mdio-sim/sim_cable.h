/* SPDX-License-Identifier: GPL-2.0 */
/* Cable tests of the simulated PHY, by ethtool's netlink: Documentation/networking. */
#ifndef _SIM_CABLE_H
#define _SIM_CABLE_H

#include "sim_test.h"

#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <stddef.h>
#include <sys/time.h>

#define LONGEST_CABLE_TEST	30 /* seconds */

struct netlink_message {
	struct nlmsghdr head;
	struct genlmsghdr genl;
	char attrs[8192];
};

/* What a family of messages is called by the kernel. */
struct netlink_family {
	int id, group;
};

/* An attribute, behind those that are there. */
static inline void attr_add(struct netlink_message *m, int type, const void *data, int len)
{
	struct nlattr *attr = (void *)((char *)m + NLMSG_ALIGN(m->head.nlmsg_len));

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	memcpy((char *)attr + NLA_HDRLEN, data, len);
	m->head.nlmsg_len = NLMSG_ALIGN(m->head.nlmsg_len) + NLA_ALIGN(attr->nla_len);
}

/* The first attribute of this type, 0 for any; from the next one on if there is one before. */
static inline const struct nlattr *attr_find(const void *attrs, int len, int type,
					     const struct nlattr *before)
{
	const char *at = before ? (const char *)before + NLA_ALIGN(before->nla_len) : attrs;
	const char *end = (const char *)attrs + len;

	while (end - at >= NLA_HDRLEN) {
		const struct nlattr *attr = (const void *)at;

		if (attr->nla_len < NLA_HDRLEN || attr->nla_len > end - at)
			return NULL;
		if (!type || (attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
		at += NLA_ALIGN(attr->nla_len);
	}
	return NULL;
}

static inline const void *attr_data(const struct nlattr *attr)
{
	return (const char *)attr + NLA_HDRLEN;
}

static inline const struct nlattr *attr_in(const struct nlattr *outer, int type,
					   const struct nlattr *before)
{
	return outer ? attr_find(attr_data(outer), outer->nla_len - NLA_HDRLEN, type, before) :
		       NULL;
}

static inline const struct nlattr *attr_of(const struct netlink_message *m, int type)
{
	int len = m->head.nlmsg_len - offsetof(struct netlink_message, attrs);

	return len > 0 ? attr_find(m->attrs, len, type, NULL) : NULL;
}

static inline unsigned int attr_u8(const struct nlattr *attr)
{
	return attr ? *(const __u8 *)attr_data(attr) : UINT_MAX;
}

static inline struct netlink_message netlink_new(int family, int command)
{
	return (struct netlink_message){
		.head = { .nlmsg_len = offsetof(struct netlink_message, attrs),
			  .nlmsg_type = family, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		.genl = { .cmd = command, .version = 1 },
	};
}

/* Sends M, of which the answer is there then, if there is any: 0 or a negative errno. */
static inline long netlink_ask(int fd, struct netlink_message *m)
{
	struct {
		struct nlmsghdr head;
		int error;
		char more[8192];
	} ack;
	long err = result(send(fd, m, m->head.nlmsg_len, 0));

	do {
		if (err >= 0)
			err = result(recv(fd, &ack, sizeof(ack), 0));
		if (err < 0)
			return err;
		if (ack.head.nlmsg_type != NLMSG_ERROR)
			memcpy(m, &ack, err);
	} while (ack.head.nlmsg_type != NLMSG_ERROR);
	return ack.error;
}

static inline long netlink_find(int fd, const char *name, const char *group,
				struct netlink_family *f)
{
	struct netlink_message m = netlink_new(GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	const struct nlattr *groups, *one = NULL;
	long err;

	attr_add(&m, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	err = netlink_ask(fd, &m);
	if (err)
		return err;
	f->id = *(const __u16 *)attr_data(attr_of(&m, CTRL_ATTR_FAMILY_ID));
	groups = attr_of(&m, CTRL_ATTR_MCAST_GROUPS);
	while ((one = attr_in(groups, 0, one))) {
		if (strcmp(attr_data(attr_in(one, CTRL_ATTR_MCAST_GRP_NAME, NULL)), group))
			continue;
		f->group = *(const __u32 *)attr_data(attr_in(one, CTRL_ATTR_MCAST_GRP_ID, NULL));
		return 0;
	}
	return -ENOENT;
}

/* "0: result 2; 0: 5142 cm; ", in the order in which the kernel says it. */
static inline void cable_text(const struct nlattr *found, char *text, size_t len)
{
	const struct nlattr *one = NULL;
	size_t used = 0;

	while (used < len && (one = attr_in(found, 0, one))) {
		const struct nlattr *cm = attr_in(one, ETHTOOL_A_CABLE_FAULT_LENGTH_CM, NULL);

		if ((one->nla_type & NLA_TYPE_MASK) == ETHTOOL_A_CABLE_NEST_RESULT)
			used += snprintf(text + used, len - used, "%u: result %u; ",
					 attr_u8(attr_in(one, ETHTOOL_A_CABLE_RESULT_PAIR, NULL)),
					 attr_u8(attr_in(one, ETHTOOL_A_CABLE_RESULT_CODE, NULL)));
		else if (cm)
			used += snprintf(text + used, len - used, "%u: %u cm; ",
					 attr_u8(attr_in(one, ETHTOOL_A_CABLE_FAULT_LENGTH_PAIR,
							 NULL)),
					 *(const __u32 *)attr_data(cm));
	}
}

/* Until the kernel says what a test has found. */
static inline long cable_wait(int fd, char *text, size_t len)
{
	struct netlink_message m;
	long got;

	while ((got = result(recv(fd, &m, sizeof(m), 0))) >= 0) {
		if (m.genl.cmd != ETHTOOL_MSG_CABLE_TEST_NTF ||
		    attr_u8(attr_of(&m, ETHTOOL_A_CABLE_TEST_NTF_STATUS)) !=
			    ETHTOOL_A_CABLE_TEST_NTF_STATUS_COMPLETED)
			continue;
		cable_text(attr_of(&m, ETHTOOL_A_CABLE_TEST_NTF_NEST), text, len);
		return 0;
	}
	return got;
}

static inline long cable_begin(int fd, int family)
{
	struct netlink_message m = netlink_new(family, ETHTOOL_MSG_CABLE_TEST_ACT);
	struct {
		struct nlattr head;
		char name[IFNAMSIZ];
	} device = { .head = { sizeof(device), ETHTOOL_A_HEADER_DEV_NAME } };

	sim_name(device.name, sizeof(device.name));
	attr_add(&m, ETHTOOL_A_CABLE_TEST_HEADER | NLA_F_NESTED, &device, sizeof(device));
	return netlink_ask(fd, &m);
}

/* Tests the cable, and says what was found: 0 or a negative errno. */
static inline long sim_cable_test(char *text, size_t len)
{
	const struct timeval longest = { .tv_sec = LONGEST_CABLE_TEST };
	/* messages for all go to those only that have an address: the kernel finds one */
	const struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int ask = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	int hear = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	struct netlink_family ethtool;
	long err = netlink_find(ask, ETHTOOL_GENL_NAME, ETHTOOL_MCGRP_MONITOR_NAME, &ethtool);

	*text = 0;
	setsockopt(hear, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof(longest));
	if (!err)
		err = result(bind(hear, (const struct sockaddr *)&any, sizeof(any)));
	if (!err)
		err = result(setsockopt(hear, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
					&ethtool.group, sizeof(ethtool.group)));
	if (!err)
		err = cable_begin(ask, ethtool.id);
	if (!err)
		err = cable_wait(hear, text, len);
	close(ask);
	close(hear);
	return err;
}

#endif /* _SIM_CABLE_H */
