# SPDX-License-Identifier: GPL-2.0
"""The kinds of mutants that change what is there into a misuse of a handle.

A kind is a function that yields the edits of each of its mutants in a function, or
in a file. It makes a mutant only where the misuse is certain: where a handle is
known to be live, where it is known to be used again. Its ids are those that the
error may have: which of them it is depends on the rest of the function.
"""

import re
from typing import Callable, Dict, Iterator, List, NamedTuple, Set, Tuple

from csource import CAN_FAIL, LEAVES, Function, Owner, Source, Statement

Edit = Tuple[int, int, str]
Edits = List[Edit]


class Kind(NamedTuple):
    """A kind of mutant."""
    name: str
    ids: Set[str]
    of: str                 # what make() wants: function, owner, live or file
    make: Callable[..., Iterator[Edits]]


KINDS: Dict[str, Kind] = {}


def kind(of: str, ids: str):
    """Register a kind of mutant, by the name of its function."""
    def register(make):
        name = make.__name__.replace('_', '-').strip('-')
        KINDS[name] = Kind(name, {f'deed-{word}' for word in ids.split()}, of, make)
        return make
    return register


def insert(at: int, text: str) -> Edits:
    """One edit that inserts a statement."""
    return [(at, at, f' {text}')]


def replace(statement: Statement, text: str) -> Edits:
    """One edit that puts something else for a statement."""
    return [(statement.start, statement.end, text)]


def moves(function: Function, owner: Owner) -> Iterator[Statement]:
    """The statements, complete ones, that move an owner's handle."""
    for statement in function.later(owner.live or function.body):
        if f'deed_move({owner.name})' in function.text(statement):
            yield statement


def used_later(function: Function, owner: Owner, at: int) -> bool:
    """Whether it is certain that a handle is wanted live behind a place."""
    rest = function.source.code[at:function.end]
    return not re.search(rf'deed_ok\({owner.name}\)|\b{owner.name} = ', rest) and any(
        function.source.wants_live(function.text(statement), owner.name)
        for statement in function.later(at))


@kind('owner', 'untested')
def test_deleted(function, owner):
    if owner.test and CAN_FAIL.match(owner.value) and \
            used_later(function, owner, owner.test.end):
        yield replace(owner.test, ';')


@kind('owner', 'untested')
def test_negated(function, owner):
    if owner.test and CAN_FAIL.match(owner.value) and (
            'deed_err(' in function.text(owner.test)
            or used_later(function, owner, owner.test.end)):
        yield replace(owner.test, function.text(owner.test).replace('!deed_ok(', 'deed_ok(', 1))


@kind('owner', 'untested')
def used_before_test(function, owner):
    after = function.next(owner.test) if owner.test else None
    if after and CAN_FAIL.match(owner.value) and not LEAVES.search(function.text(after)) and \
            function.source.wants_live(function.text(after), owner.name):
        yield replace(owner.test, function.text(after)) + \
            replace(after, function.text(owner.test))


@kind('owner', 'untested')
def error_for_a_test(function, owner):
    if owner.test and CAN_FAIL.match(owner.value):
        yield replace(owner.test, function.text(owner.test).replace(
            f'!deed_ok({owner.name})', f'deed_err({owner.name})', 1))


@kind('owner', 'untested')
def another_tested(function, owner):
    others = [other for other in function.owners if other.declared and other is not owner
              and owner.declared and other.declared.block == owner.declared.block
              and other.declared.start < owner.declared.start]
    if owner.test and others and CAN_FAIL.match(owner.value) and \
            used_later(function, owner, owner.test.end):
        yield replace(owner.test, function.text(owner.test).replace(
            f'deed_ok({owner.name})', f'deed_ok({others[-1].name})', 1))


@kind('owner', 'untested')
def dropped_untested(function, owner):
    if owner.declared and owner.test and CAN_FAIL.match(owner.value):
        yield insert(owner.declared.end, f'{owner.kind}_drop_live(&{owner.name});')


@kind('owner', 'uninit')
def initialiser_removed(function, owner):
    if owner.value:
        yield replace(owner.declared, f'deed_own({owner.kind}, {owner.name});')


@kind('owner', 'no-owner')
def own_removed(function, owner):
    if owner.declared:
        text = function.text(owner.declared)
        yield replace(owner.declared, re.sub(r'^deed_own\(.*?\)', f'struct {owner.kind} '
                                             f'{owner.name}', text))


@kind('owner', 'leak')
def result_ignored(function, owner):
    rest = function.source.code[owner.declared.end if owner.declared else 0:function.end]
    if owner.value and not CAN_FAIL.match(owner.value) and \
            not re.search(rf'\b{owner.name}\b', rest):
        yield replace(owner.declared, f'{owner.value};')


