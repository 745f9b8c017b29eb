# SPDX-License-Identifier: GPL-2.0
"""Exact execution of pointers: from whom each is borrowed, and what ends it.

A pointer is a Lent: the cells of its owners, the nearest first. What it leads to
is the content of the nearest owner, or one member of that. It ends with any of its
owners; and as an exclusive borrow is alone, with the next time that one of them
lends.
"""

from typing import Any, List, NamedTuple, Optional, Tuple

from kinds import CONST, NODE, POINTED, Kind

State = List[Any]
# what a pointer is when it may not be used: its owner went; somebody may have done
# something that is a misuse to some; its owner was lent again
DEAD, UNSURE, ALIASED, NULL = -1, -2, -3, -4
# the owner of what an object points to, which nobody knows
FAR = -9
# how alone a borrow is: others may be beside it; it came from one that is alone;
# it is alone
BESIDE, BELOW, ALONE = range(3)


class Misuse(Exception):
    """An execution does what it must not."""


class Unspecified(Exception):
    """The meaning of handle states does not say: the program is not used."""


class Lent(NamedTuple):
    """A pointer that may be used. part: the member, or nothing for all of it.

    shared: it was lent to be looked at, whatever its type says by now.
    """
    owners: Tuple[int, ...]
    part: str = ''
    alone: int = BESIDE
    shared: bool = False


class At(NamedTuple):
    """Where a handle is. mode: cell, pointer (in the cell), inner (of a box)."""
    mode: str
    cell: int
    offset: int
    kind: Kind
    behind: str = ''        # a pointer; the mode of the parameter, or local


class Reached(NamedTuple):
    """What a callee gets by a pointer. cell: of a handle, whose address it is."""
    owners: Tuple[int, ...]
    part: str
    const: bool
    cell: Optional[int]
    size: int = 1           # cells of what is there, for an object with handles

    def leads_to(self, other: 'Reached') -> bool:
        """Whether the other is the same, or in it."""
        if self.cell is not None:
            return self.cell in other.owners
        inside = range(self.owners[0] + 1, self.owners[0] + self.size)
        if any(cell in other.owners for cell in inside):
            return True
        if other.cell is not None or self.owners[0] != other.owners[0]:
            return False
        return self.part == other.part or not self.part or not other.part


class Lends:
    """The steps that are about pointers."""

    @staticmethod
    def forget(state: State, cell: int, as_what: int = DEAD) -> None:
        """Nothing that was borrowed from a cell may be used any more."""
        for where, pointer in enumerate(state):
            if isinstance(pointer, Lent) and cell in pointer.owners:
                state[where] = as_what

    def lend_again(self, state: State, cell: int, kind: Kind, alone: bool) -> None:
        """A handle lends, and what was borrowed from it exclusively before ends."""
        for where, pointer in enumerate(state):
            if not isinstance(pointer, Lent) or cell not in pointer.owners:
                continue
            if kind.form == 'array':
                # of several elements, which are not told apart
                if alone or pointer.alone:
                    state[where] = UNSURE
            elif alone or pointer.alone == ALONE:
                state[where] = ALIASED
            elif pointer.alone == BELOW:
                state[where] = UNSURE

    @staticmethod
    def alive(pointer: Any) -> Lent:
        """A pointer that may be used."""
        if pointer == DEAD:
            raise Misuse('deed-borrow-dead')
        if pointer == ALIASED:
            raise Misuse('deed-borrow-alias')
        if not isinstance(pointer, Lent):
            raise Unspecified
        return pointer

    def follow(self, state: State) -> None:
        """Use a pointer."""
        self.alive(state.pop())

    def write_through(self, state: State) -> None:
        """Use a pointer to write."""
        if self.alive(state.pop()).shared:
            raise Misuse('deed-shared')

    def load(self, state: State, path: str) -> None:
        """A pointer that is read in an object: what is shared leads to what is shared."""
        state.append(Lent((FAR,), path, BESIDE, self.alive(state.pop()).shared))

    def follow_all(self, state: State, cells: Tuple[int, ...]) -> None:
        """A callee may use all the pointers of a struct, if they are there."""
        for cell in cells:
            if state[cell] != NULL:
                self.alive(state[cell])

    def apart(self, state: State, cells: Tuple[int, ...]) -> None:
        """Who gets a struct may take the pointers in it to lead to different things."""
        owners = [owner for cell in cells if isinstance(state[cell], Lent)
                  for owner in set(state[cell].owners)]
        if len(set(owners)) < len(owners):
            raise Unspecified

    @staticmethod
    def copy(state: State, cell: int, to: int) -> None:
        """A cell gets what is in another."""
        state[to] = state[cell]

    def member(self, state: State, part: str) -> None:
        """The address of a member of what is pointed to."""
        pointer = state.pop()
        dead = pointer in (DEAD, ALIASED)       # told where it is used
        state.append(pointer if dead else self.alive(pointer)._replace(part=part))

    def keep_out(self, state: State) -> None:
        """Store a pointer where it outlives its owner."""
        if self.alive(state.pop()).owners[0] == FAR:
            raise Unspecified
        raise Misuse('deed-borrow-escape')

    def changed_inside(self, state: State, pointer: Lent, kind: Optional[Kind]) -> None:
        """A callee had an object to itself, and may have replaced the handles in it."""
        for offset in range(1, kind.size if kind else 1):
            self.forget(state, pointer.owners[0] + offset)

    @staticmethod
    def check_alone(reached: List[Reached]) -> None:
        """What a callee may write through one argument, no other leads to."""
        for number, one in enumerate(reached):
            for other in reached[number + 1:]:
                if one.const and other.const:
                    continue
                if one.owners[0] == other.owners[0] == FAR:
                    raise Unspecified
                if one.leads_to(other) or other.leads_to(one):
                    raise Misuse('deed-borrow-alias')

    @staticmethod
    def reach_of(mode: str, pointer: Lent) -> Reached:
        """What an argument that is a plain pointer leads to."""
        size = NODE.size if 'object' in mode and not pointer.part else 1
        return Reached(pointer.owners, pointer.part, POINTED[mode][1], None, size)

    @staticmethod
    def reach_of_handle(mode: str, owners: Tuple[int, ...]) -> Reached:
        """What the address of a handle leads to."""
        return Reached(owners, '', mode == CONST, owners[0])

    def result_lend(self, state: State, allowed: Tuple[int, ...],
                    objects: Tuple[int, ...]) -> None:
        """return of a pointer."""
        owners = self.alive(state[-1]).owners
        if any(owner in objects or owner == FAR for owner in owners):
            raise Unspecified
        if any(owner not in allowed for owner in owners):
            raise Misuse('deed-borrow-escape')
