# SPDX-License-Identifier: GPL-2.0
"""Change a program a little: most changes of a careful one make a misuse.

A mutation changes a copy in place and says whether it found something to change.
What comes out may not compile: lower.py finds that.
"""

import random
from dataclasses import replace
from typing import Callable, List, Optional, Tuple

import terms
import tree
from kinds import (BOTH, CONST, DROPS, EXCL, EXTERNS, FILLS, GATE, NODE, PAIR, VALUE, WORD, Kind,
                   Param)
from mutate_amounts import bound, fetch_again, spend
from mutate_helpers import struct_passed
from mutate_lends import (keep_out, lend_twice, object_passed, return_lend, same_twice,
                          use_after_end, use_late, use_out_of_scope, wait_between, write_deep,
                          write_shared)
from sites import named_handles, pick, places, put, statement

Mutation = Callable[[random.Random, tree.Program], bool]


def delete(rng: random.Random, program: tree.Program) -> bool:
    """Leave a statement out."""
    got = statement(rng, program)
    if not got:
        return False
    del got[0][got[1]]
    return True


def delete_end(rng: random.Random, program: tree.Program) -> bool:
    """Leave out what consumes, tests or leaves."""
    got = statement(rng, program, tree.Drop, tree.Do, tree.SetFlag, tree.If, tree.Leave,
                     tree.Goto, tree.Return, tree.Assign)
    if not got:
        return False
    if isinstance(got[0][got[1]], tree.SetFlag) and got[0][got[1]].declare:
        return False
    del got[0][got[1]]
    return True


def repeat(rng: random.Random, program: tree.Program) -> bool:
    """Say a statement twice, the second time perhaps later."""
    got = statement(rng, program, tree.Do, tree.Drop, tree.Use, tree.Assign, tree.If,
                     tree.SetNumber)
    if not got:
        return False
    body, index = got
    again = terms.clone(body[index])
    if isinstance(again, tree.SetNumber):
        again.declare = False
    body.insert(rng.randint(index + 1, len(body)), again)
    return True


def shift(rng: random.Random, program: tree.Program) -> bool:
    """Say a statement earlier or later, perhaps in another block."""
    got = statement(rng, program)
    if not got:
        return False
    each = got[0].pop(got[1])
    if rng.random() < 0.6:
        got[0].insert(rng.randint(0, len(got[0])), each)
    else:
        inside = {id(body) for body in tree.bodies(each)}
        body, index = rng.choice([place for place in places(program)
                                  if id(place[0]) not in inside])
        body.insert(index, each)
    return True


def rename(rng: random.Random, program: tree.Program) -> bool:
    """Another handle in place of one."""
    got = pick(rng, program, terms.Var)
    handles = named_handles(program)
    return bool(got and handles) and put(got, rng.choice(handles)[0])


def repoint(rng: random.Random, program: tree.Program) -> bool:
    """Another pointer, flag or int in place of one."""
    sort = rng.choice([terms.Pointer, terms.Flag, terms.Failed, terms.Number])
    names = [node.name for node in program.walk()
             if isinstance(node, {terms.Pointer: tree.Lend, terms.Flag: tree.SetFlag,
                                  terms.Failed: tree.SetNumber,
                                  terms.Number: tree.SetNumber}[sort])]
    got = pick(rng, program, sort)
    return bool(got and names) and put(got, sort(rng.choice(names)))


def negate(rng: random.Random, program: tree.Program) -> bool:
    """A test the other way round."""
    got = pick(rng, program, tree.If)
    if not got:
        return False
    test = got[3].test
    got[3].test = test.test if isinstance(test, terms.Not) else terms.Not(test)
    return True


def ignore(rng: random.Random, program: tree.Program) -> bool:
    """Something unknown in place of a test, or no test."""
    got = statement(rng, program, tree.If)
    if not got:
        return False
    body, index = got
    if rng.random() < 0.5:
        body[index].test = terms.Cond(rng.randint(100, 999))
    else:
        body[index:index + 1] = rng.choice([body[index].then, body[index].other])
    return True


def flip(rng: random.Random, program: tree.Program) -> bool:
    """Another constant, or another end of a loop."""
    got = pick(rng, program, terms.Bool, terms.Const, tree.Leave, terms.Both)
    if not got:
        return False
    old = got[3]
    if isinstance(old, terms.Bool):
        old.value = not old.value
    elif isinstance(old, terms.Const):
        old.value = '0' if old.value != '0' else '-EIO'
    elif isinstance(old, tree.Leave):
        old.word = 'continue' if old.word == 'break' else 'break'
    else:
        other = terms.Both if isinstance(old, terms.Either) else terms.Either
        return put(got, other(old.left, old.right))
    return True


