# SPDX-License-Identifier: GPL-2.0
"""What somebody who writes a program believes of its variables as it grows.

A discipline, not a judgement: it makes about half of the programs correct, and
the exact execution says which half. Handles are believed to be live, maybe (not
tested), fresh (live, but the object's own handle is missing), freshly (the same,
not tested), failed, empty, gone, mixed, or live only if a bool or an int says so.
"""

import random
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Set

import terms
from kinds import NODE, SHELF, Kind


@dataclass(frozen=True)
class Info:
    """A name. sort: handle, deref, object, lend, plain, view, flag, number, op."""
    name: str
    sort: str
    kind: Optional[Kind] = None
    mode: str = ''
    shared: bool = False

    def place(self) -> terms.Var:
        """The place that a handle's name stands for."""
        return terms.Deref(self.name) if self.sort == 'deref' else terms.Var(self.name)


Belief = Any        # a word, or ('flag', name, when live), or ('err', name)
OWNED = ('live', 'maybe', 'fresh', 'freshly', 'mixed')


class Known:
    """Names in scope, and what is believed of each."""

    def __init__(self, rng: random.Random, wild: float) -> None:
        self.rng = rng
        self.wild = wild
        self.scopes: List[List[Info]] = [[]]
        self.beliefs: Dict[str, Belief] = {}
        self.frozen: Set[str] = set()
        self.count = 0

    def number(self) -> int:
        """A number that was not used yet."""
        self.count += 1
        return self.count

    def chance(self, percent: float) -> bool:
        """True so often."""
        return self.rng.random() * 100 < percent

    # ---- names

    def add(self, info: Info, belief: Belief) -> Info:
        """A name comes into scope."""
        self.scopes[-1].append(info)
        self.beliefs[info.name] = belief
        return info

    def names(self) -> List[Info]:
        """All that is in scope."""
        return [info for scope in self.scopes for info in scope]

    def leave_scope(self) -> None:
        """The innermost names go out of scope."""
        for info in self.scopes.pop():
            self.kill(info.name)
            del self.beliefs[info.name]

    def some(self, sort: str, *beliefs: str, kind: Optional[Kind] = None,
             moves: bool = False) -> Optional[Info]:
        """One of a sort, of which one of these is believed; now and then any."""
        wild = self.chance(self.wild)
        sorts = sort.split()
        found = []
        for info in self.names():
            if info.sort not in sorts or kind and info.kind != kind:
                continue
            belief = self.beliefs[info.name]
            word = belief if isinstance(belief, str) else belief[0]
            if wild or ((word in beliefs or not beliefs)
                        and not (moves and info.name in self.frozen)):
                found.append(info)
        return self.rng.choice(found) if found else None

    # ---- beliefs

    def kill(self, name: str) -> None:
        """What was borrowed from a handle is not used any more."""
        for pointer, belief in self.beliefs.items():
            if isinstance(belief, tuple) and belief[0] == 'from' and belief[1] == name:
                self.beliefs[pointer] = 'dead'

    def kill_alone(self, name: str, inside: bool = False) -> None:
        """What was borrowed exclusively from a handle, or one in it, is not used any more."""
        for info in self.names():
            if not info.shared and self.beliefs[info.name] == ('from', name) and not (
                    inside and info.kind in (NODE, SHELF)):
                self.beliefs[info.name] = 'dead'

    def changed_inside(self, name: str) -> None:
        """Somebody had an object: what was borrowed from the handles in it is not used."""
        for info in self.names():
            if info.sort == 'lend' and info.kind not in (NODE, SHELF) and \
                    self.beliefs[info.name] == ('from', name):
                self.beliefs[info.name] = 'dead'

    def believe(self, name: str, belief: Belief) -> None:
        """Something happened to a variable."""
        self.beliefs[name] = belief
        if belief != 'live':
            self.kill(name)

    def forget_test(self, name: str) -> None:
        """A bool or an int changes: it no longer tells of handles."""
        for handle, belief in self.beliefs.items():
            if isinstance(belief, tuple) and belief[0] in ('flag', 'err') and belief[1] == name:
                self.beliefs[handle] = 'mixed'

    def assume(self, test: terms.Node, truth: bool) -> None:
        """What a test tells where it is known."""
        if isinstance(test, terms.Not):
            self.assume(test.test, not truth)
        elif isinstance(test, terms.Either):
            if not truth:
                self.assume(test.left, False)
                self.assume(test.right, False)
        elif isinstance(test, terms.Both):
            if truth:
                self.assume(test.left, True)
                self.assume(test.right, True)
        elif isinstance(test, terms.Ok) and isinstance(test.place, (terms.Var, terms.Deref)):
            if not isinstance(test.place, (terms.Part, terms.Via, terms.Inner)):
                self.assume_ok(test.place.name, truth)
        elif isinstance(test, terms.Flag):
            self.assume_told(test.name, 'flag', truth)
        elif isinstance(test, terms.Compare):
            holds, off = {'>=': (False, 0), '<': (True, 0), '>': (False, 1), '<=': (True, 1),
                          '==': (True, 1)}[test.op]
            belief = self.beliefs[test.name]
            if truth == holds and not (isinstance(belief, tuple) and belief[1] <= test.bound):
                self.beliefs[test.name] = ('below', test.bound + off)
        elif isinstance(test, terms.Failed):
            self.assume_told(test.name, 'err', truth)
            self.beliefs[test.name] = 'neg' if truth else 'zero'

    def assume_ok(self, name: str, truth: bool) -> None:
        """deed_ok() was true, or false."""
        belief = self.beliefs.get(name)
        if truth:
            self.beliefs[name] = 'fresh' if belief in ('fresh', 'freshly') else 'live'
        elif belief in ('maybe', 'freshly'):
            self.beliefs[name] = 'failed'
        elif belief == 'mixed' or isinstance(belief, tuple):
            self.beliefs[name] = 'gone'

    def assume_told(self, name: str, word: str, truth: bool) -> None:
        """A bool or an int that tells of handles."""
        for handle, belief in self.beliefs.items():
            if isinstance(belief, tuple) and belief[:2] == (word, name):
                live = truth == belief[2] if word == 'flag' else not truth
                self.beliefs[handle] = 'live' if live else 'gone'

    def merge(self, ways: List[Dict[str, Belief]]) -> None:
        """Paths meet: what is believed on each."""
        merged = {}
        for name in self.beliefs:
            words = [way[name] for way in ways if name in way]
            if not words:
                merged[name] = self.beliefs[name]
            elif all(word == words[0] for word in words):
                merged[name] = words[0]
            elif set(map(str, words)) <= {'live', 'maybe', 'failed'}:
                merged[name] = 'maybe'
            elif all(word == 'user' or isinstance(word, tuple) and word[0] == 'below'
                     for word in words):
                merged[name] = 'user'
            elif any(word == 'dead' or isinstance(word, tuple) and word[0] == 'from'
                     for word in words):
                merged[name] = 'dead'
            else:
                merged[name] = 'mixed'
        self.beliefs = merged
