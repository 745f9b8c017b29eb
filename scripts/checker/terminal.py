# SPDX-License-Identifier: GPL-2.0
"""Tells people what was found, as it comes."""

import itertools
import os
import resource
import sys
import textwrap
import time
from typing import Dict, Iterable, List, Set, Tuple

from findings import CannotRun, Finding
from tree import Tree

COLOURS = {'error': '1;31', 'warning': '1;35', 'note': '1;36', 'bold': '1', 'dim': '2',
           'good': '1;32'}
PATIENCE = 15           # seconds between lines of progress where there is no terminal
WIDTH = 100


def worked() -> float:
    """Processor time, of the tools too: whatever else the machine has to do."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


class Terminal:
    """Standard output for findings, standard error for progress."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.colour = (sys.stdout.isatty() and 'NO_COLOR' not in os.environ
                       and os.environ.get('TERM') != 'dumb')
        self.live = sys.stderr.isatty()
        self.start = self.said = time.monotonic()
        self.told: Set[Finding] = set()

    def paint(self, text: str, colour: str) -> str:
        """A text in a colour, on a terminal."""
        return f'\033[{COLOURS[colour]}m{text}\033[0m' if self.colour else text

    def progress(self, done: int, total: int, name: str) -> None:
        """How far it is: in place, or now and then."""
        text = f'check: {done} of {total}, {name}'
        if self.live:
            print(f'\r{text[:78]}\033[K', end='', file=sys.stderr, flush=True)
        elif time.monotonic() - self.said > PATIENCE:
            self.said = time.monotonic()
            print(text, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave no half line."""
        if self.live:
            print('\r\033[K', end='', file=sys.stderr, flush=True)

    def show(self, findings: Iterable[Finding]) -> None:
        """Findings that were not shown yet, by file."""
        fresh = [each for each in findings if each not in self.told]
        self.told.update(fresh)
        if fresh:
            self.clear()
        fresh.sort(key=lambda each: (each.file, each.line, each.column))
        for file, group in itertools.groupby(fresh, lambda each: each.file):
            print(self.paint(self.tree.shown(file), 'bold'))
            for finding in group:
                self._show(finding)
            print(flush=True)

    def _show(self, finding: Finding) -> None:
        where = f'{finding.line}:{finding.column}' if finding.column else str(finding.line)
        print(f'  {where:>8}  {self.paint(finding.severity, finding.severity)}: '
              f'{finding.message} {self.paint(f"[{finding.rule}]", "dim")} {finding.tool}')
        for note in finding.notes:
            place = '' if not note.file else f'{note.line}: ' if note.file == finding.file \
                else f'{note.file}:{note.line}: '
            self._more('', place + note.message)
        self._more('hint: ', finding.hint)
        self._more('page: ', finding.page)

    def _more(self, what: str, text: str) -> None:
        indent = ' ' * 12
        for line in textwrap.wrap(what + text, WIDTH, initial_indent=indent,
                                  subsequent_indent=indent + ' ' * len(what),
                                  break_long_words=False, break_on_hyphens=False) if text else []:
            print(self.paint(line, 'dim'))

    def summary(self, counts: Dict[str, List[float]], found: List[Finding],
                silenced: List[Tuple[Finding, str]], failed: List[CannotRun]) -> None:
        """What ran, and how it ended. counts by tool: files, from the cache, seconds."""
        self.clear()
        print(f'{"":16}{"files":>7}{"run":>7}{"findings":>10}{"silenced":>10}'
              f'{"seconds":>9}')
        for tool in sorted({*counts, *(each.tool for each in found)}):
            files, cached, seconds = counts.get(tool, [0, 0, 0])
            print(f'{tool:16}{files:7}{files - cached:7}'
                  f'{sum(each.tool == tool for each in found):10}'
                  f'{sum(each.tool == tool for each, _ in silenced):10}'
                  f'{seconds:9.1f}')
        for tool, errors in itertools.groupby(sorted(failed, key=str), lambda each: each.tool):
            first = next(errors)
            more = sum(1 for _ in errors)
            print(self.paint(f'cannot run {tool}: {first.why}', 'error')
                  + (f' (and {more} more)' if more else ''))
        colour = 'error' if found or failed else 'good'
        print(self.paint(f'{len(found)} findings, {len(silenced)} silenced, '
                         f'{len(failed)} could not run', colour)
              + f', {time.monotonic() - self.start:.0f} s, {worked():.0f} s of processors',
              flush=True)