def other_callee(rng: random.Random, program: tree.Program) -> bool:
    """Another function of the same type, with another contract."""
    got = pick(rng, program, terms.Call)
    if not got or got[3].through:
        return False
    sig = got[3].sig
    pairs = {'sink': 'sink_any', 'turn': 'turn_any', 'look': 'look_any', 'make': 'make_sure',
             'end': 'fill', 'open': 'poke'}
    pairs.update({new: old for old, new in pairs.items()})
    kind, _, verb = sig.name.rpartition('_')
    for verb in ('sink_any', 'turn_any', 'look_any', 'make_sure') + tuple(pairs):
        if sig.name.endswith(f'_{verb}'):
            kind = sig.name[:-len(verb) - 1]
            other = EXTERNS.get(f'{kind}_{pairs[verb]}')
            if other:
                got[3].sig = other
            return bool(other)
    return False


def contract(rng: random.Random, program: tree.Program) -> bool:
    """Another contract for a function of the program."""
    function = rng.choice(program.functions)
    sig = function.sig
    if sig.result == 'handle' and rng.random() < 0.5:
        sig.live = not sig.live
        return True
    params = [param for param in sig.params if param.kind and not param.mode.startswith('op')]
    if not params:
        return False
    param = rng.choice(params)
    if param.mode in (VALUE, CONST):
        param.accepts = not param.accepts
    else:
        param.mode = rng.choice([EXCL, DROPS] + [FILLS] * (sig.result in ('int', 'void')))
    return True


def uninit(rng: random.Random, program: tree.Program) -> bool:
    """A handle that is declared, and gets its first value elsewhere, or never."""
    got = statement(rng, program, tree.Own)
    if not got:
        return False
    body, index = got
    own = body[index]
    value, own.value = own.value, None
    if value and not isinstance(value, terms.Empty) and rng.random() < 0.7:
        later: terms.Node = tree.Assign(terms.Var(own.name), value)
        if rng.random() < 0.3:
            later = tree.If(terms.Cond(rng.randint(100, 999)), [later])
        body.insert(rng.randint(index + 1, min(index + 3, len(body))), later)
    return True


def no_owner(rng: random.Random, program: tree.Program) -> bool:
    """A plain variable in place of one that owns."""
    got = statement(rng, program, tree.Own)
    if not got or not got[0][got[1]].value:
        return False
    got[0][got[1]].plain = True
    return True


def copied(rng: random.Random, program: tree.Program) -> bool:
    """A handle without deed_move()."""
    got = pick(rng, program, terms.Move)
    return bool(got) and put(got, terms.Copied(got[3].place))


def lost(rng: random.Random, program: tree.Program) -> bool:
    """A handle that nobody takes."""
    handles = named_handles(program)
    value: terms.Node
    words = [place for place, kind in handles if kind == WORD]
    pairs = [place for place, kind in handles if kind == PAIR]
    if rng.random() < 0.25:
        parts = [terms.Move(rng.choice(found)) if found and rng.random() < 0.4
                 else terms.Call(EXTERNS[f'{kind}_make_sure'], [])
                 for found, kind in ((words, 'word_box'), (pairs, 'pair_box'))]
        value = terms.Compose(BOTH, parts)
    elif rng.random() < 0.5 and handles:
        place, _ = rng.choice(handles)
        value = terms.Move(place)
    else:
        name = rng.choice(['word_box', 'words', 'both', 'item_ref'])
        value = terms.Call(EXTERNS[f"{name}_{rng.choice(['make', 'make_sure'])}"], [])
    body, index = rng.choice(list(places(program)))
    body.insert(index, tree.Discard(value))
    return True


def use_again(rng: random.Random, program: tree.Program) -> bool:
    """Use, drop or move a handle where it may not be live."""
    handles = named_handles(program)
    if not handles:
        return False
    place, kind = rng.choice(handles)
    moved = terms.Move(place)
    new: terms.Node = rng.choice([
        tree.Drop(kind, place), tree.Drop(kind, place),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_sink'], [moved])),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_sink_any'], [moved])),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_look'], [place])),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_end'], [place])),
        tree.Assign(place, terms.Call(EXTERNS[f'{kind.name}_make'], [])),
        tree.SetNumber(f'e{rng.randint(100, 999)}', terms.Err(place), True),
        tree.SetFlag(f'f{rng.randint(100, 999)}', terms.Ok(place), True),
        tree.Own(kind, f'n{rng.randint(100, 999)}', moved),
        tree.Own(kind, f'n{rng.randint(100, 999)}', terms.Replace(
            kind, place, terms.Call(EXTERNS[f'{kind.name}_make'], []))),
    ])
    body, index = rng.choice(list(places(program)))
    body.insert(index, new)
    return True


FORMS = [
    ('deed-escape', 'pass_any({1})', False), ('deed-escape', 'pass_many(1, {1})', False),
    ('deed-escape', '{{ void *away = {1}; pass_any(away); }}', False),
    ('deed-escape', 'asm volatile("" : : "r" ({1}))', False),
    ('deed-escape', 'asm volatile("" : "+m" ({0}))', False),
    ('deed-copy', 'memset({1}, 0, sizeof({0}))', True),
    ('deed-escape', 'pass_note((u32)(unsigned long){1})', True),
    ('deed-pun', 'pass_any(*(void **){1})', True),
    ('deed-pun', 'pass_any(*(void * const *){1})', True),
    ('deed-raw-member', 'pass_any(({1})->__ptr)', True),
    ('deed-raw-member', 'pass_note(IS_ERR(({0}).__ptr))', True),
]


