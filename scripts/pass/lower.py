# SPDX-License-Identifier: GPL-2.0
"""From a function's tree to the code that execute.py runs.

Resolves names to cells, and scopes to the steps that end them, in the order in
which C ends them. A jump past a declaration is Invalid, as in the compiler.
"""

from typing import Any, Dict, List

import terms
import tree
from cells import Invalid, Scope
from execute import FAILED, LIVE, NEVER, OUT, UNINIT, UNKNOWN, Code, branch, jump
from kinds import FILLS, NODE, POINTED, SHELF, WORD, Param
from lends import NULL, Lent, State
from inlined import Inlined
from values import operation


class Lower(Inlined):
    """One function."""

    def code(self) -> Code:
        """The function, with the states in which it can be entered."""
        sig = self.function.sig
        body = self.function.statements()
        entry: List[Dict[int, Any]] = [{}]
        self.last = self.target()
        self.scopes.append(Scope(body))
        for param in sig.params:
            ways = self.param(param)
            entry = [{**one, **way} for one in entry for way in ways]
        self.scopes.append(Scope(body))
        self.statements(body)
        self.targets[self.last] = len(self.steps)
        for label, (_, _, placed) in self.labels.items():
            if not placed:
                raise Invalid(label)
        start: List[State] = []
        for one in entry:
            start.append([OUT] * self.cells)
            for cell, value in one.items():
                start[-1][cell] = value
        steps = [step._replace(args=tuple(self.targets[arg] for arg in step.args))
                 if step.run in (jump, branch) else step for step in self.steps]
        return Code(steps, start, self.machine)

    def param(self, param: Param) -> List[Dict[int, Any]]:
        """A parameter: what can be in its cells."""
        if param.mode == 'flag':
            return [{self.declare(param.name, 'flag').cell: UNKNOWN}]
        if param.mode == 'call':
            return [{self.declare(param.name, 'call').cell: False}]
        if param.mode in ('desk', 'reader'):
            self.declare(param.name, param.mode)
            return [{}]
        if param.mode in ('plain', 'seen'):
            name = self.declare(param.name, 'plain', shared=param.mode == 'seen')
            self.lendable += (self.take(1),)
            return [{name.cell: Lent((self.cells - 1,), shared=name.shared)}]
        if param.mode.startswith('op_'):
            self.declare(param.name, 'op', sig=operation(param.mode, param.kind))
            return [{}]
        if param.mode in POINTED:
            inside = self.take(NODE.size)
            name = self.declare(param.name, 'object', kind=NODE, mode='object',
                                shared=param.mode != 'object')
            self.objects += tuple(range(inside, inside + NODE.size))
            self.owned.append(('object', False, inside, NODE))
            return [{name.cell: Lent((inside,), shared=name.shared),
                     **{inside + i: LIVE for i in range(NODE.size)}}]
        name = self.declare(param.name, 'handle' if param.mode == 'value' else 'deref',
                            kind=param.kind, mode=param.mode)
        self.owned.append((param.mode, param.accepts, name.cell, param.kind))
        if param.mode != 'value':
            self.lendable += tuple(range(name.cell, name.cell + param.kind.size))
        if param.mode == FILLS:
            values = [NEVER]
        else:
            values = [LIVE, FAILED, NEVER] if param.accepts else [LIVE]
        ways = []
        for value in values:
            state = [OUT] * self.cells
            self.machine.store(state, name.cell, param.kind, value)
            ways.append({name.cell + i: state[name.cell + i] for i in range(param.kind.size)})
        return ways

    def block(self, body: List[terms.Node]) -> None:
        """A scope of its own."""
        self.scopes.append(Scope(body))
        self.statements(body)
        self.ends(self.scopes[-1].order)
        self.scopes.pop()

    def statements(self, body: List[terms.Node]) -> None:
        """One after the other."""
        for each in body:
            lines = each.lines()
            self.note = lines[0]
            getattr(self, f'do_{type(each).__name__.lower()}')(each)

    # ---- declarations and assignments

    def do_own(self, node: tree.Own) -> None:
        """deed_own()."""
        if node.plain and node.value:
            self.value(node.value, node.kind)
            self.emit(self.machine.wrong, 'deed-no-owner')
            self.declare(node.name, 'handle', kind=node.kind)
            return
        if node.value:
            self.value(node.value, node.kind)
        else:
            self.emit(self.machine.push, UNINIT)
        name = self.declare(node.name, 'handle', kind=node.kind, owner=not node.plain)
        self.emit(self.machine.declare, name.cell, node.kind)

    def do_assign(self, node: tree.Assign) -> None:
        """Plain assignment."""
        at = self.at(node.place, True)
        if not isinstance(node.place, terms.Part) and type(node.place) is not terms.Var:
            self.order([node.place, node.value])
        self.value(node.value, at.kind)
        self.emit(self.machine.assign, at)

    def set_plain(self, node: Any, sort: str) -> None:
        """Declare or assign what is no handle; its value was pushed."""
        if node.declare:
            name = self.declare(node.name, sort)
        else:
            name = self.find(node.name, sort)
        self.emit(self.machine.write, name.cell)

    def do_setflag(self, node: tree.SetFlag) -> None:
        """A bool."""
        self.test(node.test)
        self.set_plain(node, 'flag')

    def do_setnumber(self, node: tree.SetNumber) -> None:
        """An int."""
        self.number(node.number)
        self.set_plain(node, 'number')

    def do_lend(self, node: tree.Lend) -> None:
        """A pointer."""
        if node.kind:
            self.lend(node.lend, node.kind.target, node.shared)
            name = self.declare(node.name, 'lend', kind=node.kind, shared=node.shared)
        else:
            name = self.find(node.name, 'lend', 'plain')
            if name.mode in ('guard', 'kept'):
                raise Invalid(node.name)
            self.lend(node.lend, name.kind.target if name.kind else 'u32', name.shared)
        self.emit(self.machine.write, name.cell)

    def do_view(self, node: tree.View) -> None:
        """A struct of two pointers, each of which is followed for itself."""
        lends = (('word', node.word, False), ('seen', node.seen, True))
        if isinstance(node.source, terms.Call):
            self.call(node.source)
            self.emit(self.machine.twice)
        elif isinstance(node.source, tree.Helper):
            if node.source.result != 'view':
                raise Invalid(node.name)
            self.helper(node.source)
        for name, lend, shared in lends:
            if isinstance(node.source, terms.Pointer):
                self.copied(self.find(node.source.name, 'view'))
                self.emit(self.machine.read,
                          self.find(terms.member(node.source.name, name), 'lend').cell)
            elif lend:
                self.lend(lend, 'u32', shared)
            elif not node.source:
                self.emit(self.machine.push, NULL)
        fields = [self.declare(f'{node.name}.{name}', 'lend', kind=WORD, shared=shared)
                  for name, _, shared in lends]
        for field in reversed(fields):
            self.emit(self.machine.write, field.cell)
        self.aim(node, self.declare(node.name, 'view'), zip(('word', 'seen'), fields))

    def do_passview(self, node: tree.PassView) -> None:
        """A callee gets the struct, and all that it carries."""
        view = self.find(node.name, 'view')
        if not node.address:
            self.copied(view)
        self.emit(self.machine.follow_all, tuple(
            self.find(terms.member(node.name, name), 'lend').cell for name in ('word', 'seen')))

    def do_wait(self, node: tree.Wait) -> None:
        """A wait under a guard."""
        self.find(node.desk, 'desk')
        at = self.at(node.place, True)
        self.same(at.kind, SHELF)
        self.emit(self.machine.wait, at, node.bound)

    def do_lock(self, node: tree.Lock) -> None:
        """A guard, which its data must not outlive."""
        self.emit(self.machine.read, self.find(node.of, 'object').cell)
        self.emit(self.machine.follow)
        self.emit(self.machine.push, LIVE)
        guard = self.declare(f'{node.name} guard', 'handle', kind=WORD, owner=True)
        self.emit(self.machine.declare, guard.cell, WORD)
        self.emit(self.machine.push, Lent((guard.cell,)))
        data = self.declare(node.name, 'lend', kind=WORD, mode='guard')
        self.emit(self.machine.write, data.cell)

    # ---- statements without control

    def do_drop(self, node: tree.Drop) -> None:
        """kind_drop()."""
        at = self.at(node.place, True)
        self.same(at.kind, node.kind)
        self.emit(self.machine.drop, at)

    def do_discard(self, node: tree.Discard) -> None:
        """A handle that nobody takes: the compiler lets few through."""
        if isinstance(node.value, terms.Move):
            kind = self.at(node.value.place).kind
        elif isinstance(node.value, terms.Call) and node.value.sig.result == 'handle':
            kind = node.value.sig.kind
        elif isinstance(node.value, terms.Compose):
            kind = node.value.kind
        else:
            raise Invalid('unused result')
        self.value(node.value, kind)
        self.emit(self.machine.discard)

    def do_do(self, node: tree.Do) -> None:
        """A call."""
        if node.call.sig.result not in ('void', 'int'):
            raise Invalid('unused result')
        self.call(node.call)
        if node.call.sig.result == 'int':
            self.emit(self.machine.pop)

    def do_slotdrop(self, node: tree.SlotDrop) -> None:
        """kind_slot_drop()."""
        self.slot(node, True)

    def do_op(self, node: tree.Op) -> None:
        """A pointer to a function, which must have no contract."""
        if self.known.get(node.sig.name) is not node.sig:
            raise Invalid(node.sig.name)
        self.declare(node.name, 'op', sig=node.sig)

    def do_use(self, node: tree.Use) -> None:
        """Read or write through a pointer."""
        if node.write and not node.kind.touch:
            raise Invalid('const')
        self.lend(node.lend, node.kind.target, not node.write)
        self.emit(self.machine.write_through if node.write else self.machine.follow)

    def do_wrong(self, node: tree.Wrong) -> None:
        """A misuse by itself."""
        at = self.at(node.place, True)
        if node.kind:
            self.same(at.kind, node.kind)
        self.emit(self.machine.wrong, node.rule)

    def do_keepout(self, node: tree.KeepOut) -> None:
        """A pointer goes where it outlives its owner."""
        target = 'struct node' if node.target == 'pass_node' else 'u32'
        if '->' in node.target:
            name = self.find(node.target.split('->', maxsplit=1)[0], 'object')
            if name.shared:
                raise Invalid(node.target)
            self.emit(self.machine.read, name.cell)
            self.emit(self.machine.follow)
        self.lend(node.lend, target, False)
        self.emit(self.machine.keep_out)

    # ---- control

    def do_if(self, node: tree.If) -> None:
        """if."""
        then, other, end = self.target(), self.target(), self.target()
        self.test(node.test)
        self.emit(branch, then, other)
        self.place(then)
        self.block(node.then)
        self.emit(jump, end)
        self.place(other)
        self.block(node.other)
        self.place(end)

    def do_while(self, node: tree.While) -> None:
        """A loop."""
        head, body, end = self.target(), self.target(), self.target()
        if node.form == 'do':
            self.place(body)
        else:
            self.emit(jump, head)
            self.place(body)
        self.loops.append(('while', end, len(self.scopes)))
        self.loops.append(('continue', head, len(self.scopes)))
        self.block(node.body)
        self.loops[-2:] = []
        self.place(head)
        self.test(node.test)
        self.emit(branch, body, end)
        self.place(end)

    def do_batch(self, node: tree.Batch) -> None:
        """A loop of fetches: nobody knows how many."""
        self.find(node.reader, 'reader')
        self.declare(node.name, 'array')
        head, body, end = self.target(), self.target(), self.target()
        self.place(head)
        self.emit(self.machine.choose, (True, False))
        self.emit(branch, body, end)
        self.place(body)
        self.loops.append(('while', end, len(self.scopes)))
        self.loops.append(('continue', head, len(self.scopes)))
        self.scopes.append(Scope(node.body))
        self.fetched(node)
        self.statements(node.body)
        self.ends(self.scopes[-1].order)
        self.scopes.pop()
        self.loops[-2:] = []
        self.emit(jump, head)
        self.place(end)

    def do_switch(self, node: tree.Switch) -> None:
        """switch: each case in braces."""
        end = self.target()
        entries = [self.target() for _ in node.cases]
        self.emit(self.machine.choose, tuple(range(len(node.cases))))
        self.emit(self.machine.write, self.take(1))
        which = self.cells - 1
        for number, entry in enumerate(entries[:-1]):
            on = self.target()
            self.emit(self.machine.equal, which, number)
            self.emit(branch, entry, on)
            self.place(on)
        self.emit(jump, entries[-1])
        self.loops.append(('while', end, len(self.scopes)))
        for case, entry in zip(node.cases, entries):
            self.place(entry)
            self.emit(self.machine.end, which, None, False)
            self.block(case.body)
            if not case.falls:
                self.emit(jump, end)
        self.loops.pop()
        self.place(end)

    def do_block(self, node: tree.Block) -> None:
        """A scope."""
        self.block(node.body)

    def do_leave(self, node: tree.Leave) -> None:
        """break or continue."""
        wanted = 'continue' if node.word == 'continue' else 'while'
        for word, target, depth in reversed(self.loops):
            if word == wanted:
                self.unwind(depth)
                self.emit(jump, target)
                return
        raise Invalid(node.word)

    def do_label(self, node: tree.Label) -> None:
        """A label: whoever jumps here has seen the same declarations."""
        count = len(self.scopes[-1].order)
        target, seen, placed = self.labels.get(node.name, (self.target(), count, False))
        if placed or seen != count:
            raise Invalid(node.name)
        self.labels[node.name] = (target, count, True)
        self.place(target)

    def do_goto(self, node: tree.Goto) -> None:
        """goto, outwards or in the same block."""
        for depth in range(len(self.scopes), 0, -1):
            if node.name in self.scopes[depth - 1].labels:
                break
        else:
            raise Invalid(node.name)
        here = self.scopes[depth - 1].order
        target, count, placed = self.labels.setdefault(
            node.name, (self.target(), len(here), False))
        if not placed and count != len(here):
            raise Invalid(node.name)
        self.unwind(depth)
        self.ends(here[count:])
        self.emit(jump, target)

    def do_return(self, node: tree.Return) -> None:
        """return: the value first, then the scopes, then the contract."""
        if self.within:
            self.return_within(node)
            return
        sig, machine = self.function.sig, self.machine
        if (sig.result == 'void') != (node.value is None):
            raise Invalid('return')
        if sig.result == 'handle':
            self.value(node.value, sig.kind)
            self.emit(machine.result, sig.live)
        elif sig.result == 'int':
            self.number(node.value)
        elif sig.result == 'void':
            self.emit(machine.push, None)
        else:
            self.lend(node.value, sig.kind.target, sig.result == 'shared')
            self.emit(machine.result_lend, self.lendable, self.objects)
        self.unwind(0)
        self.emit(machine.leave, tuple(self.owned))
        self.emit(jump, self.last)
