# SPDX-License-Identifier: GPL-2.0
"""Exact execution: what each step of a program does to the handles.

The meaning of handle states, word by word, and nothing else. A machine runs the
code that lower.py makes of a function, in all its executions: a step with several
outcomes (a condition that nobody knows, a constructor, a slot) continues with
each. A function is run alone: its parameters have every state that its contract
allows, and what it calls does anything that the contract of that function allows.

The state of an execution is a list: a cell for each variable (a handle with
fields has one for each field, right behind its own), then the values of
expressions that are being evaluated. Two executions that reach one place in the
same state have the same future, so that it is looked at once and loops end.
"""

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Set, Tuple

from kinds import CONST, DROPS, EXCL, FILLS, NODE, POINTED, Kind, Sig
from lends import ALONE, BELOW, BESIDE, At, Lends, Lent, Misuse, Reached, State, Unspecified

__all__ = ['At', 'Code', 'Lent', 'Machine', 'Unspecified', 'Verdict', 'explore']

# what a handle is; FRESH: live, in an object whose own handles are all empty
OUT, UNINIT, LIVE, FAILED, NEVER, MOVED, DROPPED, FRESH = range(8)
UNKNOWN = 2                 # a bool parameter that nobody has looked at yet
ERRNO = -1

Value = Any                 # what a handle is; of its fields, too, if it lacks some
GONE = {MOVED: 'deed-use-after-move', DROPPED: 'deed-use-after-drop', UNINIT: 'deed-uninit'}


class Step(NamedTuple):
    """One instruction, and the C to show for it where it has several outcomes."""
    run: Callable[..., Optional[List[State]]]
    args: Tuple[Any, ...]
    note: str


class Code(NamedTuple):
    """A function that can be run."""
    steps: List[Step]
    start: List[State]
    machine: 'Machine'


def jump(_state: State, _target: int) -> None:
    """Go on elsewhere; handled by explore()."""


def branch(_state: State, _yes: int, _no: int) -> None:
    """Go on at one of two places; handled by explore()."""


def mark(_state: State) -> None:
    """Executions meet here; handled by explore()."""


