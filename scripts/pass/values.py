# SPDX-License-Identifier: GPL-2.0
"""From expressions to the steps that execute.py runs.

Each pushes one value. C does not say in which order arguments are evaluated:
what depends on it is Invalid.
"""

import itertools
from typing import Any, List, Optional

import terms
from cells import Cells, Invalid
from execute import ERRNO, FAILED, FRESH, LIVE, NEVER, At, branch, jump
from kinds import CONST, ITEM, LENT, NODE, PAIR, POINTED, SEED, Kind, Param, Sig


def operation(mode: str, kind: Kind) -> Sig:
    """The type of what a pointer to a function points to."""
    if mode == 'op_make':
        return Sig('', 'handle', kind)
    return Sig('', 'int', None, [Param('h', 'value' if mode == 'op_eat' else CONST, kind)])


def shape(sig: Sig) -> Any:
    """What two functions of one type have in common."""
    return sig.result, sig.kind, [(param.mode, param.kind) for param in sig.params]


class Values(Cells):
    """Expressions of one function."""

    def value(self, node: terms.Node, kind: Kind) -> None:
        """Push what a handle expression is."""
        machine = self.machine
        if isinstance(node, terms.Move):
            at = self.at(node.place, True)
            self.same(at.kind, kind)
            self.emit(machine.move, at)
        elif isinstance(node, terms.Copied):
            self.same(self.at(node.place).kind, kind)
            self.emit(machine.wrong, 'deed-copy')
        elif isinstance(node, terms.Alloc):
            self.same(node.kind, kind)
            if kind.form not in ('box', 'object', 'array'):
                raise Invalid(kind.name)
            self.emit(machine.choose, (FRESH if kind.form == 'object' else LIVE, FAILED))
        elif isinstance(node, (terms.Fail, terms.Empty)):
            self.same(node.kind, kind)
            if isinstance(node, terms.Fail) and not node.code.startswith('-'):
                self.find(node.code, 'number')
            self.emit(machine.push, FAILED if isinstance(node, terms.Fail) else NEVER)
        elif isinstance(node, terms.Locked):
            self.same(node.kind, kind)
            self.find(node.desk, 'desk')
            self.emit(machine.choose, (LIVE,) if node.how == 'lock' else (LIVE, FAILED))
        elif isinstance(node, terms.Call):
            if node.sig.result != 'handle':
                raise Invalid(node.sig.name)
            self.same(node.sig.kind, kind)
            self.call(node)
        else:
            self.compound_value(node, kind)

    def compound_value(self, node: Any, kind: Kind) -> None:
        """The values that are made of others, by deed's own functions."""
        machine = self.machine
        if isinstance(node, terms.Replace):
            self.same(node.kind, kind)
            at = self.at(node.place, True)
            self.same(at.kind, kind)
            if kind.form in ('live', 'guard'):
                raise Invalid(kind.name)    # as in guarded()
            self.value(node.value, kind)
            self.emit(machine.replace, at)
        elif isinstance(node, terms.Take):
            self.same(node.kind, kind)
            self.slot(node, True)
            self.emit(machine.choose, (LIVE, NEVER))
        elif isinstance(node, terms.Put):
            self.same(node.kind, kind)
            self.value(node.value, kind)
            self.slot(node, True)
            self.emit(machine.put)
        elif isinstance(node, terms.Share):
            self.same(kind, ITEM)
            self.value(node.value, SEED)
            self.emit(machine.pass_live)
            self.emit(machine.push, LIVE)
        elif isinstance(node, terms.Again):
            at = self.at(node.place)
            self.same(at.kind, kind)
            if kind.form != 'shared':
                raise Invalid(kind.name)
            self.emit(machine.borrow, at, False)
            self.emit(machine.follow)
            self.emit(machine.push, LIVE)
        elif isinstance(node, terms.Compose):
            self.same(node.kind, kind)
            for value, (_, part) in zip(node.values, kind.fields):
                self.value(value, part)
            self.emit(machine.compose, len(node.values))
        else:
            raise Invalid(type(node).__name__)

    @staticmethod
    def same(one: Optional[Kind], other: Kind) -> None:
        """Two kinds that must be one."""
        if one != other:
            raise Invalid(other.name)

    @staticmethod
    def roots(node: terms.Node) -> List[str]:
        """The variables that an argument is about."""
        return [each.name for each in node.walk()
                if isinstance(each, (terms.Var, terms.Pointer, terms.Member, terms.Deep))]

    def order(self, nodes: List[terms.Node]) -> None:
        """C does not say in which order arguments are evaluated: it must not matter."""
        moves = (terms.Move, terms.Const)
        lends = (terms.Borrow, terms.Pointer, terms.Member, terms.Deep, terms.Unconst, terms.Var)
        if any(isinstance(node, terms.Deep) for node in nodes) and \
                any(isinstance(node, terms.Borrow) for node in nodes):
            raise Invalid('order of evaluation')
        for one, other in itertools.combinations(nodes, 2):
            if set(self.roots(one)) & set(self.roots(other)) and not (
                    isinstance(one, moves) and isinstance(other, moves)
                    or isinstance(one, lends) and isinstance(other, lends)):
                raise Invalid('order of evaluation')

    def call(self, node: terms.Call) -> None:
        """A call; leaves its result, if any."""
        sig = node.sig
        if node.through:
            sig = self.find(node.through, 'op').sig
            if shape(sig) != shape(node.sig):
                raise Invalid(node.through)
        elif self.known.get(sig.name) is not sig:
            raise Invalid(sig.name)
        if len(sig.params) != len(node.args):
            raise Invalid(sig.name)
        self.order(node.args)
        self.guarded(sig)
        places: List[Optional[At]] = []
        for param, arg in zip(sig.params, node.args):
            places.append(None)
            if param.mode == 'value':
                self.value(arg, param.kind)
            elif param.mode in LENT:
                if not isinstance(arg, terms.Var):
                    raise Invalid(sig.name)
                places[-1] = self.at(arg, param.mode != CONST)
                self.same(places[-1].kind, param.kind)
            elif param.mode in POINTED:
                self.lend(arg, *POINTED[param.mode])
            elif param.mode == 'flag':
                self.test(arg)
            else:
                self.operand(arg, param)
        self.emit(self.machine.call, sig, tuple(places))

    @staticmethod
    def guarded(sig: Sig) -> None:
        """A guard that comes from a pointer borrows what that leads to: not looked at here."""
        if sig.result == 'handle' and sig.kind.form in ('live', 'guard') and any(
                param.mode in LENT or param.mode in POINTED for param in sig.params):
            raise Invalid(sig.name)

    def operand(self, arg: terms.Node, param: Param) -> None:
        """A function as an argument: its address, so it must have no contract."""
        if not isinstance(arg, terms.Pointer):
            raise Invalid(param.name)
        sig = self.known.get(arg.name) or self.find(arg.name, 'op').sig
        if shape(sig) != shape(operation(param.mode, param.kind)):
            raise Invalid(param.name)
        if sig.waits:
            raise Invalid(param.name)
        if sig.contract():
            self.emit(self.machine.wrong, 'deed-contract')

    # ---- lends, tests, numbers

    def lend(self, node: terms.Node, target: str, shared: bool) -> None:
        """Push a pointer to a target; const if shared."""
        if isinstance(node, terms.Borrow):
            alone = not node.shared or node.kind.form == 'guard'
            at = self.at(node.place, alone)
            self.same(at.kind, node.kind)
            if node.kind.form == 'composite' or node.kind.target != target or \
                    node.shared != shared and node.shared or \
                    node.kind.form == 'shared' and not node.shared:
                raise Invalid(node.kind.name)
            self.emit(self.machine.borrow, at, alone)
        elif isinstance(node, terms.Call):
            sig = node.sig
            if sig.result not in ('lent', 'shared') or sig.kind.target != target or \
                    sig.result == 'shared' and not shared:
                raise Invalid(sig.name)
            self.call(node)
        elif isinstance(node, terms.Pointer):
            name = self.find(node.name, 'lend', 'plain', 'object')
            if (name.kind.target if name.kind else 'u32') != target or name.shared and not shared:
                raise Invalid(node.name)
            self.emit(self.machine.read, name.cell)
        elif isinstance(node, terms.Deep):
            name = self.find(node.name, 'lend', 'object')
            self.same(name.kind, NODE)
            if target != 'u32':
                raise Invalid(target)
            if name.shared and not shared:
                self.said.add('deed-shared')
            self.emit(self.machine.read, name.cell)
            self.emit(self.machine.load, node.path)
        elif isinstance(node, terms.Unconst):
            if node.target != target or not self.is_const(node.lend):
                raise Invalid(target)
            self.said.add('deed-pun' if 'long' in node.way else 'deed-shared')
            self.lend(node.lend, target, True)
        elif isinstance(node, terms.Member):
            name = self.find(node.name, 'lend', 'object')
            if target != 'u32' or name.shared and not shared or \
                    node.part not in {PAIR: ('a', 'b'), NODE: ('count',)}.get(name.kind, ()):
                raise Invalid(node.part)
            self.emit(self.machine.read, name.cell)
            self.emit(self.machine.member, node.part)
        else:
            raise Invalid(target)

    def is_const(self, node: terms.Node) -> bool:
        """Whether a pointer's type is one to const."""
        if isinstance(node, (terms.Pointer, terms.Member)):
            return self.find(node.name, 'lend', 'plain', 'object').shared
        if isinstance(node, terms.Call):
            return node.sig.result == 'shared'
        return isinstance(node, terms.Borrow) and node.shared and node.kind.form != 'guard'

    def test(self, node: terms.Node) -> None:
        """Push a condition."""
        machine = self.machine
        if isinstance(node, (terms.Cond, terms.More)):
            self.emit(machine.choose, (True, False))
        elif isinstance(node, terms.Flag):
            self.emit(machine.read, self.find(node.name, 'flag').cell)
        elif isinstance(node, terms.Bool):
            self.emit(machine.push, node.value)
        elif isinstance(node, terms.Not):
            self.test(node.test)
            self.emit(machine.flip)
        elif isinstance(node, terms.Both):
            short, end, on = self.target(), self.target(), self.target()
            self.test(node.left)
            self.emit(branch, *((short, on) if isinstance(node, terms.Either) else (on, short)))
            self.place(on)
            self.test(node.right)
            self.emit(jump, end)
            self.place(short)
            self.emit(machine.push, isinstance(node, terms.Either))
            self.place(end)
        elif isinstance(node, terms.Ok):
            self.emit(machine.test_ok, self.at(node.place))
        elif isinstance(node, terms.Failed):
            self.emit(machine.read, self.find(node.name, 'number').cell)
            self.emit(machine.is_error, '<' in node.form)
        elif isinstance(node, terms.Full):
            self.slot(node, False)
            self.emit(machine.choose, (True, False))
        else:
            raise Invalid(type(node).__name__)

    def number(self, node: terms.Node) -> None:
        """Push an int."""
        machine = self.machine
        if isinstance(node, terms.Const):
            self.emit(machine.push, 0 if node.value == '0' else ERRNO)
        elif isinstance(node, terms.Number):
            self.emit(machine.read, self.find(node.name, 'number').cell)
        elif isinstance(node, terms.Err):
            self.emit(machine.read_err, self.at(node.place))
        elif isinstance(node, terms.Step):
            self.emit(machine.choose, machine.numbers)
        elif isinstance(node, terms.Call) and node.sig.result == 'int':
            self.call(node)
        else:
            raise Invalid(type(node).__name__)
