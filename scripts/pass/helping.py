# SPDX-License-Identifier: GPL-2.0
"""Phrases about structs that static functions of one's own get, and give."""

from typing import Any, List

import terms
import tree
from amounts import Amounts
from kinds import STRUCTS, WORD, Sig
from known import Belief, Info
from phrases import Nodes

# what belongs to the function that is being written
OWN = ('scopes', 'beliefs', 'loops', 'exits', 'labels', 'closed', 'frozen', 'sig',
       'own_functions')


class Helping(Amounts):
    """Helpers."""

    closed: bool
    loops: List[str]
    exits: List[Any]
    labels: List[tuple]
    sig: Sig

    def statements(self, count: int, depth: int) -> Nodes:
        """Some statements, one after the other."""
        raise NotImplementedError

    def ending(self) -> tuple:
        """The last statements, and a return."""
        raise NotImplementedError

    def parts(self, info: Info) -> List[str]:
        """The names of what a struct has."""
        return [terms.member(info.name, part) for part, _ in STRUCTS[info.sort]]

    def structs(self) -> List[Info]:
        """Structs that may be passed."""
        return [info for info in self.names() if info.sort in STRUCTS and not any(
            self.beliefs[part] in ('dead', 'mixed') for part in self.parts(info))]

    def gets(self, arg: tree.Arg, beliefs: List[Belief]) -> None:
        """What a helper believes of what it gets."""
        for (part, sort), belief in zip(STRUCTS[arg.struct], beliefs):
            name = terms.member(arg.inner, part)
            if sort == 'amount':
                self.add(Info(name, sort), belief)
                continue
            shared = part == 'seen' or arg.way == 'seen'
            self.add(Info(name, sort, WORD, 'view', shared),
                     ('from', name) if isinstance(belief, tuple) else belief)
        self.add(Info(arg.inner, arg.struct, shared=arg.way == 'seen'), 'any')

    def helped(self) -> Nodes:
        """A struct goes to a static function."""
        found = self.structs()
        if not found:
            return self.fetched() if self.chance(50) else self.carried()
        info = self.rng.choice(found)
        # who gets the address of numbers and returns something may have checked them
        way = self.rng.choice(['value', 'value', 'seen']
                              + ['address'] * (info.sort == 'view'))
        if info.shared and info.sort == 'view' or info.shared and way == 'address':
            way = 'seen'        # what it has may not be written
        result = 'void' if way != 'value' and info.sort != 'view' else self.rng.choice(
            ['void', 'int'] + ['view'] * 2 * (info.sort == 'view' and way == 'value'))
        number = self.number()
        arg = tree.Arg(info.sort, info.name, f'g{number}', way)
        made = tree.Helper(number, result, [arg], [], tree.Return(None))
        beliefs = [self.beliefs[part] for part in self.parts(info)]
        self.write(made, beliefs)
        if result == 'void':
            return [made]
        return [self.set_number(made)] if result == 'int' else self.given_back(made, beliefs)

    def write(self, made: tree.Helper, beliefs: List[Belief]) -> None:
        """The body of a helper."""
        outer = {name: getattr(self, name) for name in OWN}
        self.scopes, self.beliefs, self.frozen = [[], []], {}, set()
        self.loops, self.exits, self.labels, self.own_functions = [], [], [], []
        self.sig = Sig('', 'int' if made.result == 'int' else 'void')
        self.gets(made.args[0], beliefs)
        if made.result == 'view':
            # without a way out in the middle
            made.body = self.use_pointer() if self.chance(50) else []
            made.tail = tree.Return(terms.Pointer(made.args[0].inner))
        else:
            use = self.spent if made.args[0].struct == 'request' else self.use_pointer
            made.body = self.early() if self.chance(30) else []
            made.body += use() + self.statements(self.rng.randint(0, 2), 1)
            before, made.tail = self.ending()
            made.body += before
        for name, value in outer.items():
            setattr(self, name, value)

    def given_back(self, made: tree.Helper, beliefs: List[Belief]) -> Nodes:
        """A struct that a helper returns."""
        view = tree.View(f'v{self.number()}', None, None, made, self.aim())
        name = view.struct
        for (part, sort), belief in zip(STRUCTS['view'], beliefs):
            self.add(Info(terms.member(name, part), sort, WORD, 'view', part == 'seen'), belief)
        self.add(Info(name, 'view'), 'any')
        return [view]
