# SPDX-License-Identifier: GPL-2.0
"""Random programs: grown with or without care, and mutated or not."""

# pylint: disable=too-many-return-statements
import random
from typing import List, Tuple, Union

import mutate
import tree
from fixed import Fixed, fixed
from grow import Grow
from judge import Invalid, Unspecified, Verdict, judge
from kinds import CONST, DROPS, EXCL, FILLS, ITEM, NODE, PAIR, VALUE, WORD, Param, Sig
from phrases import COMMON


def _params(rng: random.Random) -> List[Param]:
    """Up to three parameters, most of them handles."""
    params = []
    for number in range(rng.choice([0, 1, 1, 2, 2, 3])):
        mode = rng.choice([VALUE] * 5 + [CONST] * 2 + [EXCL] * 2 + ['object'] * 3 + ['flag'] * 3
                          + ['object_seen'] * 2 + ['desk'] * 4 + ['call'] * 2 + ['reader']
                          + ['seen', 'plain', 'op_eat', 'op_make', 'op_look'])
        kind = rng.choice(COMMON) if mode in (VALUE, CONST, EXCL) or mode[:2] == 'op' else None
        name = {'flag': 'flag', 'desk': 'd', 'call': 'call', 'reader': 'in', 'object': 'o',
                'object_seen': 'o', 'plain': 'word', 'seen': 'word'}.get(mode, 'a')
        accepts = mode in (VALUE, CONST) and rng.random() < 0.1
        params.append(Param(f'{name}{number}', mode, kind, accepts))
    # some are about one thing
    focus = rng.choice(['', '', '', 'desk', 'call', 'reader', 'object'])
    if focus and not any(param.mode == focus for param in params):
        params.append(Param(f'{focus}9', focus))
    return params


def _sig(rng: random.Random, name: str) -> Sig:
    """The type of a function, and its contract."""
    params = _params(rng)
    way = rng.randrange(20)
    if way < 7:
        return Sig(name, 'int', None, params)
    if way < 10:
        return Sig(name, 'void', None, params)
    kind = rng.choice(COMMON)
    if way < 15:
        return Sig(name, 'handle', kind, params)
    if way < 16:
        return Sig(name, 'handle', kind, params, True)
    if way < 17:
        kind = rng.choice([WORD, PAIR, NODE])
        params.append(Param('from', EXCL, kind))
        return Sig(name, 'lent', kind, params)
    if way < 18:
        kind = rng.choice([WORD, PAIR, ITEM])
        params.append(Param('from', CONST, kind))
        return Sig(name, 'shared', kind, params)
    if way < 19:
        params.insert(0, Param('out', FILLS, kind))
        return Sig(name, rng.choice(['int', 'int', 'int', 'void']), None, params)
    params.insert(0, Param('end', DROPS, kind))
    return Sig(name, rng.choice(['int', 'void']), None, params)


def grow(rng: random.Random, name: str, wild: float) -> tree.Program:
    """A program: a function, and perhaps one that it may call."""
    functions: List[tree.Function] = []
    for number in range(2 if rng.random() < 0.2 else 1):
        last = rng.random() < 0.5 or number == 1
        sig = _sig(rng, name if last else f'{name}_{number}')
        helpers = [each.sig for each in functions]
        # of a pointer to a function that comes from elsewhere nobody knows whether it waits
        local = not last or any(param.mode.startswith('op_') for param in sig.params)
        functions.append(Grow(rng, wild, sig, helpers).function(local))
        tree.settle(functions)
        if last:
            break
    return tree.Program(functions, 'careful' if not wild else 'wild')


def make(rng: random.Random, name: str) -> Tuple[Union[tree.Program, Fixed], Verdict]:
    """A program that can be judged, and what is true of it."""
    while True:
        style = rng.random()
        if style < 0.06:
            return fixed(rng, name)
        program = grow(rng, name, 8 if style < 0.1 else 0)
        for _ in range(6 if style > 0.5 else 1):
            changed = mutate.mutated(rng, program) if style > 0.5 else program
            if not changed:
                continue
            try:
                return changed, judge(changed)
            except (Invalid, Unspecified):
                continue