class Machine(Lends):
    """The steps. guards: the cells that are guards of a device."""

    def __init__(self, numbers: Tuple[int, ...]) -> None:
        self.guards: List[int] = []
        self.doubt = False          # something was done that is a misuse to some
        self.numbers = numbers      # what an int that nobody knows can be
        self.unreached: Set[int] = set()    # helpers that no execution has entered

    @staticmethod
    def store(state: State, cell: int, kind: Kind, value: Value) -> None:
        """Give a cell, and those of its fields, what a value is."""
        if isinstance(value, tuple):
            state[cell:cell + kind.size] = value
            return
        state[cell] = LIVE if value == FRESH else value
        for offset in range(1, kind.size):
            if kind.form == 'composite':
                state[cell + offset] = NEVER if value == FAILED and offset > 1 else value
            else:
                state[cell + offset] = {LIVE: LIVE, FRESH: NEVER}.get(value, OUT)

    @staticmethod
    def partial(state: State, cell: int, kind: Kind) -> bool:
        """Whether a handle has one of those in it, or is live, but not all are there."""
        cells = state[cell:cell + kind.size]
        return kind.size > 1 and LIVE in cells and any(now != LIVE for now in cells)

    def whole(self, state: State, cell: int, kind: Kind) -> Value:
        """The value of a variable; a tuple if it lacks something, which must not leave."""
        if not self.partial(state, cell, kind):
            return state[cell]
        self.doubt = True
        return tuple(state[cell:cell + kind.size])

    @staticmethod
    def complete(value: Value, accepts: bool) -> None:
        """A value that leaves the function."""
        if isinstance(value, tuple):
            raise Misuse('deed-partial')
        if value == FRESH:
            raise Unspecified
        if value != LIVE and not accepts:
            raise Misuse('deed-untested')

    def reach(self, state: State, at: At) -> int:
        """The cell of a place."""
        if at.mode == 'pointer':
            return self.alive(state[at.cell]).owners[0] + at.offset
        if at.mode == 'inner':
            self.need(state, at.cell, None)
            self.lend_again(state, at.cell, NODE, True)
        return at.cell + at.offset

    def reach_to_write(self, state: State, at: At) -> int:
        """The same; what is not there has no parts to be written."""
        if at.mode == 'cell' and at.offset and state[at.cell] in (NEVER, FAILED):
            raise Unspecified
        return self.reach(state, at)

    @staticmethod
    def owners(state: State, at: At, cell: int) -> Tuple[int, ...]:
        """Whom a borrow from a place depends on."""
        if at.mode == 'pointer':
            return (cell,) + state[at.cell].owners
        return (cell, at.cell) if at.offset else (cell,)

    def need(self, state: State, cell: int, kind: Optional[Kind]) -> None:
        """A live handle is wanted."""
        now = state[cell]
        if now != LIVE:
            raise Misuse(GONE.get(now, 'deed-untested'))
        if kind and kind.form == 'composite' and self.partial(state, cell, kind):
            raise Misuse('deed-partial')

    # ---- values

    def enter(self, _state: State, number: int) -> None:
        """A helper is executed."""
        self.unreached.discard(number)

    def push(self, state: State, value: Any) -> None:
        """A constant."""
        state.append(value)

    def choose(self, state: State, values: Tuple[Any, ...]) -> List[State]:
        """Any of several."""
        return [state + [value] for value in values]

    def move(self, state: State, at: At) -> None:
        """deed_move(); what is to be dropped may go elsewhere, too."""
        if at.behind and at.behind != DROPS:
            raise Misuse('deed-move-behind-pointer')
        cell = self.reach(state, at)
        now = state[cell]
        if now in GONE:
            raise Misuse(GONE[now])
        if at.mode == 'cell' and at.offset and state[at.cell] != LIVE:
            raise Unspecified       # a part of what is not there
        value = self.whole(state, cell, at.kind)
        self.store(state, cell, at.kind, MOVED)
        self.forget(state, cell)
        state.append(value)

    def replace(self, state: State, at: At) -> None:
        """kind_replace()."""
        value = state.pop()
        cell = self.reach_to_write(state, at)
        old = state[cell]
        if old == UNINIT:
            raise Misuse('deed-uninit')
        was = self.whole(state, cell, at.kind)
        if at.behind and at.behind != 'local':
            self.complete(value, True)
        self.store(state, cell, at.kind, value)
        self.forget(state, cell)
        state.append(NEVER if was in (MOVED, DROPPED) else was)

    def put(self, state: State) -> List[State]:
        """kind_slot_put()."""
        self.complete(state.pop(), True)
        return [state + [LIVE], state + [NEVER]]

    def pass_live(self, state: State) -> None:
        """A value that must be live, and whole."""
        self.complete(state.pop(), False)

    def compose(self, state: State, count: int) -> None:
        """A composite of values."""
        parts = tuple(state[-count:])
        del state[-count:]
        if all(part == LIVE for part in parts):
            state.append(LIVE)
        else:
            self.doubt = True
            state.append((parts[0],) + parts if LIVE in parts else FAILED)

    # ---- calls

    def call(self, state: State, sig: Sig, places: Tuple[Optional[At], ...]) -> List[State]:
        """Check the arguments, then do what the contract says."""
        owners: Tuple[int, ...] = ()
        fills = None
        reached: List[Reached] = []
        exclusive: List[Lent] = []
        for param, at in reversed(list(zip(sig.params, places))):
            if at:
                cell = self.lend(state, param.mode, param.accepts, at)
                reached.append(self.reach_of_handle(param.mode, self.owners(state, at, cell)))
                if param.mode == FILLS:
                    fills = (cell, at.kind, state[cell])
                elif param.mode != DROPS:
                    owners += self.owners(state, at, cell)
                    if sig.result == 'shared':
                        self.lend_again(state, cell, at.kind, False)
            elif param.mode == 'value':
                self.complete(state.pop(), param.accepts)
            elif param.mode in POINTED:
                if not POINTED[param.mode][1]:
                    self.write_through(state + [state[-1]])
                pointer = self.alive(state.pop())
                reached.append(self.reach_of(param.mode, pointer))
                if 'object' in param.mode and state[pointer.owners[0] + 1] != LIVE:
                    raise Misuse('deed-partial')
                if param.mode == 'object':
                    exclusive.append(pointer)
            elif param.mode == 'flag':
                state.pop()
        self.check_alone(reached)
        for pointer in exclusive:
            self.changed_inside(state, pointer, NODE)
        if sig.waits and any(state[cell] == LIVE for cell in self.guards):
            raise Misuse('deed-waits-live')
        if fills and sig.result == 'void':
            if fills[2] == UNINIT:
                raise Unspecified
            self.store(state, fills[0], fills[1], LIVE)
        return self.results(state, sig, owners, fills)

    def results(self, state: State, sig: Sig, owners: Tuple[int, ...],
                fills: Optional[Tuple[int, Kind, int]]) -> List[State]:
        """All that a call can return."""
        if sig.result == 'void':
            return [state]
        if sig.result in ('lent', 'shared', 'view'):
            shared = sig.result == 'shared'
            return [state + [Lent(owners, '', BESIDE if shared else ALONE, shared)]]
        if sig.result == 'handle':
            return [state + [value] for value in ((LIVE,) if sig.live else (LIVE, FAILED))]
        if not fills:
            return [state + [value] for value in self.numbers]
        good, bad = state + [0], state + [ERRNO]
        self.store(good, fills[0], fills[1], LIVE)
        self.store(bad, fills[0], fills[1], NEVER)
        return [good, bad]

    def lend(self, state: State, mode: str, accepts: bool, at: At) -> int:
        """A handle whose address is passed."""
        cell = (self.reach if mode == CONST else self.reach_to_write)(state, at)
        now = state[cell]
        if now == UNINIT:
            raise Misuse('deed-uninit')
        if mode == FILLS:
            if LIVE in state[cell:cell + at.kind.size]:
                raise Misuse('deed-overwrite')
            if now == FAILED:
                raise Unspecified
            self.forget(state, cell)
            return cell
        if mode == DROPS and now == DROPPED:
            raise Misuse('deed-double-drop')
        if not accepts or now == LIVE:
            self.need(state, cell, at.kind)
        elif now in GONE:
            raise Unspecified
        if at.kind.form in ('object', 'guard') and self.partial(state, cell, at.kind):
            raise Unspecified
        if mode == DROPS:
            self.may_drop(at)
            self.store(state, cell, at.kind, DROPPED)
            self.forget(state, cell)
        elif mode == EXCL:
            self.forget(state, cell)
        return cell

    # ---- tests and numbers

    def test_ok(self, state: State, at: At) -> None:
        """deed_ok()."""
        cell = self.reach(state, at)
        if state[cell] == UNINIT:
            raise Misuse('deed-uninit')
        if at.kind.form == 'composite' and self.partial(state, cell, at.kind):
            raise Unspecified       # what one part tells of the others
        if at.mode == 'cell' and at.offset and state[cell] not in GONE:
            raise Unspecified
        state.append(state[cell] == LIVE)

    def read_err(self, state: State, at: At) -> None:
        """deed_err()."""
        cell = self.reach(state, at)
        now = state[cell]
        if at.kind.form == 'composite' and self.partial(state, cell, at.kind):
            raise Unspecified       # as above
        if at.mode == 'cell' and at.offset and now not in GONE:
            raise Unspecified
        if now in (LIVE, UNINIT):
            raise Misuse('deed-uninit' if now == UNINIT else 'deed-untested')
        state.append(ERRNO)

    def read(self, state: State, cell: int) -> Optional[List[State]]:
        """A bool or an int."""
        if state[cell] != UNKNOWN:
            state.append(state[cell])
            return None
        outcomes = []
        for value in (True, False):
            outcomes.append(state + [value])
            outcomes[-1][cell] = value
        return outcomes

    def flip(self, state: State) -> None:
        """Negation."""
        state[-1] = not state[-1]

    def is_error(self, state: State, below: bool) -> None:
        """Whether an int is not 0, or below 0."""
        state[-1] = state[-1] < 0 if below else state[-1] != 0

    def equal(self, state: State, cell: int, value: int) -> None:
        """Whether a cell is a value."""
        state.append(state[cell] == value)

    def pop(self, state: State) -> None:
        """A result that nobody wants."""
        state.pop()

    def write(self, state: State, cell: int) -> None:
        """Assign a bool, an int or a pointer."""
        state[cell] = state.pop()

    # ---- lends

    def borrow(self, state: State, at: At, alone: bool) -> None:
        """kind_excl() or kind_borrow()."""
        cell = self.reach(state, at)
        self.need(state, cell, at.kind)
        way = ALONE if alone else BESIDE
        if at.mode == 'inner' or at.mode == 'pointer' and state[at.cell].alone:
            way = max(way, BELOW)
        self.lend_again(state, cell, at.kind, alone)
        state.append(Lent(self.owners(state, at, cell), '', way, not alone))

    def wait(self, state: State, at: At, bound: bool) -> List[State]:
        """Others may have the lock meanwhile, and do with its data what they like."""
        cell = self.lend(state, CONST, False, at)
        if not bound and any(state[guard] == LIVE for guard in self.guards):
            raise Misuse('deed-waits-live')
        after = list(state)
        for offset in range(1, at.kind.size):
            self.forget(after, cell + offset)
        return [state, after]

    def twice(self, state: State) -> None:
        """What carries the same borrow twice, once to be written through."""
        state.append(state[-1]._replace(alone=BELOW))

    # ---- statements

    def declare(self, state: State, cell: int, kind: Kind) -> None:
        """A handle variable takes its first value."""
        self.store(state, cell, kind, state.pop())

    def assign(self, state: State, at: At) -> None:
        """Plain assignment."""
        value = state.pop()
        cell = self.reach_to_write(state, at)
        if at.behind:
            self.complete(value, True)
        whole = at.kind.form == 'composite'
        if LIVE in state[cell:cell + (at.kind.size if whole else 1)]:
            raise Misuse('deed-overwrite')
        self.store(state, cell, at.kind, value)
        self.forget(state, cell)

    @staticmethod
    def may_drop(at: At) -> None:
        """Whether a place is one's own, and not borrowed."""
        if at.behind in (CONST, EXCL, 'object'):
            raise Misuse('deed-drop-borrowed')
        if at.behind and at.behind != DROPS:
            raise Unspecified

    def drop(self, state: State, at: At) -> None:
        """kind_drop() by hand."""
        cell = self.reach_to_write(state, at)
        self.may_drop(at)
        now = state[cell]
        if now in GONE:
            raise Misuse('deed-double-drop' if now == DROPPED else GONE[now])
        if at.kind.form == 'composite' and self.partial(state, cell, at.kind):
            raise Unspecified
        self.store(state, cell, at.kind, DROPPED)
        self.forget(state, cell)

    def discard(self, state: State) -> None:
        """A value that nobody takes."""
        value = state.pop()
        if isinstance(value, tuple) or value in (LIVE, FRESH):
            raise Misuse('deed-leak')

    def wrong(self, _state: State, rule: str) -> None:
        """A misuse whatever the state."""
        raise Misuse(rule)

    def end(self, state: State, cell: int, kind: Optional[Kind], owner: bool) -> None:
        """A variable goes out of scope; an owner drops what it has."""
        if kind:
            if owner and UNINIT in state[cell:cell + kind.size]:
                raise Misuse('deed-uninit')
            if not owner and LIVE in state[cell:cell + kind.size]:
                raise Misuse('deed-leak')
            for offset in range(kind.size):
                state[cell + offset] = OUT
            self.forget(state, cell)
        else:
            state[cell] = OUT

    def result(self, state: State, live: bool) -> None:
        """return of a handle."""
        self.complete(state[-1], True)
        if live and state[-1] != LIVE:
            raise Misuse('deed-contract')

    def leave(self, state: State, params: Tuple[Tuple[str, bool, int, Kind], ...]) -> None:
        """The end of a function: what its contract promised."""
        for mode, accepts, cell, kind in params:
            cells = state[cell:cell + kind.size]
            if mode == 'value':
                if LIVE in cells:
                    raise Misuse('deed-leak')
            elif mode == DROPS:
                if cells[0] not in (DROPPED, MOVED):
                    raise Misuse('deed-contract')
            elif mode == FILLS:
                self.filled(state, cells)
            elif not accepts and any(now != LIVE for now in cells):
                raise Misuse('deed-contract')

    @staticmethod
    def filled(state: State, cells: List[int]) -> None:
        """What deed_fills() promised; the result, if any, was pushed last."""
        code = state[-1] if state[-1] is not None else 0
        if code > 0:
            raise Unspecified
        if code == 0 and any(now != LIVE for now in cells):
            raise Misuse('deed-contract')
        if code < 0 and LIVE in cells:
            raise Misuse('deed-contract')