PUNS = [form for form in FORMS if form[0] == 'deed-pun']
RAW = [form for form in FORMS if form[0] == 'deed-raw-member']


def wrong(rng: random.Random, program: tree.Program) -> bool:
    """Something that is a misuse by itself."""
    handles = named_handles(program)
    if not handles:
        return False
    place, kind = rng.choice(handles)
    rule, form, shape = rng.choice(FORMS[:5] * 2 + FORMS[5:] + PUNS * 2 + RAW)
    if rng.random() < 0.2:
        rule, form, shape, kind = 'deed-escape', 'pass_word_box = {1}', False, WORD
    body, index = rng.choice(list(places(program)))
    body.insert(index, tree.Wrong(rule, form, place, shape, kind))
    return True


def address(rng: random.Random, program: tree.Program) -> bool:
    """Call a function through a pointer to it: it may have a contract."""
    found = []
    for body in tree.bodies(program):
        for index, each in enumerate(body):
            call = {tree.Do: 'call', tree.Own: 'value', tree.SetNumber: 'number',
                    tree.Assign: 'value'}.get(type(each))
            call = call and getattr(each, call)
            if isinstance(call, terms.Call) and not call.through and \
                    call.sig.result in ('void', 'int', 'handle'):
                found.append((body, index, call))
    if not found:
        return False
    body, index, call = rng.choice(found)
    call.through = f'op{rng.randint(100, 999)}'
    body.insert(index, tree.Op(call.through, call.sig))
    return True


def wait(rng: random.Random, program: tree.Program) -> bool:
    """Wait without bound, where there is a guard of a device."""
    found = [(body, index) for function in program.functions
             if any(kind == GATE for _, kind in named_handles(tree.Program([function], '')))
             for body, index in places(tree.Program([function], ''))]
    if not found:
        return False
    body, index = rng.choice(found)
    body.insert(index, tree.Do(terms.Call(EXTERNS['pass_wait'], [])))
    return True


def forget_part(rng: random.Random, program: tree.Program) -> bool:
    """A composite of what is not there, or an object without its handle."""
    got = statement(rng, program, tree.Assign)
    if got and isinstance(got[0][got[1]].place, (terms.Inner, terms.Via)):
        del got[0][got[1]]
        return True
    got = pick(rng, program, terms.Compose)
    if not got:
        return False
    number = rng.randrange(len(got[3].values))
    part = got[3].kind.fields[number][1]
    got[3].values[number] = rng.choice([terms.Alloc(part), terms.Fail(part, '-EIO')])
    return True


def apart(rng: random.Random, program: tree.Program) -> bool:
    """Take a handle out of a composite."""
    parts = [(place, kind) for place, kind in named_handles(program)
             if isinstance(place, terms.Part)]
    if not parts:
        return False
    place, kind = rng.choice(parts)
    body, index = rng.choice(list(places(program)))
    body.insert(index, tree.Own(kind, f'n{rng.randint(100, 999)}', terms.Move(place)))
    return True


MUTATIONS: List[Tuple[Mutation, int]] = [
    (delete, 4), (delete_end, 8), (repeat, 6), (shift, 8), (rename, 8), (repoint, 4),
    (negate, 5), (ignore, 6), (flip, 4), (other_callee, 5), (contract, 4), (uninit, 5),
    (no_owner, 2), (copied, 2), (lost, 4), (use_again, 14), (use_late, 6),
    (use_after_end, 10), (use_out_of_scope, 6), (keep_out, 12), (return_lend, 16),
    (lend_twice, 10), (same_twice, 10), (object_passed, 6),
    (write_shared, 8), (write_deep, 10), (wait_between, 10),
    (bound, 16), (spend, 16), (fetch_again, 12),
    (struct_passed, 20),
    (wrong, 4), (address, 3), (forget_part, 10), (apart, 10), (wait, 12),
]


def mutated(rng: random.Random, program: tree.Program) -> Optional[tree.Program]:
    """A changed copy; None if nothing changed."""
    new = terms.clone(program)
    sigs = {}
    for function in new.functions:
        old = function.sig
        function.sig = replace(old, params=[replace(param) for param in old.params])
        sigs[id(old)] = function.sig
    for node in new.walk():
        if isinstance(node, (terms.Call, tree.Op)):
            node.sig = sigs.get(id(node.sig), node.sig)
    table, weights = zip(*MUTATIONS)
    changed = []
    wanted = rng.choice([1, 1, 2, 2, 3])
    for mutation in rng.choices(table, weights, k=3 * wanted):
        if len(changed) < wanted and mutation(rng, new):
            changed.append(mutation.__name__)
    if not changed:
        return None
    new.origin = ', '.join(changed)
    return new

