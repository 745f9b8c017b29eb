# SPDX-License-Identifier: GPL-2.0
"""Random functions and programs, as somebody would write them who is careful.

wild is how often, in percent, a choice is made without care.
"""

# pylint: disable=too-many-return-statements
import random
from typing import Callable, Dict, List, Optional

import terms
import tree
from kinds import CONST, DROPS, EXCL, EXTERNS, FILLS, NODE, WORD, Kind, Param, Sig
from helping import Helping
from known import Belief, Info
from phrases import Nodes

ERRNOS = ['-EINVAL', '-EBUSY', '-EIO', '-ENODEV']


class Grow(Helping):
    """One function."""

    def __init__(self, rng: random.Random, wild: float, sig: Sig, helpers: List[Sig]) -> None:
        super().__init__(rng, wild)
        self.sig = sig
        self.own_functions = helpers
        self.closed = False
        self.loops: List[str] = []          # while or switch
        self.exits: List[List[Dict[str, Belief]]] = []
        self.labels: List[tuple] = []       # name, beliefs at each goto
        self.size = 0

    def function(self, local: bool) -> tree.Function:
        """The whole of it."""
        for param in self.sig.params:
            self.param(param)
        body = self.adopt()
        self.scopes.append([])
        if self.chance(50):
            body += self.new()
        body += self.statements(self.rng.randint(2, 6), 0)
        before, tail = self.ending()
        return tree.Function(self.sig, body + before, tail, local)

    def ending(self) -> tuple:
        """The last statements, and a return."""
        if self.closed:
            self.closed = False
            return [], self.anything()
        return self.leaving()

    def anything(self) -> tree.Return:
        """A return for what is never reached."""
        value: Optional[terms.Node] = None
        if self.sig.result == 'handle':
            value = terms.Fail(self.sig.kind, '-EINVAL')
        elif self.sig.result == 'int':
            value = terms.Const('0')
        elif self.sig.result != 'void':
            lent = next(p for p in self.sig.params if p.kind == self.sig.kind)
            value = terms.Borrow(self.sig.kind, terms.Deref(lent.name),
                                 self.sig.result == 'shared')
        return tree.Return(value)

    def param(self, param: Param) -> None:
        """What is believed of a parameter."""
        live = 'maybe' if param.accepts else 'live'
        if param.mode == 'value':
            self.add(Info(param.name, 'handle', param.kind, 'value'), live)
        elif param.mode in (CONST, EXCL, DROPS):
            self.add(Info(param.name, 'deref', param.kind, param.mode), live)
        elif param.mode == FILLS:
            self.add(Info(param.name, 'deref', param.kind, FILLS), 'empty')
        elif param.mode in ('desk', 'call', 'reader'):
            self.add(Info(param.name, param.mode), 'any')
        elif 'object' in param.mode:
            self.add(Info(param.name, 'object', NODE, '', param.mode != 'object'), 'any')
        elif param.mode in ('plain', 'seen'):
            self.add(Info(param.name, 'plain', None, 'plain', param.mode == 'seen'), 'any')
        else:
            sort = 'flag' if param.mode == 'flag' else 'op'
            self.add(Info(param.name, sort, param.kind, param.mode), 'any')

    def adopt(self) -> Nodes:
        """Some parameters get an owner at once."""
        body: Nodes = []
        for param in self.sig.params:
            if param.mode == 'value' and self.chance(60):
                belief = self.beliefs[param.name]
                self.believe(param.name, 'gone')
                body += self.declare(param.kind, terms.Move(terms.Var(param.name)), belief)
        return body

    # ---- leaving

    def clean(self) -> Nodes:
        """Consume what has no owner, before a return."""
        body: Nodes = []
        for param in self.sig.params:
            place = terms.Deref(param.name) if param.mode == DROPS else terms.Var(param.name)
            if param.mode not in ('value', DROPS) or self.chance(self.wild / 2):
                continue
            belief = self.beliefs[param.name]
            if belief in ('gone', 'failed') and param.mode == 'value':
                continue
            if belief == 'gone':
                continue
            drop = tree.Drop(param.kind, place)
            if param.mode == 'value' and belief == 'live' and self.chance(40):
                body.append(tree.Do(terms.Call(self.extern(param.kind, 'sink', 'sink_any'),
                                               [terms.Move(place)])))
            elif belief in ('live', 'maybe', 'failed'):
                body.append(drop)
            else:
                body.append(tree.If(terms.Ok(place), [drop]))
            self.believe(param.name, 'gone')
        return body

    def leaving(self, failed: str = '') -> tuple:
        """Statements and a return; failed: a handle whose error may be returned."""
        before: Nodes = []
        sig = self.sig
        if sig.result == 'void':
            before, value = self.fill(True)[0], None
        elif sig.result == 'int':
            before, value = self.leaving_int(failed)
        elif sig.result == 'handle':
            before, value = self.leaving_handle(failed)
        else:
            return self.clean(), self.leaving_lend()
        return before + self.clean(), tree.Return(value)

    def fill(self, wanted: bool) -> tuple:
        """Do what deed_fills() promised; also whether it is filled."""
        out = next((param for param in self.sig.params if param.mode == FILLS), None)
        if not out:
            return [], None
        belief = self.beliefs[out.name]
        if belief == 'live' or not wanted:
            return [], belief == 'live'
        if belief != 'empty':
            return [], belief
        before, name = self.owned(out.kind) if self.sig.result == 'int' else ([], '')
        if not name:
            got = self.some('handle', 'live', kind=out.kind, moves=True)
            value: terms.Node = terms.Call(self.extern(out.kind, 'make_sure'), [])
            if got:
                value = terms.Move(got.place())
                self.believe(got.name, 'gone')
        else:
            value = terms.Move(terms.Var(name))
            self.believe(name, 'gone')
        self.beliefs[out.name] = 'live'
        return before + [tree.Assign(terms.Deref(out.name), value)], True

    def leaving_int(self, failed: str) -> tuple:
        """What a function that returns an int returns."""
        errors = [info for info in self.names() if info.sort == 'number']
        known = [info for info in errors if self.beliefs[info.name] == 'neg']
        simple = bool(failed) or len(self.scopes) > 2
        before, filled = self.fill(not simple and self.chance(70))
        if filled is True:
            return before, terms.Const('0')
        if isinstance(filled, tuple) and filled[0] == 'err':
            return before, terms.Number(filled[1])
        if failed and self.chance(60):
            return before, terms.Err(terms.Var(failed))
        if known and self.chance(60):
            return before, terms.Number(self.rng.choice(known).name)
        if filled is False or filled or simple and self.chance(80):
            return before, terms.Const(self.rng.choice(ERRNOS))
        if errors and self.chance(50):
            return before, terms.Number(self.rng.choice(errors).name)
        got = self.some('handle', 'live', moves=True)
        if got and self.chance(30):
            self.believe(got.name, 'gone')
            return before, terms.Call(self.extern(got.kind, 'eat'), [terms.Move(got.place())])
        return before, terms.Const('0')

    def leaving_handle(self, failed: str) -> tuple:
        """What a function that returns a handle returns."""
        kind = self.sig.kind
        if self.sig.live:
            got = self.some('handle', 'live', kind=kind, moves=True)
            if got:
                self.believe(got.name, 'gone')
                return [], terms.Move(got.place())
            return [], terms.Call(self.extern(kind, 'make_sure'), [])
        if failed and self.chance(80):
            if self.find_kind(failed) == kind and self.chance(50):
                return [], terms.Move(terms.Var(failed))
            number = self.add(Info(f'err{self.number()}', 'number'), 'neg')
            return ([tree.SetNumber(number.name, terms.Err(terms.Var(failed)), True)],
                    terms.Fail(kind, number.name))
        parts = [self.some('handle', 'live', kind=part, moves=True) for _, part in kind.fields]
        if kind.form == 'composite' and all(parts) and self.chance(70):
            for part in parts:
                self.believe(part.name, 'gone')
            return [], terms.Compose(kind, [terms.Move(part.place()) for part in parts])
        got = self.some('handle', 'live', 'live', 'maybe', 'failed', kind=kind, moves=True)
        if got and self.chance(75):
            self.believe(got.name, 'gone')
            moved = terms.Move(got.place())
            if self.chance(20):
                return [], terms.Call(self.extern(kind, 'turn_any'), [moved])
            return [], moved
        if kind.form != 'object' and self.chance(50) and len(self.scopes) < 3:
            before, name = self.owned(kind)
            self.believe(name, 'gone')
            return before, terms.Move(terms.Var(name))
        if self.chance(40):
            return [], terms.Call(self.extern(kind, 'make'), [])
        return [], terms.Fail(kind, self.rng.choice(ERRNOS))

    def find_kind(self, name: str) -> Optional[Kind]:
        """The kind of a variable."""
        return next((info.kind for info in self.names() if info.name == name), None)

    def leaving_lend(self) -> tree.Return:
        """A pointer into what a parameter points to."""
        shared = self.sig.result == 'shared'
        lent = next(info for info in self.names()
                    if info.sort == 'deref' and info.kind == self.sig.kind)
        got = [info for info in self.names() if info.sort == 'lend'
               and info.kind == self.sig.kind and (shared or not info.shared)
               and self.beliefs[info.name] == ('from', lent.name)]
        if self.chance(self.wild):
            other = self.some('handle', 'live', kind=self.sig.kind)
            if other:
                return tree.Return(terms.Borrow(self.sig.kind, other.place(), shared))
        if got and self.chance(60):
            return tree.Return(terms.Pointer(self.rng.choice(got).name))
        return tree.Return(terms.Borrow(self.sig.kind, terms.Deref(lent.name), shared))

    def leaving_if(self, test: terms.Node) -> terms.Node:
        """if (test) leave."""
        before = dict(self.beliefs)
        self.assume(test, True)
        self.scopes.append([])
        failed = ''
        if isinstance(test, terms.Not) and isinstance(test.test, terms.Ok):
            failed = test.test.place.name
        body = self.way_out(failed)
        self.leave_scope()
        self.beliefs = before
        self.closed = False
        self.assume(test, False)
        return tree.If(test, body)

    def way_out(self, failed: str = '') -> Nodes:
        """Leave: break, continue, goto or return."""
        body = self.one_way_out(failed)
        self.closed = True
        return body

    def one_way_out(self, failed: str) -> Nodes:
        """One of them."""
        if self.labels and self.chance(60):
            name, ways = self.rng.choice(self.labels)
            ways.append(dict(self.beliefs))
            return [tree.Goto(name)]
        if 'while' in self.loops and self.chance(60):
            inner = self.loops[-1]
            if inner == 'while' and self.chance(60):
                self.exits[-1].append(dict(self.beliefs))
                return [tree.Leave('break')]
            if inner == 'while' or self.chance(60):
                return [tree.Leave('continue')]
        frozen, self.frozen = self.frozen, set()
        before, tail = self.leaving(failed)
        self.frozen = frozen
        return before + [tail]

    # ---- control

    def scope(self, count: int, depth: int) -> Nodes:
        """A block of its own."""
        self.scopes.append([])
        body = self.statements(count, depth)
        self.leave_scope()
        return body

    def branch(self, test: terms.Node, then: Callable[[], Nodes]) -> terms.Node:
        """if (test) then."""
        before = dict(self.beliefs)
        self.assume(test, True)
        self.scopes.append([])
        body = then()
        self.leave_scope()
        after, closed = self.beliefs, self.closed
        self.closed = False
        self.beliefs = before
        self.assume(test, False)
        if not closed:
            self.merge([after, dict(self.beliefs)])
        return tree.If(test, body or [tree.Do(terms.Call(EXTERNS['pass_tick'], []))])

    def condition(self) -> terms.Node:
        """Something to test."""
        options: List[terms.Node] = [terms.Cond(self.number()), terms.Cond(self.number())]
        for info in self.names():
            belief = self.beliefs[info.name]
            if info.sort == 'flag':
                options.append(terms.Flag(info.name))
            elif info.sort == 'number':
                options.append(self.failed(info.name))
            elif info.sort == 'handle' and belief in ('mixed', 'maybe', 'freshly', 'gone'):
                options.append(terms.Ok(info.place()))
        test = self.rng.choice(options)
        if self.chance(30):
            test = terms.Not(test)
        if self.chance(15):
            both = terms.Both if self.chance(60) else terms.Either
            test = both(test, terms.Cond(self.number()))
        return test

    def branches(self, depth: int) -> Nodes:
        """if, and perhaps else."""
        test = self.condition()
        before = dict(self.beliefs)
        self.assume(test, True)
        then = self.scope(self.rng.randint(1, 3), depth + 1)
        if not self.closed and self.chance(25):
            self.scopes.append([])
            then += self.way_out()
            self.leave_scope()
        ways = [] if self.closed else [self.beliefs]
        self.closed = False
        self.beliefs = before
        self.assume(test, False)
        other: Nodes = []
        if self.chance(45):
            other = self.scope(self.rng.randint(1, 3), depth + 1)
        ways += [] if self.closed else [dict(self.beliefs)]
        self.closed = not ways
        if ways:
            self.merge(ways)
        if not then and not other:
            return []
        return [tree.If(test, then, other)]

    def loop(self, depth: int) -> Nodes:
        """A loop: what it consumes it must have made, or it must end."""
        form = self.rng.choice(['while', 'while', 'for', 'do'])
        number = self.number()
        index = f'i{number}' if form == 'for' else ''
        test: terms.Node = terms.More(number, index) if index else terms.Cond(number)
        body = self.rounds(form == 'do', lambda: self.statements(
            self.rng.randint(1, 3), depth + 1))
        return [tree.While(test, body, form, index)] if body else []

    def batch(self, depth: int) -> Nodes:
        """Several structs are fetched, and each is used."""
        reader = self.some('reader')
        if not reader or self.held():
            return []
        number = self.number()
        made = tree.Batch(f'e{number}', f'i{number}', f'err{number}', reader.name, number, [])

        def each() -> Nodes:
            self.add(Info(made.err, 'number'), 'any')
            return self.first_of(made) + self.statements(self.rng.randint(0, 2), depth + 1)

        made.body = self.rounds(False, each)
        return [made]

    def rounds(self, once: bool, each: Callable[[], Nodes]) -> Nodes:
        """The body of a loop. once: at least."""
        frozen = set(self.frozen)
        self.frozen |= {info.name for info in self.names()}
        before = dict(self.beliefs)
        self.loops.append('while')
        self.exits.append([])
        self.scopes.append([])
        body = each()
        if not self.closed and self.chance(30):
            body += self.last_round()
        self.leave_scope()
        ways = self.exits.pop() + [self.beliefs]
        if not once:
            ways.append(before)
        self.closed = False
        self.loops.pop()
        self.frozen = frozen
        self.merge(ways)
        return body

    def last_round(self) -> Nodes:
        """Consume something from outside of the loop, and leave it."""
        frozen, self.frozen = self.frozen, set()
        before = dict(self.beliefs)
        self.scopes.append([])
        body = self.consume()
        if self.chance(70):
            body += self.way_out()
            if not isinstance(body[-1], tree.Leave) or body[-1].word != 'break':
                self.exits[-1].append(before)
        else:
            self.exits[-1].append(dict(self.beliefs))
            body.append(tree.Leave('break'))
        self.leave_scope()
        self.closed = False
        self.frozen = frozen
        self.beliefs = before
        return [tree.If(terms.Cond(self.number()), body)]

    def switch(self, depth: int) -> Nodes:
        """switch."""
        before = dict(self.beliefs)
        ways: List[Dict[str, Belief]] = []
        cases = []
        number = self.number()
        self.loops.append('switch')
        count = self.rng.randint(2, 3)
        for each in range(count):
            body = self.scope(self.rng.randint(1, 2), depth + 1)
            falls = not self.closed and each < count - 1 and self.chance(20)
            if not self.closed and not falls:
                ways.append(dict(self.beliefs))
            if falls:
                self.merge([self.beliefs, dict(before)])
            else:
                self.beliefs = dict(before)
            self.closed = False
            cases.append(tree.Case(body, falls))
        self.loops.pop()
        self.closed = not ways
        if ways:
            self.merge(ways)
        return [tree.Switch(number, cases)]

    def forward(self, depth: int) -> Nodes:
        """Statements with gotos to a label behind them."""
        name = f'out{self.number()}'
        ways: List[Dict[str, Belief]] = []
        self.labels.append((name, ways))
        body = self.scope(self.rng.randint(2, 4), depth + 1)
        self.labels.pop()
        if not ways:
            return [tree.Block(body)] if body else []
        self.merge(ways + ([] if self.closed else [self.beliefs]))
        self.closed = False
        return [tree.Block(body), tree.Label(name)]

    def locked(self, depth: int) -> Nodes:
        """A block under a lock."""
        objects = [info for info in self.names() if info.sort == 'object']
        if not objects:
            return []
        self.scopes.append([])
        name = f's{self.number()}'
        info = self.add(Info(name, 'lend', WORD, 'guard'), ('from', name))
        way = self.rng.choice(['mutex', 'spin'])
        body: Nodes = [tree.Lock(way, info.name, self.rng.choice(objects).name)]
        body += self.statements(self.rng.randint(1, 3), depth + 1)
        if not self.closed:
            body.append(tree.Use(WORD, terms.Pointer(info.name), self.chance(50)))
        self.leave_scope()
        return [tree.Block(body)]

    def backward(self, depth: int) -> Nodes:
        """Statements that are done again."""
        name = f'again{self.number()}'
        frozen = set(self.frozen)
        labels, self.labels = self.labels, []
        self.frozen |= {info.name for info in self.names()}
        body = self.scope(self.rng.randint(1, 3), depth + 1)
        self.frozen, self.labels = frozen, labels
        if self.closed:
            return [tree.Block(body)]
        again = tree.If(terms.Cond(self.number()), [tree.Goto(name)])
        return [tree.Label(name), tree.Block(body), again]

    # ---- all of it

    def statements(self, count: int, depth: int) -> Nodes:
        """Some statements, one after the other."""
        body: Nodes = []
        plain = ([self.new] * 6 + [self.use] * 5 + [self.consume] * 4 + [self.new_filled]
                 + [self.flagged] * 2 + [self.together] + [self.resolved] * 3 + [self.again]
                 + [self.renewed, self.numbers, self.helper, self.helper, self.early]
                 + [self.use_pointer, self.wait] + [self.one_of_them] * 4
                 + [self.fetched] * 2 + [self.spent] * 2 + [self.helped] * 3)
        control = ([self.branches] * 4 + [self.loop] * 2 + [self.batch] * 2
                   + [self.switch, self.forward, self.backward, self.locked])
        for _ in range(count):
            if self.closed or self.size > 22:
                break
            if depth < 3 and self.chance(28):
                more = self.rng.choice(control)(depth)
            else:
                more = self.rng.choice(plain)()
            self.size += len(more)
            body += more
        return body
