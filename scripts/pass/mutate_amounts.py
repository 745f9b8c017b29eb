# SPDX-License-Identifier: GPL-2.0
"""Changes that use what the user said without a check, or fetch it twice."""

import random

import terms
import tree
from kinds import NUMBERS, SPENDS
from sites import pick, places

__all__ = ['bound', 'fetch_again', 'spend']


def bound(rng: random.Random, program: tree.Program) -> bool:
    """Another bound, or another way to compare with it."""
    got = pick(rng, program, terms.Compare, terms.Masked)
    if not got:
        return False
    old = got[3]
    if isinstance(old, terms.Masked):
        old.by = rng.choice([7, 8, 15, 16, 31, 32, 999])
    elif rng.random() < 0.5:
        old.op = rng.choice(['<', '>=', '>', '<=', '=='])
    else:
        old.bound = rng.choice([7, 8, 15, 16, 31, 32, 1000])
    return True


def spend(rng: random.Random, program: tree.Program) -> bool:
    """Use a number somewhere."""
    part = rng.choice(NUMBERS)
    names = [terms.member(node.struct, part) if isinstance(node, (tree.Fetch, tree.Batch))
             else node.name
             for node in program.walk()
             if isinstance(node, (tree.Fetch, tree.Batch, tree.SetAmount))]
    if not names:
        return False
    body, index = rng.choice(list(places(program)))
    body.insert(index, tree.Spend(rng.choice(list(SPENDS)), rng.choice(names),
                                  rng.randint(100, 999)))
    return True


def fetch_again(rng: random.Random, program: tree.Program) -> bool:
    """Fetch somewhere."""
    function = rng.choice(program.functions)
    calls = [param.name for param in function.sig.params if param.mode == 'call']
    if not calls:
        return False
    body, index = rng.choice(list(places(function)))
    number = rng.randint(100, 999)
    aim = rng.choice(['', f'at{number}'])
    body.insert(index, tree.Fetch(f'r{number}', f'e{number}', rng.choice(calls), aim))
    return True