class Verdict(NamedTuple):
    """misuses: id to the outcomes on the way to it; none: correct."""
    misuses: Dict[str, List[str]]

    @property
    def correct(self) -> bool:
        """Whether no execution has a misuse."""
        return not self.misuses


def _told(steps: List[Step], trace: Any) -> List[str]:
    lines = []
    while trace:
        trace, where, outcome = trace
        lines.append(f'{steps[where].note}: outcome {outcome + 1}')
    return lines[::-1]


def explore(code: Code, most: int = 20000) -> Verdict:
    """Run all executions; Unspecified if nothing better can be said of them."""
    steps = code.steps
    misuses: Dict[str, List[str]] = {}
    unknown = False
    seen: Set[Tuple[Any, ...]] = set()
    work: List[Tuple[int, State, Any]] = [(0, start, None) for start in code.start]
    while work:
        where, state, trace = work.pop()
        while where < len(steps):
            most -= 1
            if not most:
                unknown, work = True, []
                break
            run, args, _ = steps[where]
            if run is mark:
                key = (where, *state)
                if key in seen:
                    break
                seen.add(key)
            elif run is jump:
                where = args[0]
                continue
            elif run is branch:
                where = args[0] if state.pop() else args[1]
                continue
            else:
                try:
                    outcomes = run(state, *args)
                except Misuse as misuse:
                    if str(misuse) not in misuses:
                        misuses[str(misuse)] = _told(steps, trace) + [steps[where].note]
                    break
                except Unspecified:
                    unknown = True
                    break
                if outcomes:
                    for number, other in enumerate(outcomes[1:], 1):
                        work.append((where + 1, other, (trace, where, number)))
                    state = outcomes[0]
                    if len(outcomes) > 1:
                        trace = (trace, where, 0)
            where += 1
    if (unknown or code.machine.doubt or code.machine.unreached) and not misuses:
        raise Unspecified
    return Verdict(misuses)
