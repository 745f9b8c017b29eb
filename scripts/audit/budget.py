# SPDX-License-Identifier: GPL-2.0
"""The numbers that may not rise: scripts/audit/budget."""

from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

HERE = Path(__file__).resolve().parent
BUDGET = HERE / 'budget'
NAME = 'scripts/audit/budget'
ALWAYS_ZERO = ('drivers', 'samples')
# what calls the kernel on purpose, and is no part of what people load
SHOWN_ONLY = ('kunit', 'scripts/bench')


def numbers(result: Dict[str, Dict[str, Any]]) -> Dict[str, int]:
    """What is held against the budget, by area."""
    found = {}
    for area, files in result.items():
        def count(what: str, test: Any = None) -> int:
            return sum(1 for entry in files.values() for one in entry.get(what, ())
                       if test is None or test(one))
        if area == 'abstractions':
            found['abstractions.trusted-lines'] = sum(
                entry['trusted_lines'] for entry in files.values())
        found[f'{area}.silenced'] = count('silenced')
        if area in SHOWN_ONLY:
            continue
        found[f'{area}.raw-calls'] = count('raw_calls')
        if area == 'abstractions':
            found['abstractions.raw-calls-without-conditions'] = count(
                'raw_calls', lambda one: not one['conditions'])
            found['abstractions.contracts-missing'] = sum(
                len(one['missing']) for entry in files.values() for one in entry['contracts'])
            found['abstractions.nouns-of-drivers'] = count('nouns')
        found[f'{area}.unsafe'] = count('unsafe')
    return found


def read() -> Dict[str, Tuple[int, int]]:
    """The budget: each name's number, and the line where it stands."""
    found = {}
    for at, line in enumerate(BUDGET.read_text(encoding='utf-8').splitlines(), 1):
        words = line.split('#')[0].split()
        if not words:
            continue
        if len(words) != 2 or not words[1].isdigit() or words[0] in found:
            raise SystemExit(f"audit: {NAME}:{at}: '{line}': say NAME NUMBER, once each")
        found[words[0]] = (int(words[1]), at)
    return found


def _judge(budget: Dict[str, Tuple[int, int]], now: Dict[str, int]
           ) -> Iterator[Tuple[bool, str]]:
    for name, number in now.items():
        if name not in budget:
            yield True, f'{NAME}: {name} is not there: add "{name} {number}"'
            continue
        allowed, at = budget[name]
        if allowed and name.split('.')[0] in ALWAYS_ZERO:
            yield True, f'{NAME}:{at}: {name} is {allowed}: of {name.split(".")[0]} it is 0'
        elif number > allowed:
            yield True, f'{NAME}:{at}: {name} rose to {number}, and {allowed} are allowed'
        elif number < allowed:
            yield False, f'{NAME}:{at}: {name} fell to {number}: lower the line "{name} {allowed}"'
    for name in budget.keys() - now.keys():
        yield True, f'{NAME}:{budget[name][1]}: {name} is not counted: remove the line'


def judge(now: Dict[str, int]) -> Tuple[List[str], List[str]]:
    """What is wrong, and what could be lowered."""
    said = sorted(_judge(read(), now))
    return [line for bad, line in said if bad], [line for bad, line in said if not bad]
