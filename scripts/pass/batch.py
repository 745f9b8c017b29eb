# SPDX-License-Identifier: GPL-2.0
"""Batches: many programs in one file, compiled at once and compared."""

import random
import tempfile
from pathlib import Path
from typing import Any, List, NamedTuple, Set, Tuple

import tree
from compiler import Compiler, errors
from judge import Verdict
from kinds import header
from programs import make

SIZE = 300


class Case(NamedTuple):
    """A program with its verdict, and the ids that the pass reported."""
    program: Any
    verdict: Verdict
    rules: Set[str]

    @property
    def accepted(self) -> bool:
        """A misuse that the pass did not see."""
        return not self.verdict.correct and not self.rules

    @property
    def refused(self) -> bool:
        """A correct program that the pass did not take."""
        return self.verdict.correct and bool(self.rules)

    @property
    def otherwise(self) -> bool:
        """A misuse, but none of those that the executions show."""
        return bool(self.rules) and not self.verdict.correct and \
            not self.rules & set(self.verdict.misuses)


class Result(NamedTuple):
    """What came of a batch: its cases, and errors that are none of the pass."""
    cases: List[Case]
    others: List[str]


def lines_of(programs: List[Any]) -> Tuple[List[str], List[Tuple[int, int]]]:
    """A file of programs, and the first and last line of each."""
    lines = ['// SPDX-License-Identifier: GPL-2.0', '#include <linux/module.h>',
             '#include "programs.h"', '']
    ranges = []
    for program in programs:
        first = len(lines) + 1
        lines += program.lines()
        ranges.append((first, len(lines)))
    return lines + ['MODULE_DESCRIPTION("Random programs");', 'MODULE_LICENSE("GPL");', ''], ranges


def compare(programs: List[Tuple[Any, Verdict]], compiler: Compiler, folder: Path,
            name: str) -> Result:
    """Compile programs, and lay what is reported beside what is true."""
    (folder / 'programs.h').write_text(header(), encoding='utf-8')
    lines, ranges = lines_of([program for program, _ in programs])
    source = folder / f'{name}.c'
    source.write_text('\n'.join(lines), encoding='utf-8')
    status, said = compiler.run(source)
    found, others = errors(said, source)
    if status and not found and not others:
        others = said.splitlines()[-3:]
    cases = [Case(program, verdict,
                  {rule for line in range(first, last + 1) for rule in found.pop(line, [])})
             for (program, verdict), (first, last) in zip(programs, ranges)]
    others += [f'{source.name}:{line}: outside of all programs' for line in found]
    return Result(cases, others)


def seeded(seed: str, batch: int, count: int) -> List[Tuple[Any, Verdict]]:
    """The programs of a batch."""
    return [make(random.Random(f'{seed}/{batch}/{number}'), f'test_{batch}_{number}')
            for number in range(count)]


def run(seed: str, batch: int, count: int, compiler: Compiler) -> Result:
    """Make a batch, and compare."""
    with tempfile.TemporaryDirectory(prefix='deed-pass-') as folder:
        return compare(seeded(seed, batch, count), compiler, Path(folder), f'batch_{batch}')


def is_tree(program: Any) -> bool:
    """Whether a program can be made smaller."""
    return isinstance(program, tree.Program)
