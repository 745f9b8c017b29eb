# SPDX-License-Identifier: GPL-2.0
"""Phrases about borrows: side by side in a call, in structs, kept for later.

Whoever writes them knows that an exclusive borrow is alone: before an owner lends
again, what it lent before is not used any more.
"""

from typing import List, NamedTuple, Optional

import terms
import tree
from idioms import Idioms
from kinds import (EXTERNS, LENT, NODE, PAIR, PATHS, POINTED, SEVERAL, SHELF, WORD,
                   Param)
from known import Info
from phrases import Nodes


class Candidate(NamedTuple):
    """What can be passed. root: what it leads to, or into; lends: who lends it anew."""
    node: terms.Node
    root: str
    part: str = ''
    lends: str = ''
    alone: bool = False


class Borrowing(Idioms):
    """Several borrows at a time."""

    def root(self, info: Info) -> str:
        """What a pointer is borrowed from; the pointer itself if nobody knows."""
        belief = self.beliefs[info.name]
        return belief[1] if isinstance(belief, tuple) else info.name

    def pointers(self, target: str, const: bool) -> List[Candidate]:
        """All that leads to a target, and is alive."""
        found: List[Candidate] = []
        for info in self.names():
            belief = self.beliefs[info.name]
            word = belief[0] if isinstance(belief, tuple) else belief
            if info.sort in ('lend', 'object', 'plain') and word in ('from', 'any') and (
                    const or not info.shared):
                if (info.kind.target if info.kind else 'u32') == target:
                    found.append(Candidate(terms.Pointer(info.name), self.root(info)))
                if target == 'u32':
                    parts = {PAIR: ('a', 'b'), NODE: ('count',)}.get(info.kind, ())
                    if info.kind == NODE and (const or not info.shared):
                        path = self.rng.choice(PATHS)
                        found.append(Candidate(terms.Deep(info.name, path), 'far'))
                    found += [Candidate(terms.Member(info.name, part), self.root(info),
                                        f'{info.name} {part}') for part in parts]
            elif info.sort in ('handle', 'deref') and word == 'live' and info.kind and \
                    info.kind.target == target and info.kind in (WORD, NODE):
                alone = not const or info.mode != 'const' and self.chance(30)
                if const or info.mode != 'const':
                    lend = terms.Borrow(info.kind, info.place(), not alone)
                    found.append(Candidate(lend, info.name, '', info.name, alone))
        return found

    def candidates(self, param: Param) -> List[Candidate]:
        """What can be passed for a parameter."""
        if param.mode in LENT:
            return [Candidate(info.place(), info.name, '', info.name, param.mode != 'const')
                    for info in self.names()
                    if info.sort in ('handle', 'deref') and info.kind == param.kind
                    and self.beliefs[info.name] == 'live'
                    and (param.mode == 'const' or info.mode != 'const')]
        return self.pointers(*POINTED[param.mode])

    @staticmethod
    def differ(one: Candidate, other: Candidate) -> bool:
        """Whether two lead to different things."""
        same = one.part.split(' ')[0] == other.part.split(' ')[0]
        return one.root != other.root or bool(one.part and other.part and same
                                              and one.part != other.part)

    def lent_to(self, candidate: Candidate) -> None:
        """An owner lends anew: what it lent before ends, if one of them is alone."""
        if not candidate.lends:
            return
        if candidate.alone:
            self.kill(candidate.lends)
        elif isinstance(candidate.node, terms.Borrow):
            self.kill_alone(candidate.lends)

    def side_by_side(self) -> Nodes:
        """A call with two pointers that lead to different things, or to be looked at."""
        sig = self.rng.choice(SEVERAL)
        first, second = (self.candidates(param) for param in sig.params)
        careful = not self.chance(self.wild)
        look = all(POINTED.get(param.mode, ('', param.mode == 'const'))[1]
                   for param in sig.params)
        pairs = [(one, other) for one in first for other in second
                 if not careful or self.differ(one, other)
                 or look and not one.lends and not other.lends]
        if not pairs:
            return []
        chosen = self.rng.choice(pairs)
        for one in chosen:
            self.lent_to(one)
        for param, one in zip(sig.params, chosen):
            if param.mode == 'object':
                self.changed_inside(one.root)
        call = terms.Call(sig, [terms.clone(one.node) for one in chosen])
        return [tree.Do(call)] if sig.result == 'void' or self.chance(60) else \
            [self.set_number(call)]

    # ---- structs

    def carried(self) -> Nodes:
        """A struct with borrows is made."""
        name = f'v{self.number()}'
        views = [info for info in self.names() if info.sort == 'view' and not info.shared]
        made = tree.View(name, None, None)
        word: object = 'null'
        seen: object = 'null'
        if views and self.chance(25):
            source = self.rng.choice(views)
            made.source = terms.Pointer(source.name)
            word, seen = (self.beliefs[terms.member(source.name, part)]
                          for part in ('word', 'seen'))
        elif self.chance(20):
            got = self.some('handle deref', 'live', kind=WORD)
            if not got or got.mode == 'const':
                return []
            self.kill(got.name)
            made.source = terms.Call(EXTERNS['pass_sight'], [got.place()])
            word = seen = ('from', got.name)
        else:
            made.word, word = self.field(False)
            made.seen, seen = self.field(True)
            if isinstance(word, tuple) and isinstance(seen, tuple) and word[1] == seen[1]:
                made.seen, seen = None, 'null'
        made.aim = self.aim()
        name = made.struct
        self.add(Info(terms.member(name, 'word'), 'lend', WORD, 'view'), word)
        self.add(Info(terms.member(name, 'seen'), 'lend', WORD, 'view', True), seen)
        self.add(Info(name, 'view'), 'any')
        return [made]

    def aim(self) -> str:
        """A variable keeps the address of a struct, which is used through it; or none."""
        return f'at{self.number()}' if self.chance(40) else ''

    def field(self, const: bool) -> tuple:
        """A borrow for a field, and what is believed of it; or nothing."""
        found = self.pointers('u32', const)
        if not found or self.chance(30):
            return None, 'null'
        one = self.rng.choice(found)
        self.lent_to(one)
        return one.node, ('from', one.root)

    def pass_on(self) -> Nodes:
        """A struct with borrows is passed."""
        found = [info for info in self.names() if info.sort == 'view' and not any(
            self.beliefs[terms.member(info.name, part)] in ('dead', 'mixed')
            for part in ('word', 'seen'))]
        if not found:
            return []
        got = self.rng.choice(found)
        return [tree.PassView(got.name, got.shared or self.chance(50))]

    def swapped(self) -> Nodes:
        """A pointer variable, or a field, gets another borrow."""
        found = [info for info in self.names() if info.sort == 'lend' and info.kind == WORD
                 and info.mode != 'guard']
        if not found:
            return []
        info = self.rng.choice(found)
        node, belief = self.field(info.shared)
        if not node or belief == ('from', info.name):
            return []
        self.beliefs[info.name] = belief
        return [tree.Lend(info.name, node, None)]

    def one_of_them(self) -> Optional[Nodes]:
        """Any of these."""
        return self.rng.choice([self.side_by_side] * 3 + [self.carried] * 2 + [
            self.pass_on, self.swapped, self.far, self.waited, self.under_lock])()

    def under_lock(self) -> Nodes:
        """The box in the data of a cell."""
        found = [info for info in self.names() if info.sort == 'lend' and info.kind == SHELF
                 and not info.shared and isinstance(self.beliefs[info.name], tuple)]
        if not found:
            return []
        got = self.rng.choice(found)
        return self.lend(self.root(got), WORD, terms.Via(got.name, 'word'), False)

    def waited(self) -> Nodes:
        """Wait under a guard: what was borrowed in its data is not used any more."""
        got, desk = self.some('handle', 'live', kind=SHELF), self.some('desk')
        bound = self.held() or self.chance(50)
        if not got or not desk:
            return []
        for info in self.names():
            if info.sort == 'lend' and info.kind == WORD and \
                    self.beliefs[info.name] == ('from', got.name) and not self.chance(self.wild):
                self.beliefs[info.name] = 'dead'
        return [tree.Wait(got.place(), desk.name, self.number(), bound)]

    def far(self) -> Nodes:
        """What an object points to: written only if the object is one's own."""
        found = [info for info in self.names() if info.sort in ('lend', 'object')
                 and info.kind == NODE and self.beliefs[info.name] != 'dead']
        if not found:
            return []
        info = self.rng.choice(found)
        lend = terms.Deep(info.name, self.rng.choice(PATHS))
        if self.chance(60):
            return [tree.Use(WORD, lend, not info.shared and self.chance(60))]
        shared = info.shared or self.chance(40)
        name = f'p{self.number()}'
        self.add(Info(name, 'lend', WORD, '', shared), ('from', name))
        return [tree.Lend(name, lend, WORD, shared)]
