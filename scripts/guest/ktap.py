# SPDX-License-Identifier: GPL-2.0
"""Read test results with the kernel's own parser, one block at a time.

kunit_parser takes the first top-level block of a log and is silent about the
others; it takes a block without a plan for complete; and it prints what it
reads. Here every block is cut out and read alone, and a block without a plan,
without cases or with errors is a failure.
"""

import io
import re
import sys
from pathlib import Path
from typing import Iterable, List, NamedTuple

TOP = Path(__file__).resolve().parents[2]
sys.path.append(str(TOP / 'build/linux/source/tools/testing/kunit'))
# pylint: disable=wrong-import-position,import-error
import kunit_parser
import kunit_printer

HEADER = re.compile(r'^K?TAP version \d+$')
STATUS = kunit_parser.TestStatus


class Case(NamedTuple):
    """A case: its name with that of its suite, 'pass', 'skip' or 'fail'."""
    name: str
    status: str
    details: List[str]


class Block(NamedTuple):
    """A top-level block: the suites it names, its cases, what is wrong."""
    suites: List[str]
    cases: List[Case]
    errors: List[str]


def _cases(test, prefix: str) -> List[Case]:
    """The leaves below a parsed test."""
    name = f'{prefix}.{test.name}' if prefix else test.name
    if test.subtests:
        cases = [case for sub in test.subtests for case in _cases(sub, name)]
        # A suite can fail in its init or exit, with no case to show for it
        if test.ok_status() or any(case.status == 'fail' for case in cases):
            return cases
        return cases + [Case(name, 'fail', test.log)]
    status = {STATUS.SUCCESS: 'pass', STATUS.SKIPPED: 'skip'}.get(test.status, 'fail')
    return [Case(name, status, test.log if status == 'fail' else [])]


def _missing_plan(test, depth: int = 0) -> bool:
    """Cases that are made of parameters print no plan; all above them do."""
    if depth < 2 and test.subtests and test.expected_count is None:
        return True
    return any(_missing_plan(sub, depth + 1) for sub in test.subtests)


def parse_block(lines: List[str]) -> Block:
    """Parse one top-level block, whose first line is its header."""
    said = io.StringIO()
    kunit_parser.stdout = kunit_printer.Printer(said)
    main = kunit_parser.parse_run_tests(lines)
    cases = [case for sub in main.subtests for case in _cases(sub, '')]
    errors = re.findall(r'\[ERROR\].*', said.getvalue())
    if main.counts.errors and not errors:
        errors.append('the parser found errors')
    if _missing_plan(main):
        errors.append('there is no plan')
    if all(case.status == 'skip' for case in cases):
        errors.append('no case was run')
    return Block([sub.name for sub in main.subtests], cases, errors)


def parse(lines: Iterable[str]) -> List[Block]:
    """Cut lines (without time stamps) into top-level blocks, parse each."""
    blocks: List[List[str]] = []
    for line in lines:
        if HEADER.match(line):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    return [parse_block(block) for block in blocks]
