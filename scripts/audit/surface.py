# SPDX-License-Identifier: GPL-2.0
"""The files that are looked at, and what is counted in each."""

import os
import re
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set, Tuple

import contracts
import rawcalls

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / 'checker'))
from silence import COMMENT, WORDS  # noqa: E402 pylint: disable=wrong-import-position

TOP = HERE.parents[1]
AREAS = ('abstractions', 'drivers', 'samples', 'ports', 'kunit', 'scripts/bench')
# what is wrong on purpose, and programs of user space
LEFT_OUT = re.compile(r'^samples/misuse/|_(test|tool)\.[ch]$|\.mod\.c$')
PRAGMA = re.compile(r'^[ \t]*#[ \t]*pragma GCC diagnostic (?:ignored|warning) "([^"]*)"', re.M)
# a word of the kernel's, though a driver is called so
COMMON = {'phy', 'first', 'bridge', 'pipe', 'sim', 'phy45'}
Entry = Dict[str, Any]


def files(area: str) -> Iterator[str]:
    """The C of a folder, in the same order everywhere."""
    for folder, below, names in os.walk(TOP / area):
        below.sort()
        for name in sorted(names):
            path = Path(folder, name)
            shown = path.relative_to(TOP).as_posix()
            if name.endswith(('.c', '.h')) and not path.is_symlink() \
                    and not LEFT_OUT.search(shown):
                yield shown


def silenced(text: str) -> List[Entry]:
    """What is found in a file, and kept: by check: ignore, or from the compiler."""
    found = []
    for match in COMMENT.finditer(text):
        rule, reason = WORDS.match(match[1] or match[2] or '').groups()
        found.append({'line': text.count('\n', 0, match.start()) + 1, 'rule': rule,
                      'reason': ' '.join(reason.replace('\n *', '\n').split())})
    found += [{'line': text.count('\n', 0, match.start()) + 1, 'rule': match[1], 'reason': ''}
              for match in PRAGMA.finditer(text)]
    return sorted(found, key=lambda one: one['line'])


def nouns() -> Set[str]:
    """What single drivers are called: their files, which are modules or part of one."""
    return {Path(name).stem.lower() for area in ('drivers', 'samples', 'ports')
            for name in files(area) if name.endswith('.c')
            and not name.endswith('_kunit.c')} - COMMON


def nouns_in(code: str, of_drivers: Set[str]) -> List[Entry]:
    """Where code speaks of one driver: its name, or one that begins with it."""
    found = []
    for match in re.finditer(r'[A-Za-z]\w*', code):
        words = match[0].lower().split('_')
        if any('_'.join(words[a:b]) in of_drivers for a in range(len(words))
               for b in range(a + 1, len(words) + 1)):
            found.append({'line': code.count('\n', 0, match.start()) + 1, 'name': match[0]})
    return found


def trusted(name: str, of_drivers: Set[str]) -> Entry:
    """What is counted in a file of abstractions/ besides."""
    path = TOP / name
    code = rawcalls.code_of(path)
    bare = re.sub(r'/\*.*?\*/', '', path.read_text(encoding='utf-8'), flags=re.S)
    found = contracts.of_header(path) if name.endswith('.h') else []
    return {
        'trusted_lines': sum(1 for line in bare.splitlines() if line.strip()),
        'raw_calls': [{'line': call.line, 'name': call.name, 'conditions': call.said}
                      for call in rawcalls.in_abstractions(path)],
        'contracts': [{'line': one.line, 'name': one.name, 'generated': one.generated,
                       'arguments': one.arguments, 'present': one.present(),
                       'missing': one.missing()} for one in found],
        'nouns': nouns_in(code, of_drivers),
    }


def untrusted(name: str, ours: Set[str], generated: Set[str]) -> Entry:
    """The same of a file anywhere else."""
    return {'raw_calls': [{'line': call.line, 'name': call.name, 'conditions': call.said}
                          for call in rawcalls.outside(TOP / name, ours, generated)]}


def names(area: str) -> Tuple[Set[str], Set[str]]:
    """The functions of an area, and the kinds that its macros make more of."""
    codes = [rawcalls.code_of(TOP / name) for name in files(area)]
    return (set().union(*map(rawcalls.defined, codes)), set().union(*map(rawcalls.kinds, codes)))


def audit() -> Dict[str, Dict[str, Entry]]:
    """All areas, and in each its files."""
    of_drivers, result = nouns(), {}
    for area in AREAS:
        ours = names(area)
        result[area] = {}
        for name in files(area):
            text = (TOP / name).read_text(encoding='utf-8', errors='replace')
            result[area][name] = {
                'unsafe': [{'line': one.line, 'whole_file': one.whole, 'reason': one.reason}
                           for one in rawcalls.unsafes(TOP / name)],
                'silenced': silenced(text),
                **(trusted(name, of_drivers) if area == 'abstractions'
                   else untrusted(name, *ours))}
    return result