@kind('function', 'copy')
def move_removed(function):
    for match in re.finditer(r'deed_move\((\w+)\)', function.source.code[:function.end]):
        if match.start() > function.body:
            yield [(match.start(), match.end(), match[1])]


@kind('live', 'use-after-move leak')
def moved_before(function, owner):
    for move in moves(function, owner):
        yield [(move.start, move.start, f'{{ deed_own({owner.kind}, thief) = '
                f'deed_move({owner.name}); }} ')] if move.alone else [
            (move.start, move.end, f'{{ {{ deed_own({owner.kind}, thief) = '
             f'deed_move({owner.name}); }} {function.text(move)} }}')]


@kind('live', 'use-after-move')
def move_doubled(function, owner):
    for move in moves(function, owner):
        text = function.text(move)
        if not re.match(rf'return\b|struct\b|int\b|.*\b{owner.name} =', text):
            again = re.sub(r'^(deed_own\(\w+, \w+)\)', r'\1_again)', text)
            yield replace(move, f'{text} {again}' if move.alone else f'{{ {text} {again} }}')


@kind('live', 'use-after-move')
def moved_in_a_loop(function, owner):
    for move in moves(function, owner):
        if not re.match(r'return\b|struct\b|int\b|deed_own\b', function.text(move)):
            yield replace(move, f'for (int n = 0; n < 2; n++) {function.text(move)}')


@kind('live', 'use-after-drop double-drop borrow-dead release')
def dropped_before(function, owner):
    for use in function.later(owner.live):
        if function.source.wants_live(function.text(use), owner.name) or (
                f'return deed_move({owner.name})' in function.text(use)):
            drop = f'{owner.kind}_drop(&{owner.name});'
            yield [(use.start, use.start, f'{drop} ')] if use.alone else replace(
                use, f'{{ {drop} {function.text(use)} }}')


@kind('live', 'leak')
def never_consumed(function, owner):
    rest = [other for other in function.later(owner.live)
            if re.search(rf'\b{owner.name}\b', function.text(other))]
    if not owner.declared and len(rest) == 1 and not LEAVES.search(function.text(rest[0])):
        yield replace(rest[0], ';')


@kind('owner', 'leak')
def linear_lost(function, owner):
    rest = function.source.code[owner.live:function.end]
    annotated = '|'.join(function.source.annotated) or '_drop'
    if owner.live and not re.search(rf'deed_move\({owner.name}\)|'
                                    rf'(_drop|{annotated})\(&{owner.name}\)', rest):
        yield replace(owner.declared, function.text(owner.declared).replace(
            'deed_own(', 'deed_linear(', 1))


@kind('function', 'release')
def drop_deleted(function):
    for drop in released(function):
        yield replace(drop, ';')


@kind('function', 'release double-drop use-after-drop')
def drop_doubled(function):
    # a container is empty after its drop, and a second one does nothing
    containers = re.findall(r'^DEED_(?:LIST|XARRAY)\w*\((\w+)', function.source.code, re.M)
    for drop in released(function):
        what = function.text(drop).split('_drop')[0]
        if '_slot_drop(' not in function.text(drop) and what not in containers:
            yield replace(drop, function.text(drop) * 2)


def released(function: Function) -> Iterator[Statement]:
    """The drops in the release function of a box or a reference."""
    if function.name in function.source.makers:
        for drop in function.statements:
            if drop.alone and re.match(r'\w+_drop(_live)?\((&\w+->|deed_cell_excl)',
                                       function.text(drop)):
                yield drop


def fillings(function: Function) -> Iterator[Statement]:
    """The statements that give an object one of its handles."""
    for filling in function.statements:
        match = re.match(r'\w+->(\w+) = ', function.text(filling))
        if filling.alone and match and match[1] in function.source.fields:
            yield filling


@kind('function', 'partial release contract')
def field_forgotten(function):
    for filling in fillings(function):
        yield replace(filling, ';')
    for filling in function.statements:
        match = re.match(r'\*(deed_cell_init\([^()]*\)) = deed_move', function.text(filling))
        if match:
            yield replace(filling, f'{match[1]};')


@kind('function', 'overwrite')
def field_filled_twice(function):
    for filling in fillings(function):
        if 'deed_move' not in function.text(filling):
            yield replace(filling, function.text(filling) * 2)


@kind('function', 'move-behind-pointer partial')
def field_moved_out(function):
    for filling in fillings(function):
        place, field = function.text(filling).split(' = ')[0].split('->')
        yield insert(filling.end, f'deed_own({function.source.fields[field]}, out) = '
                     f'deed_move({place}->{field});')


@kind('function', 'drop-borrowed')
def lent_dropped(function):
    for name, param in lent(function):
        yield insert(function.body, f'{name}_drop({param});')


