# SPDX-License-Identifier: GPL-2.0
"""Names, cells and scopes of a function on its way from tree to code.

What would not compile (a name that is out of scope, a write through const) is
Invalid: mutation makes such things.
"""

from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

import terms
import tree
from execute import ERRNO, At, Machine, Step, mark
from kinds import CONST, SLOTS, Kind, Sig


class Invalid(Exception):
    """Not C, or C that has no order of evaluation."""


class Name(NamedTuple):
    """What a name is. sort: handle, deref, object, lend, plain, view, desk,
    call, flag, number, amount, op."""
    sort: str
    cell: int
    kind: Optional[Kind] = None
    mode: str = ''          # of a parameter
    shared: bool = False
    owner: bool = False     # drops at the end of its scope
    sig: Optional[Sig] = None


class Scope:
    """A block: what is declared in it, and where its labels are."""

    def __init__(self, body: List[terms.Node]) -> None:
        self.names: Dict[str, Name] = {}
        self.order: List[Name] = []
        self.labels = {each.name for each in body if isinstance(each, tree.Label)}


class Cells:
    """One function."""

    def __init__(self, function: tree.Function, known: Dict[str, Sig]) -> None:
        self.function = function
        self.known = known
        below = any(isinstance(node, terms.Failed) and '<' in node.form
                    for node in function.walk())
        self.machine = Machine((0, ERRNO, 1) if below else (0, ERRNO))
        self.steps: List[Step] = []
        self.cells = 0
        self.targets: List[int] = []
        self.scopes: List[Scope] = []
        self.loops: List[Tuple[str, int, int]] = []
        self.labels: Dict[str, Tuple[int, int, bool]] = {}
        self.note = ''
        self.owned: List[Tuple[str, bool, int, Kind]] = []
        self.lendable: Tuple[int, ...] = ()
        self.objects: Tuple[int, ...] = ()
        self.helpers: Dict[int, List[str]] = {}
        self.said: Set[str] = set()     # misuses in the text, reached or not

    # ---- code

    def emit(self, run: Any, *args: Any) -> None:
        """One step."""
        self.steps.append(Step(run, args, self.note))

    def target(self) -> int:
        """A place to jump to, not known yet."""
        self.targets.append(-1)
        return len(self.targets) - 1

    def place(self, target: int) -> None:
        """It is here."""
        self.targets[target] = len(self.steps)
        self.emit(mark)

    # ---- names

    def take(self, count: int) -> int:
        """New cells."""
        self.cells += count
        return self.cells - count

    def declare(self, name: str, sort: str, **more: Any) -> Name:
        """A new name in the innermost scope."""
        if any(name in scope.names for scope in self.scopes):
            raise Invalid(name)
        kind = more.get('kind')
        size = kind.size if kind and sort in ('handle', 'deref') else 1
        new = Name(sort, self.take(size), **more)
        if kind and kind.form == 'live' and sort in ('handle', 'deref'):
            self.machine.guards.append(new.cell)
        self.scopes[-1].names[name] = new
        self.scopes[-1].order.append(new)
        return new

    def alias(self, name: str, of: Name) -> None:
        """Another name for the same cell, as long as that lives."""
        if name in self.scopes[-1].names:
            raise Invalid(name)
        self.scopes[-1].names[name] = of

    def find(self, name: str, *sorts: str) -> Name:
        """What a name is."""
        for scope in reversed(self.scopes):
            if name in scope.names and scope.names[name].sort in sorts:
                return scope.names[name]
        raise Invalid(name)

    def at(self, place: terms.Var, write: bool = False) -> At:
        """A place; write: must not be const."""
        if isinstance(place, terms.Deref):
            name = self.find(place.name, 'deref')
            at = At('cell', name.cell, 0, name.kind, name.mode)
            const = name.mode == CONST
        elif isinstance(place, terms.Via):
            name = self.find(place.name, 'object', 'lend')
            if name.kind.form not in ('object', 'guard'):
                raise Invalid(place.name)
            at = At('pointer', name.cell, *name.kind.part(place.part), name.mode or 'local')
            const = name.shared
        else:
            name = self.find(place.name, 'handle')
            const = False
            if isinstance(place, (terms.Part, terms.Inner)):
                form = 'object' if isinstance(place, terms.Inner) else 'composite'
                if name.kind.form != form:
                    raise Invalid(place.name)
                offset, kind = name.kind.part(place.part)
                inner = isinstance(place, terms.Inner)
                at = At('inner' if inner else 'cell', name.cell, offset, kind,
                        'local' if inner else '')
            else:
                at = At('cell', name.cell, 0, name.kind)
        if write and const:
            raise Invalid(place.name)
        return at

    def slot(self, node: Any, write: bool) -> None:
        """The object of a slot: its pointer must be alive."""
        name = self.find(node.name, 'object', 'lend')
        if name.kind.form != 'object' or SLOTS[node.slot] != node.kind or write and name.shared:
            raise Invalid(node.name)
        self.emit(self.machine.read, name.cell)
        self.emit(self.machine.follow)

    # ---- scopes

    def ends(self, names: List[Name]) -> None:
        """Variables go out of scope, the last first."""
        for name in reversed(names):
            kind = name.kind if name.sort == 'handle' else None
            if name.sort != 'op' and name.mode in ('', 'guard'):
                self.emit(self.machine.end, name.cell, kind, name.owner)

    def unwind(self, depth: int) -> None:
        """Leave all scopes but the first ones."""
        for scope in reversed(self.scopes[depth:]):
            self.ends(scope.order)
