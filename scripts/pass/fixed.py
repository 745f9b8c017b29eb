# SPDX-License-Identifier: GPL-2.0
"""Programs about declarations, whose verdict is known from how they are made.

Release functions, contracts that do not fit, handles in places where none may
be: what is not about paths, and so not for the exact execution.
"""

import random
from dataclasses import dataclass
from typing import Callable, List, Tuple

import crossing
import deferred
from judge import Verdict
from kinds import BOTH, ITEM, PAIR, SEED, WORD, WORDS

KINDS = [WORD, PAIR, SEED, ITEM, WORDS, BOTH]


@dataclass
class Fixed:
    """A program that is only text."""
    text: List[str]
    origin: str

    def lines(self) -> List[str]:
        """The program in C."""
        return self.text


Made = Tuple[List[str], str]        # the text, and the misuse or nothing


def release(rng: random.Random, name: str) -> Made:
    """A box of an object with handles and slots, and its release function."""
    fields = []
    for number in range(rng.randint(1, 3)):
        kind = rng.choice(KINDS).name
        slot = rng.random() < 0.35
        member = f'\tDEED_SLOT({kind}) f{number};' if slot else f'\tstruct {kind} f{number};'
        drop = f"\t{kind}{'_slot' if slot else ''}_drop(&object->f{number});"
        fields.append((member, drop, f'\t{kind}_drop_live(&object->f{number});', slot))
    drops = [drop for _, drop, _, _ in fields]
    rng.shuffle(drops)
    rule = ''
    how = rng.choice(['right', 'right', 'branch', 'forget', 'twice', 'live', 'early', 'plain',
                      'other'])
    handles = [number for number, field in enumerate(fields) if not field[3]]
    if how == 'branch':
        drops = ['\tif (object->count) {'] + [f'\t{drop}' for drop in drops] + ['\t} else {'] + [
            f'\t{drop}' for drop in reversed(drops)] + ['\t}']
    elif how == 'forget':
        drops.pop()
        rule = 'deed-release'
    elif how == 'twice' and handles:
        drops.append(fields[rng.choice(handles)][1])
        rule = 'deed-release'
    elif how == 'live' and handles:
        number = rng.choice(handles)
        drops[drops.index(fields[number][1])] = fields[number][2]
        rule = 'deed-release'
    elif how == 'early':
        at = rng.randrange(len(drops))
        drops.insert(at, '\tif (object->count)\n\t\treturn;')
        rule = 'deed-release'
    elif how == 'plain':
        rule = 'deed-release'
    elif how == 'other':
        at = rng.randrange(len(drops))
        drops[at] = f'\tif (object->count)\n\t{drops[at]}'
        rule = 'deed-release'
    text = [f'struct {name} {{', '\tu32 count;'] + [field[0] for field in fields] + ['};', '']
    free = f'{name}_release'
    if how == 'plain':
        free = 'deed_plain'
    else:
        text += [f'static __used void {free}(struct {name} *object)', '{'] + drops + ['}', '']
    text += [f'DEED_BOX({name}_box, struct {name}, {free});', '',
             f'int {name}_make(void)', '{',
             f'\tdeed_own({name}_box, box) = {name}_box_alloc();', '\tif (!deed_ok(box))',
             '\t\treturn deed_err(box);', f'\t{name}_box_excl(&box)->count = 1;',
             '\treturn 0;', '}']
    return '\n'.join(text).split('\n'), rule


def declared(rng: random.Random, name: str) -> Made:
    """A declaration and a definition, whose contracts fit or do not."""
    kind = rng.choice(KINDS).name
    word = rng.choice(['deed_returns_live', 'deed_accepts(1)', 'deed_drops(1)', 'deed_fills(1)'])
    result, param, body = {
        'deed_returns_live': (f'struct {kind}', 'void', f'\treturn {kind}_make_sure();'),
        'deed_accepts(1)': ('void', f'struct {kind} h', f'\t{kind}_drop(&h);'),
        'deed_drops(1)': ('void', f'struct {kind} *h', f'\t{kind}_drop(h);'),
        'deed_fills(1)': ('void', f'struct {kind} *h', f'\t*h = {kind}_make_sure();'),
    }[word]
    first, second = rng.choice([(word, word), (word, word), (word, ''), ('', word)])
    if second == word and word in ('deed_returns_live', 'deed_accepts(1)'):
        first = word    # who does not know of these is only more careful
    rule = '' if first == second else 'deed-contract'
    if first == second == 'deed_accepts(1)' and rng.random() < 0.4:
        first = second = 'deed_accepts(2)'
        rule = 'deed-contract'
    text = [f'{first} {result} {name}({param});'.strip(), '',
            f'{second} {result} {name}({param})'.strip(), '{', body, '}']
    return text, rule