@kind('function', 'move-behind-pointer')
def lent_moved(function):
    for name, param in lent(function):
        yield insert(function.body, f'deed_own({name}, out) = deed_move(*{param});')


@kind('function', 'overwrite drop-borrowed')
def lent_overwritten(function):
    for name, param in lent(function):
        yield insert(function.body, f'*{param} = deed_fail({name}, -EIO);')


def lent(function: Function) -> Iterator[Tuple[str, str]]:
    """Kind and name of the parameters that are pointers to somebody's handle, and to no
    list, which is as good empty."""
    for param in function.params.split(','):
        match = re.fullmatch(r'\s*struct (\w+) \*(\w+)\s*', param)
        if match and match[1] in function.source.kinds and \
                f'DEED_LIST({match[1]},' not in function.source.code and \
                function.name not in function.source.annotated:
            yield match[1], match[2]


@kind('function', 'borrow-dead borrow-escape')
def lock_too_short(function):
    for lock in function.statements:
        match = re.match(r'deed_lock\((\w+), (\w+), (.*)\);$', function.text(lock), re.S)
        if match and re.search(rf'\b{match[2]}(->|\[)|\*{match[2]}\b',
                               function.source.code[lock.end:function.end]):
            yield replace(lock, f'__auto_type {match[2]} = ({{ deed_lock({match[1]}, inner, '
                          f'{match[3]}); inner; }});')


@kind('function', 'contract')
def promises_too_much(function):
    match = re.match(r'static (__used )?(?=struct \w+ \w+\()', function.head)
    if match and re.search(r'\breturn deed_fail\(',
                           function.source.code[function.body:function.end]):
        yield insert(function.start + match.end(), 'deed_returns_live ')


@kind('function', 'overwrite contract drop-borrowed uninit untested')
def fills_unannounced(function):
    match = re.search(r'deed_fills\(1\) ', function.head)
    name = re.match(r'\s*struct \w+ \*(\w+)', function.params)
    if match and name and re.search(rf'^\s*\*{name[1]} = ', function.source.code[
            function.body:function.end], re.M):
        yield [(function.start + match.start(), function.start + match.end(), '')]


@kind('function', 'contract partial untested')
def fill_forgotten(function):
    if function.name in function.source.drivers or 'deed_fills' in function.head:
        for match in re.finditer(r'\b\w+_(map|irq)\(([^()]|\([^()]*\))*&?hw->\w+[^()]*'
                                 r'(\([^()]*\))?\)', function.source.code[:function.end]):
            if match.start() > function.body:
                yield [(match.start(), match.end(), '0')]


@kind('live', 'waits-live')
def waits_inside(function, owner):
    if owner.kind in [f'{name}_live' for name in function.source.devices]:
        yield insert(owner.live, '{ struct deed_completion never; '
                     'deed_completion_init(&never); '
                     'if (deed_completion_wait_killable(&never)) pr_debug("never"); }')


@kind('function', 'context')
def hardware_copied(function):
    for kind_of, name in hardware(function):
        yield insert(function.body, f'{{ {kind_of} copied = *{name}; (void)copied; }}')


@kind('function', 'borrow-escape global')
def hardware_kept(function):
    for kind_of, name in hardware(function):
        yield insert(function.body, f'{{ static const {kind_of} *kept; kept = {name}; }}')


def hardware(function: Function) -> Iterator[Tuple[str, str]]:
    """Type and name of the parameters that are hardware structs."""
    for param in function.params.split(','):
        match = re.fullmatch(r'\s*(?:const )?(struct \w+) \*(\w+)\s*', param)
        if match and match[1] in function.source.devices.values():
            parts = re.search(match[1] + r' \{(.*?)^\}', function.source.code, re.M | re.S)
            # plain numbers beside the device are nobody's
            if parts and re.search(r'struct (\w+_regs|deed_\w+) ', parts[1]):
                yield match[1], match[2]


@kind('function', 'unsafe-reason')
def reason_shortened(function):
    for match in re.finditer(r'deed_unsafe\(("[^"]*")', function.source.code[:function.end]):
        if match.start() > function.body:
            yield [(match.start(1), match.end(1), '"fine"')]


@kind('function', 'raw-call')
def raw_call(function):
    if 'deed_unsafe_file' not in function.source.code:
        yield insert(function.body, 'kfree(NULL);')


def edits(one: Kind, source: Source) -> Iterator[Tuple[object, Edits]]:
    """All mutants of a kind in a file: the function, and the edits."""
    if one.of == 'file':
        for change in one.make(source):
            yield None, change
    for function in source.functions:
        if one.of == 'function':
            for change in one.make(function):
                yield function, change
        for owner in function.owners if one.of in ('owner', 'live') else []:
            if one.of == 'owner' and owner.declared or one.of == 'live' and owner.live:
                for change in one.make(function, owner):
                    yield function, change
