# SPDX-License-Identifier: GPL-2.0
"""What a tool has found, in one form for all tools."""

import re
from typing import Any, List, NamedTuple, Tuple

SEVERITIES = ('error', 'warning', 'note')


class Note(NamedTuple):
    """What a tool says besides, of the same place or of another."""
    file: str
    line: int
    column: int
    message: str


class Finding(NamedTuple):
    """One thing to repair. Files are named as Tree.name() does; line 0 is none."""
    tool: str
    rule: str
    file: str
    line: int
    column: int
    severity: str
    message: str
    hint: str = ''
    page: str = ''
    notes: Tuple[Note, ...] = ()

    def likeness(self, text: str) -> Tuple[str, ...]:
        """What stays the same when lines around it come and go. text: its line."""
        return (self.tool, self.rule, self.file, re.sub(r'\d+', 'N', self.message),
                ' '.join(text.split()))


def loaded(entry: List[Any]) -> Finding:
    """A finding as it comes out of JSON."""
    return Finding(*entry[:-1], tuple(Note(*note) for note in entry[-1]))


class CannotRun(Exception):
    """A tool, or what it needs, is not there or does not work: not a finding."""

    def __init__(self, tool: str, why: str):
        super().__init__(f'{tool}: {why}')
        self.tool, self.why = tool, why