def pointed(rng: random.Random, name: str) -> Made:
    """A table of functions: none of them may have a contract."""
    kind = rng.choice(KINDS).name
    verb, rule = rng.choice([('sink', ''), ('sink', ''), ('sink_any', 'deed-contract')])
    if rng.random() < 0.5:
        return [f'struct {name}_ops {{', f'\tvoid (*end)(struct {kind} h);', '};', '',
                f'const struct {name}_ops {name}_ops = {{', f'\t.end = {kind}_{verb},', '};'], rule
    return [f'void (*{name}_end)(struct {kind} h) = {kind}_{verb};'], rule


def placed(rng: random.Random, name: str) -> Made:
    """Handles where none may be."""
    kind = rng.choice(KINDS).name
    text, rule = rng.choice([
        ([f'static struct {kind} {name}_kept;', f'bool {name}(void)', '{',
          f'\treturn deed_ok({name}_kept);', '}'], 'deed-global'),
        ([f'struct {name} {{', f'\tstruct {kind} many[4];', '};'], 'deed-array'),
        ([f'int {name}(void)', '{', f'\tstruct {kind} many[2] = {{}};', '',
          '\treturn deed_ok(many[0]);', '}'], 'deed-array'),
        ([f'union {name} {{', f'\tstruct {kind} h;', '\tunsigned long bits;', '};'], 'deed-pun'),
        ([f'void {name}(void)', '{', f'\tstatic struct {kind} kept;', '',
          '\tpass_note(deed_ok(kept));', '}'], 'deed-global'),
        ([f'struct {name} {{', f'\tstruct {kind} h;', f'\tDEED_SLOT({kind}) slot;', '};'], ''),
    ])
    return text, rule


def filled(rng: random.Random, name: str) -> Made:
    """A function that fills all the handles of an object, or says so."""
    how = rng.choice(['right', 'right', 'forget', 'late', 'untested'])
    text = [f'struct {name} {{', '\tu32 count;', '\tstruct word_box word;',
            '\tstruct pair_box pair;', '};', '',
            f'deed_fills(1) int {name}_open(struct {name} *out)', '{',
            '\tdeed_own(word_box, word) = word_box_alloc();', '\tif (!deed_ok(word))',
            '\t\treturn deed_err(word);']
    if how == 'late':
        text.append('\tout->word = deed_move(word);')
    text.append('\tdeed_own(pair_box, pair) = pair_box_alloc();')
    if how != 'untested':
        text += ['\tif (!deed_ok(pair))', '\t\treturn deed_err(pair);']
    if how != 'late':
        text.append('\tout->word = deed_move(word);')
    if how != 'forget':
        text.append('\tout->pair = deed_move(pair);')
    text += ['\tout->count = 1;', '\treturn 0;', '}']
    return text, '' if how == 'right' else 'deed-contract'


def waiting(rng: random.Random, name: str) -> Made:
    """A function that waits, perhaps through another, and must say so if it is not static."""
    how = rng.choice(['said', 'unsaid', 'static'])
    text = [f'static void {name}_helper(void)', '{', '\tpass_wait();', '}', '']
    call = rng.choice([f'{name}_helper', 'pass_wait'])
    text = text if call != 'pass_wait' else []
    head = {'said': 'deed_waits void', 'unsaid': 'void', 'static': 'static __used void'}[how]
    return text + [f'{head} {name}(void)', '{', f'\t{call}();', '}'], \
        'deed-contract' if how == 'unsaid' else ''


MAKERS: List[Tuple[Callable[[random.Random, str], Made], int]] = [
    (release, 5), (declared, 2), (pointed, 1), (placed, 2), (filled, 2), (waiting, 1)
] + crossing.MAKERS + deferred.MAKERS


def fixed(rng: random.Random, name: str) -> Tuple[Fixed, Verdict]:
    """One of them, with its verdict."""
    makers, weights = zip(*MAKERS)
    maker = rng.choices(makers, weights)[0]
    text, rule = maker(rng, name)
    return (Fixed(text + [''], maker.__name__),
            Verdict({rule: ['in the text']} if rule else {}))
