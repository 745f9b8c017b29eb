# SPDX-License-Identifier: GPL-2.0
"""What in a kernel log makes a run fail.

Each entry names a kind of report and the headlines that open it; the first
entry that matches a line wins, so the special ones stand before the general.
Where a checker reports through WARN(), the file it stands in is named, too, so
that the two lines of one report are of one kind.
"""

import re
from typing import Iterable, List, NamedTuple


class Finding(NamedTuple):
    """One line of a log, and the kind of trouble it tells about."""
    kind: str
    line: str


KINDS = [
    ('panic', r'Kernel panic - not syncing|Attempted to kill init'),
    ('kasan', r'\bKASAN: '),
    ('ubsan', r'\bUBSAN\b'),
    ('kcsan', r'\bKCSAN\b'),
    ('dma api', r'DMA-API: (?!preallocated|debugging enabled)'
                r'|WARNING:.* at kernel/dma/debug\.c'),
    ('iommu', r'DMAR: \[(DMA|INTR)|AMD-Vi: Event logged'),
    ('odebug', r'\bODEBUG: (?!selftest passed)|WARNING:.* at lib/debugobjects\.c'),
    ('refcount', r'\brefcount_t: |WARNING:.* at lib/refcount\.c|ref_tracker: '),
    ('list', r'list_(add|del) corruption|slist corruption|plist corruption'
             r'|WARNING:.* at lib/list_debug\.c'),
    ('held lock', r'lock held when returning to user space'
                  r'|leaked lock or atomic|leaked lock:|lock held at task exit'
                  r'|still has locks held|exited with .*preempt_count'),
    ('rcu usage', r'suspicious RCU usage|Illegal context switch in RCU'),
    ('rcu stall', r'detected (expedited )?stalls|self-detected stall'
                  r'|rcu.*kthread starved'),
    ('lockdep', r'possible (circular|recursive|irq|deadlock|\w+ lock inversion)'
                r'|possible recursive locking|inconsistent lock state'
                r'|-safe -> \S+-unsafe lock order|bad (un)?lock balance'
                r'|bad contention detected|Invalid wait context'
                r'|held lock freed|Nested lock was not taken'
                r'|BUG: MAX_(LOCKDEP|LOCK_DEPTH|STACK_TRACE)'
                r'|trying to register non-static key|has not been registered'
                r'|turning off the locking correctness validator'
                r'|DEBUG_LOCKS_WARN_ON|lockdep.*(disabled|turned off)'
                r'|WARNING:.* at kernel/locking/'),
    ('atomic sleep', r'sleeping function called from invalid context'
                     r'|scheduling while atomic|do not call blocking ops'
                     r'|in preemptible .*code|preemption imbalance'),
    ('lockdep off', r'Disabling lock debugging due to'),
    ('hung task', r'blocked for more than \d+ seconds'),
    ('lockup', r'soft lockup|hard LOCKUP|workqueue lockup'),
    # without a scan area it only looks at more
    ('kmemleak', r'kmemleak: \d+ new suspected'
                 r'|kmemleak: (Cannot(?! allocate a scan area)|Memory pool empty'
                 r'|Kernel memory leak detector disabled)'),
    ('bug', r'\bkernel BUG at '),
    ('oops', r'\bOops\b|general protection fault|invalid opcode|double fault'
             r'|BUG: unable to handle|BUG: kernel NULL pointer|stack guard page'
             r'|unchecked MSR access'
             # arm64's words
             r'|Unable to handle kernel|Internal error: |SError Interrupt on CPU'
             r'|Unexpected kernel BRK'),
    ('memory', r'page allocation failure|Out of memory|invoked oom-killer'),
    ('leftover', r'Slab cache still has objects|Objects remaining in'
                 r'|unregister_netdevice: waiting for|nobody cared'),
    ('lost log', r'printk messages dropped|callbacks suppressed'),
    ('bug', r'\bBUG\b'),
    ('warning', r'\bWARNING\b'),
    # Dumps that have no headline of their own
    ('trace', r'^Call [Tt]race:|^Modules linked in:'),
]

_ANY = re.compile('|'.join(f'(?:{regex})' for _, regex in KINDS))
_KINDS = [(kind, re.compile(regex)) for kind, regex in KINDS]


def scan(lines: Iterable[str]) -> List[Finding]:
    """Return what is wrong in a log (without time stamps), line by line.

    A trace is part of the report above it; it counts only where no headline
    explains it.
    """
    found = []
    for line in lines:
        if not _ANY.search(line):
            continue
        kind = next(kind for kind, regex in _KINDS if regex.search(line))
        if kind != 'trace' or not found:
            found.append(Finding(kind, line))
    if any(finding.kind != 'trace' for finding in found):
        found = [finding for finding in found if finding.kind != 'trace']
    return found
