# SPDX-License-Identifier: GPL-2.0
"""Idioms: what takes several statements, most of all ownership that depends.

A bool or an int remembers whether a handle was handed on, or whether all went
well, and is asked later.
"""


import terms
import tree
from known import Belief, Info
from phrases import COMMON, Nodes, Phrases


class Idioms(Phrases):
    """Several statements with one purpose."""

    def flagged(self) -> Nodes:
        """A bool or an int says whether a handle was handed on."""
        got = self.some('handle', 'live', moves=True)
        if not got:
            return []
        body: Nodes = []
        if self.chance(20):
            return self.remembered(got)
        if self.chance(60):
            info = self.add(Info(f'done{self.number()}', 'flag'), 'any')
            start = self.chance(20)
            body.append(tree.SetFlag(info.name, terms.Bool(start), True))
            then: Nodes = [tree.SetFlag(info.name, terms.Bool(not start), False)]
            belief: Belief = ('flag', info.name, start)
        else:
            body.append(self.set_number(terms.Step(self.number())))
            then = []
            belief = ('err', body[0].name)
        test = terms.Failed(body[0].name) if not then else self.plain_test()
        before = dict(self.beliefs)
        self.scopes.append([])
        consumed = self.consume(got.name)
        self.leave_scope()
        if then and self.chance(30):
            then = then + consumed
        else:
            then = consumed + then
        self.beliefs = before
        if not consumed:
            return body
        self.believe(got.name, belief)
        if isinstance(body[0], tree.SetFlag) and self.chance(20):
            once: terms.Node = terms.Flag(body[0].name)
            once = once if body[0].test.value else terms.Not(once)
            more = terms.Cond(self.number())
            return body + [tree.While(terms.Both(once, more), [tree.If(test, then)])]
        return body + [tree.If(test, then)]

    def remembered(self, got: Info) -> Nodes:
        """What a bool was when a handle was handed on, it still is later."""
        info = self.add(Info(f'when{self.number()}', 'flag'), 'any')
        body: Nodes = [tree.SetFlag(info.name, self.plain_test(), True)]
        before = dict(self.beliefs)
        self.scopes.append([])
        consumed = self.consume(got.name)
        self.leave_scope()
        self.beliefs = before
        if not consumed:
            return body
        when = self.chance(60)
        self.believe(got.name, ('flag', info.name, not when))
        test: terms.Node = terms.Flag(info.name)
        return body + [tree.If(test if when else terms.Not(test), consumed)]

    def together(self) -> Nodes:
        """Several steps, of which each is only done if all before went well."""
        first, second = self.rng.choice(COMMON), self.rng.choice(COMMON)
        body = self.declare(first, terms.Empty(first), 'empty')
        body += self.declare(second, terms.Empty(second), 'empty')
        one, two = (terms.Var(each.name) for each in body)
        step = self.set_number(terms.Call(self.extern(first, 'open'), [one]))
        more = tree.SetNumber(step.name, terms.Call(self.extern(second, 'open'), [two]), False)
        body += [step, tree.If(terms.Not(self.failed(step.name)), [more])]
        self.beliefs[one.name] = self.beliefs[two.name] = ('err', step.name)
        if self.chance(40):
            self.beliefs[one.name] = 'mixed'
        if self.chance(60):
            body.append(self.leaving_if(self.failed(step.name)))
        return body

    def plain_test(self) -> terms.Node:
        """A test that tells nothing of handles."""
        flags = [info for info in self.names() if info.mode == 'flag']
        if flags and self.chance(40):
            return terms.Flag(self.rng.choice(flags).name)
        return terms.Cond(self.number())

    def resolved(self) -> Nodes:
        """Ask the bool, the int or the handle itself."""
        got = self.some('handle', 'flag', 'err', 'mixed')
        if not got:
            return []
        belief = self.beliefs[got.name]
        test: terms.Node = terms.Ok(got.place())
        if isinstance(belief, tuple) and self.chance(80):
            if belief[0] == 'flag':
                test = terms.Flag(belief[1])
                test = test if belief[2] else terms.Not(test)
            else:
                test = terms.Not(self.failed(belief[1]))
        if self.chance(40):
            return [self.leaving_if(terms.Not(test))]
        end = self.consume if self.chance(60) and got.name not in self.frozen else None
        return [self.branch(test, lambda: self.use_one(got) + (end(got.name) if end else []))]

    def use_one(self, got: Info) -> Nodes:
        """Use this handle."""
        call = terms.Call(self.extern(got.kind, 'look', 'poke'), [got.place()])
        if self.beliefs[got.name] in ('live',) or self.chance(self.wild):
            return [tree.Do(call)]
        return []

    def again(self) -> Nodes:
        """Plain assignment to a handle that holds nothing any more."""
        got = self.some('handle', 'gone', 'failed', 'empty', moves=True)
        if not got or got.mode == 'value':
            return []
        value: terms.Node = terms.Call(self.extern(got.kind, 'make', 'make', 'make_sure'), [])
        self.believe(got.name, 'live' if value.sig.live else 'maybe')
        if self.chance(20):
            other = self.some('handle', 'live', kind=got.kind, moves=True)
            if other and other != got:
                self.believe(other.name, 'gone')
                value = terms.Move(other.place())
                self.beliefs[got.name] = 'live'
        body: Nodes = [tree.Assign(got.place(), value)]
        if self.beliefs[got.name] == 'maybe' and self.chance(70):
            body += self.test(got.name)
        return body

    def renewed(self) -> Nodes:
        """h = turn(deed_move(h))."""
        got = self.some('handle', 'live')
        if not got or got.mode == 'value':
            return []
        self.believe(got.name, 'maybe')
        call = terms.Call(self.extern(got.kind, 'turn'), [terms.Move(got.place())])
        return [tree.Assign(got.place(), call)] + self.test(got.name, leave=self.chance(80))

    def numbers(self) -> Nodes:
        """An int that is an error, or none."""
        call = self.call_own('int') if self.chance(50) else None
        body: Nodes = [self.set_number(call or terms.Step(self.number()))]
        if self.chance(50):
            body.append(self.leaving_if(self.failed(body[0].name)))
        return body

    def helper(self) -> Nodes:
        """Call a function of the program's own."""
        call = self.call_own('int', 'void')
        return [tree.Do(call)] if call else []

    def early(self) -> Nodes:
        """A way out in the middle."""
        return [self.leaving_if(terms.Cond(self.number()))]
