/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the pass takes from GCC, and the one place that knows GCC's version.
 *
 * Written for GCC 12, as Debian 12 ships it. GCC promises plugins no stable
 * interface: what another version calls differently gets its #if here.
 */
#ifndef DEED_GCC_H
#define DEED_GCC_H

/* before GCC's own headers, which poison malloc() and others */
#include <algorithm>
#include <climits>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gcc-plugin.h"
#include "plugin-version.h"

#include "tree.h"
#include "tree-iterator.h"
#include "stringpool.h"
#include "attribs.h"
#include "c-tree.h"
#include "diagnostic.h"
#include "langhooks.h"
#include "tree-pretty-print.h"
#include "toplev.h"
#include "output.h"

#include "basic-block.h"
#include "gimple.h"
#include "gimple-iterator.h"
#include "tree-cfg.h"
#include "tree-dfa.h"
#include "cfganal.h"
#include "cgraph.h"
#include "context.h"
#include "tree-pass.h"

#if BUILDING_GCC_VERSION < 12000
#error "the ownership pass needs GCC 12 or later"
#endif

#endif /* DEED_GCC_H */
