# SPDX-License-Identifier: GPL-2.0
"""From helpers to the steps that execute.py runs: where they are called.

A static function that gets structs is executed with what it gets, not by a
contract: it has none. It sees nothing of its caller but that.
"""

from typing import Dict, List

import terms
import tree
from cells import Invalid, Name, Scope
from counted import Counted
from execute import jump
from kinds import STRUCTS

PARTS = {struct: [part for part, _ in parts] for struct, parts in STRUCTS.items()}


class Inlined(Counted):
    """Calls of helpers."""

    after = 0                               # where its caller goes on

    def statements(self, body: List[terms.Node]) -> None:
        """One after the other."""
        raise NotImplementedError

    def number(self, node: terms.Node) -> None:
        """Push an int, perhaps what a helper returns."""
        if not isinstance(node, tree.Helper):
            super().number(node)
            return
        if node.result != 'int':
            raise Invalid(node.text())
        self.helper(node)

    def do_helper(self, node: tree.Helper) -> None:
        """A call as a statement."""
        if node.result != 'void':
            raise Invalid(node.text())
        self.helper(node)

    def helper(self, node: tree.Helper) -> None:
        """A call; leaves what it returns, if anything."""
        if self.helpers.setdefault(node.number, node.lines_of()) != node.lines_of():
            raise Invalid('two of one name')
        given = [self.given(arg) for arg in node.args]
        outer = self.scopes, self.loops, self.labels, self.within, self.after
        self.scopes, self.loops, self.labels = [Scope(node.body)], [], {}
        self.within, self.after = node, self.target()
        for arg, fields in zip(node.args, given):
            self.take_in(arg, fields)
        self.machine.unreached.add(node.number)
        self.emit(self.machine.enter, node.number)
        self.scopes.append(Scope(node.body))
        self.statements(node.body + [node.tail])
        self.place(self.after)
        if not all(placed for _, _, placed in self.labels.values()):
            raise Invalid('label')
        self.scopes, self.loops, self.labels, self.within, self.after = outer

    def copied(self, struct: Name) -> None:
        """A copy of a struct: what is shared lends nothing to be written."""
        if struct.shared and struct.sort == 'view':
            self.said.add('deed-shared')

    def given(self, arg: tree.Arg) -> Dict[str, Name]:
        """What a struct has; who gets it may follow all the pointers in it."""
        struct = self.find(arg.here, arg.struct)
        if arg.way == 'value':
            self.copied(struct)
        elif arg.way == 'address' and struct.shared:
            raise Invalid(arg.here)
        fields = {part: self.find(terms.member(arg.here, part), 'lend', 'amount')
                  for part in PARTS[arg.struct]}
        if arg.struct == 'view':
            cells = tuple(field.cell for field in fields.values())
            self.emit(self.machine.follow_all, cells)
            self.emit(self.machine.apart, cells)
        return fields

    def take_in(self, arg: tree.Arg, fields: Dict[str, Name]) -> None:
        """A parameter: a copy, or another name that is not written through."""
        for part, field in fields.items():
            name = terms.member(arg.inner, part)
            if arg.way == 'value':
                new = self.declare(name, field.sort, kind=field.kind, shared=field.shared)
                self.emit(self.machine.copy, field.cell, new.cell)
            else:
                shared = field.shared or arg.way == 'seen'
                self.alias(name, field._replace(mode='kept', shared=shared))
        self.declare(arg.inner, arg.struct, shared=arg.way == 'seen')

    def return_within(self, node: tree.Return) -> None:
        """return to the caller."""
        result = self.within.result
        if (result == 'void') != (node.value is None):
            raise Invalid('return')
        if result == 'int':
            self.number(node.value)
        elif result == 'view':
            self.copied(self.find(node.value.text(), 'view'))
            for part in PARTS['view']:
                self.emit(self.machine.read,
                          self.find(terms.member(node.value.text(), part), 'lend').cell)
        self.unwind(0)
        self.emit(jump, self.after)
