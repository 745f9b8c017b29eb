# SPDX-License-Identifier: GPL-2.0
"""Phrases about numbers from user memory: fetched once, and compared before use.

Whoever writes them believes of a number that it may be anything, or is below a
bound.
"""

from typing import Any

import terms
import tree
from borrowing import Borrowing
from kinds import NUMBERS, SPENDS
from known import Info
from phrases import Nodes


class Amounts(Borrowing):
    """What the user said, and what is done with it."""

    def fetched(self) -> Nodes:
        """The argument of an ioctl, once."""
        call = self.some('call', 'any')
        if not call or self.held() or (self.loops or self.frozen) and not self.chance(self.wild):
            return []
        self.beliefs[call.name] = 'fetched'
        err = self.add(Info(f'err{self.number()}', 'number'), 'any')
        fetch = tree.Fetch(f'r{self.number()}', err.name, call.name, self.aim())
        return [fetch] + self.first_of(fetch)

    def first_of(self, fetch: Any) -> Nodes:
        """What is done at once with what was fetched."""
        for part in NUMBERS:
            self.add(Info(terms.member(fetch.struct, part), 'amount'), 'user')
        self.add(Info(fetch.struct, 'request'), 'any')
        return [self.leaving_if(self.failed(fetch.err))] + self.spent()

    def bounded(self, info: Info) -> Nodes:
        """Compare a number, or take what is left of it."""
        bound = self.rng.choice([16, 16, 16, 8, 32, 1000])
        if self.chance(70):
            op = self.rng.choice(['>=', '>=', '>'])
            return [self.leaving_if(terms.Compare(info.name, op, bound - (op == '>')))]
        form = self.rng.choice(['%s & %d', 'min(%s, %du)', '%s %% %d'])
        bound = 16 if bound == 1000 else bound
        value = terms.Masked(info.name, form, bound if '%%' in form else bound - 1)
        new = self.add(Info(f'n{self.number()}', 'amount'), ('below', bound))
        return [tree.SetAmount(new.name, value, True)]

    def spent(self) -> Nodes:
        """Use a number, where it is known to fit."""
        found = [info for info in self.names() if info.sort == 'amount']
        if not found:
            return []
        info = self.rng.choice(found)
        body: Nodes = []
        if self.chance(15):
            new = self.add(Info(f'n{self.number()}', 'amount'), self.beliefs[info.name])
            return [tree.SetAmount(new.name, terms.Amount(info.name), True)]
        if self.beliefs[info.name] in ('user', 'mixed') and not self.chance(self.wild):
            body = self.bounded(info)
            info = [each for each in self.names() if each.sort == 'amount'][-1] \
                if isinstance(body[0], tree.SetAmount) else info
        belief = self.beliefs[info.name]
        bound = belief[1] if isinstance(belief, tuple) else 1 << 32
        ways = [way for way, (_, most) in SPENDS.items()
                if bound <= most or self.chance(self.wild)]
        return body + ([tree.Spend(self.rng.choice(ways), info.name, self.number())]
                       if ways else [])
