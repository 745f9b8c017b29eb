# SPDX-License-Identifier: GPL-2.0
"""From numbers that the user said to the steps that execute.py runs.

They are executed as they are: with values on both sides of each bound.
"""

import operator
from typing import Any, Iterable, Optional, Tuple

import terms
import tree
from cells import Invalid, Name
from kinds import NUMBERS, SPENDS
from lends import State, Unspecified
from execute import ERRNO, LIVE, Misuse
from values import Values

SAID = (0, 7, 8, 15, 16, 31, 32, 999, 1000, (1 << 32) - 1)
COMPARE = {'>=': operator.ge, '<': operator.lt, '>': operator.gt, '<=': operator.le,
           '==': operator.eq}
MASK = {'%s & %d': operator.and_, 'min(%s, %du)': min, '%s %% %d': operator.mod}
UNKNOWN = None      # of a fetch that failed


def fetch(state: State, cells: Tuple[int, ...], guards: Any, call: Optional[int]) -> Any:
    """Fetch: the caller's memory may take as long as it likes.

    The argument of an ioctl may change between two fetches: what failed was none. What the
    user said is chosen where somebody looks at it: until then the cell, and
    what is copied from it, has a tuple of the cell's own.
    """
    if any(state[guard] == LIVE for guard in guards):
        raise Misuse('deed-waits-live')
    if any(('said', cell) in state for cell in cells):
        raise Unspecified       # of an earlier round
    if call is not None and state[call]:
        raise Misuse('deed-untrusted')
    failed = state + [ERRNO]
    if call is not None:
        state[call] = True
    for cell in cells:
        failed[cell], state[cell] = UNKNOWN, ('said', cell)
    return [failed, state + [0]]


def said(state: State, cell: int) -> Any:
    """Read a number."""
    now = state[cell]
    if not isinstance(now, tuple):
        state.append(now)
        return None
    return [[value if each == now else each for each in state] + [value] for value in SAID]


def known(state: State) -> int:
    """A number that was fetched."""
    value = state.pop()
    if value is UNKNOWN:
        raise Unspecified
    return value


def mask(state: State, form: str, by: int) -> None:
    """What is left of a number."""
    state.append(MASK[form](known(state), by))


def compare(state: State, op: str, bound: int) -> None:
    """A test."""
    state.append(COMPARE[op](known(state), bound))


def spend(state: State, most: int, within: bool) -> None:
    """A use, for which the number may be too large.

    Whether the bound of a caller fits what a helper does with a number is not asked.
    """
    value = known(state)
    if value >= most:
        raise Unspecified if within and value != SAID[-1] else Misuse('deed-untrusted')


class Counted(Values):
    """Numbers in one function. within: the helper that is executed."""

    within: Optional[tree.Helper] = None

    def amount(self, node: terms.Node) -> None:
        """Push a number."""
        if not isinstance(node, (terms.Amount, terms.Masked)):
            raise Invalid(type(node).__name__)
        self.emit(said, self.find(node.name, 'amount').cell)
        if isinstance(node, terms.Masked):
            self.emit(mask, node.form, node.by)

    def test(self, node: terms.Node) -> None:
        """Push a condition, perhaps of a number."""
        if not isinstance(node, terms.Compare):
            super().test(node)
            return
        self.emit(said, self.find(node.name, 'amount').cell)
        self.emit(compare, node.op, node.bound)

    def do_fetch(self, node: tree.Fetch) -> None:
        """The argument of an ioctl."""
        struct, fields = self.fetched(node, self.find(node.call, 'call').cell)
        self.aim(node, struct, fields)

    def fetched(self, node: Any, call: Optional[int] = None
                ) -> Tuple[Name, Iterable[Tuple[str, Name]]]:
        """A struct of numbers is fetched."""
        of = node.name if isinstance(node, tree.Fetch) else node.struct
        fields = [self.declare(terms.member(of, part), 'amount') for part in NUMBERS]
        self.emit(fetch, tuple(field.cell for field in fields), self.machine.guards, call)
        err = self.declare(node.err, 'number')
        self.emit(self.machine.write, err.cell)
        return self.declare(of, 'request'), zip(NUMBERS, fields)

    def aim(self, node: Any, struct: Name, fields: Iterable[Tuple[str, Name]]) -> None:
        """A variable keeps the address of a struct, which does not change."""
        if not node.aim:
            return
        self.alias(f'*{node.aim}', struct)
        for part, field in fields:
            self.alias(terms.member(f'*{node.aim}', part), field)

    def do_setamount(self, node: tree.SetAmount) -> None:
        """A variable gets a number."""
        self.amount(node.value)
        name = self.declare(node.name, 'amount') if node.declare else self.find(
            node.name, 'amount')
        if name.mode == 'kept':
            raise Invalid(node.name)
        self.emit(self.machine.write, name.cell)

    def do_spend(self, node: tree.Spend) -> None:
        """A use of one."""
        self.emit(said, self.find(node.name, 'amount').cell)
        self.emit(spend, SPENDS[node.way][1], self.within is not None)
