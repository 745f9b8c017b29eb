# SPDX-License-Identifier: GPL-2.0
"""The handle kinds of the random programs, and what they may call.

All programs of a run share one header, which is made here: kinds of every form
that deed has (boxes of plain data, a box of an object with a handle and slots,
references, arrays, a composite, the guard of a device) and, per kind, functions that
are declared and never defined, one for each contract that a function can have.
"""

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple


@dataclass(frozen=True)
class Kind:
    """A handle kind. fields: the handles inside, for an object or a composite."""
    name: str
    form: str               # box, object, array, shared, composite, live
    target: str             # what a borrow points to
    touch: str              # writes through a borrow, %s
    look: str               # reads through a borrow, %s
    fields: Tuple[Tuple[str, 'Kind'], ...] = ()

    @property
    def size(self) -> int:
        """How many cells of an interpreter's state a variable takes."""
        return 1 + len(self.fields)

    def part(self, name: str) -> Tuple[int, 'Kind']:
        """The offset and the kind of a field."""
        for offset, (other, kind) in enumerate(self.fields, 1):
            if other == name:
                return offset, kind
        raise KeyError(name)


WORD = Kind('word_box', 'box', 'u32', '*%s = 1', '*%s')
PAIR = Kind('pair_box', 'box', 'struct pair', '%s->a = 1', '%s->b')
NODE = Kind('node_box', 'object', 'struct node', '%s->count = 1', '%s->count',
            (('word', WORD),))
SEED = Kind('item_ref_box', 'box', 'struct item', '%s->count = 1', '%s->count')
ITEM = Kind('item_ref', 'shared', 'struct item', '', '%s->count')
WORDS = Kind('words', 'array', 'u32', '*%s = 1', '*%s')
BOTH = Kind('both', 'composite', '', '', '', (('word', WORD), ('pair', PAIR)))
GATE = Kind('gate_live', 'live', '', '', '')
# the guard of a cell, whose data has a box
SHELF = Kind('shelf_cell_guard', 'guard', 'struct shelf', '%s->count = 1', '%s->count',
             (('word', WORD),))
KINDS = [WORD, PAIR, NODE, SEED, ITEM, WORDS, BOTH, GATE, SHELF]
# the slots of struct node
SLOTS: Dict[str, Kind] = {'spare': PAIR, 'extra': WORD}

# what struct node points to: paths to a u32
PATHS = ('seen', 'link->to', 'link->count')

# the structs that are passed to helpers: members, and what each is
# or of a word of bits: what gets the number, and the member that is the word
NUMBERS = ('index', 'many[0]', 'many[1]', 'many[3]', 'deed_field_get(BITS_ALL, %s)->bits',
           'bits_number(%s)->other')
STRUCTS = {'view': (('word', 'lend'), ('seen', 'lend')),
           'request': tuple((name, 'amount') for name in NUMBERS)}

# what numbers are used for: in C, and what they must be below
SPENDS = {'index': ('pass_note(pass_table[{0}]);', 16),
          'shift': ('pass_note(1u << {0});', 32),
          'to': ('for (u32 i{1} = 0; i{1} != {0}; i{1}++) pass_tick();', 1 << 20),
          'down': ('for (u32 i{1} = {0}; i{1}; i{1}--) pass_tick();', 1 << 20),
          'loop': ('for (u32 i{1} = 0; i{1} < {0}; i{1}++) pass_tick();', 1 << 20)}

# how a handle gets into a function
VALUE, CONST, EXCL, DROPS, FILLS = 'value', 'const', 'excl', 'drops', 'fills'
LENT = (CONST, EXCL, DROPS, FILLS)
# what the other pointers are that a function gets, and whether they are const
POINTED = {'plain': ('u32', False), 'seen': ('u32', True), 'object': ('struct node', False),
           'object_seen': ('struct node', True)}


@dataclass
class Param:
    """A parameter: a handle, or one of the plain ones."""
    name: str
    mode: str               # see above; desk, call, reader, flag, op_eat, op_make, op_look
    kind: Optional[Kind] = None
    accepts: bool = False

    def text(self) -> str:
        """Its declaration."""
        kind = self.kind.name if self.kind else ''
        return {
            VALUE: f'struct {kind} {self.name}',
            CONST: f'const struct {kind} *{self.name}',
            EXCL: f'struct {kind} *{self.name}',
            DROPS: f'struct {kind} *{self.name}',
            FILLS: f'struct {kind} *{self.name}',
            'object': f'struct node *{self.name}',
            'object_seen': f'const struct node *{self.name}',
            'desk': f'const struct desk *{self.name}',
            'call': f'struct deed_ioctl *{self.name}',
            'reader': f'struct deed_reader *{self.name}',
            'flag': f'bool {self.name}',
            'plain': f'u32 *{self.name}',
            'seen': f'const u32 *{self.name}',
            'op_eat': f'int (*{self.name})(struct {kind} h)',
            'op_make': f'struct {kind} (*{self.name})(void)',
            'op_look': f'int (*{self.name})(const struct {kind} *h)',
        }[self.mode]


@dataclass
class Sig:
    """A function's type and contract. result: void, int, handle, lent, shared, view.

    waits: it does, or calls who does; says: it is not static, and has to say so.
    """
    name: str
    result: str
    kind: Optional[Kind] = None
    params: List[Param] = field(default_factory=list)
    live: bool = False
    waits: bool = False
    says: bool = False

    def contract(self) -> List[str]:
        """Its annotations."""
        words = ['deed_returns_live'] if self.live else []
        words += ['deed_waits'] if self.waits and self.says else []
        for number, param in enumerate(self.params, 1):
            if param.accepts:
                words.append(f'deed_accepts({number})')
            if param.mode in (DROPS, FILLS):
                words.append(f'deed_{param.mode}({number})')
        return words

    def text(self, contract: Optional[List[str]] = None) -> str:
        """Its declaration, without the semicolon."""
        kind = self.kind.name if self.kind else ''
        target = self.kind.target if self.kind else ''
        result = {'void': 'void ', 'int': 'int ', 'handle': f'struct {kind} ',
                  'view': 'struct view ', 'lent': f'{target} *',
                  'shared': f'const {target} *'}[self.result]
        words = self.contract() if contract is None else contract
        params = ', '.join(param.text() for param in self.params) or 'void'
        return ''.join(f'{word} ' for word in words) + f'{result}{self.name}({params})'


def _family(kind: Kind) -> List[Sig]:
    """The functions around a kind: one for each contract."""
    def sig(verb: str, result: str, mode: str = '', accepts: bool = False,
            live: bool = False) -> Sig:
        params = [Param('h', mode, kind, accepts)] if mode else []
        result, of = (result, kind) if result in ('handle', 'lent', 'shared') else (result, None)
        return Sig(f'{kind.name}_{verb}', result, of, params, live)

    family = [
        sig('eat', 'int', VALUE), sig('sink', 'void', VALUE),
        sig('sink_any', 'void', VALUE, accepts=True),
        sig('make', 'handle'), sig('make_sure', 'handle', live=True),
        sig('turn', 'handle', VALUE), sig('turn_any', 'handle', VALUE, accepts=True),
        sig('look', 'int', CONST), sig('look_any', 'int', CONST, accepts=True),
        sig('poke', 'int', EXCL), sig('like', 'handle', CONST),
        sig('end', 'void', DROPS), sig('open', 'int', FILLS), sig('fill', 'void', FILLS),
    ]
    if kind.touch:
        family.append(sig('inside', 'lent', EXCL))
    if kind.look:
        family.append(sig('view', 'shared', CONST))
    return family


EXTERNS: Dict[str, Sig] = {sig.name: sig for kind in KINDS for sig in _family(kind)}
# functions that get several pointers, which they may take to lead to different things
SEVERAL = [
    Sig(name, result, None, [Param(f'p{number}', *of) for number, of in enumerate(params)])
    for name, result, params in [
        ('pass_pour', 'void', [('plain',), ('plain',)]),
        ('pass_mix', 'void', [('plain',), ('seen',)]),
        ('pass_same', 'int', [('seen',), ('seen',)]),
        ('pass_join', 'void', [('object',), ('seen',)]),
        ('pass_fill', 'void', [('object_seen',), ('plain',)]),
        ('pass_weigh', 'int', [('object_seen',), ('seen',)]),
        ('pass_link', 'int', [('object',), ('object',)]),
        ('pass_blend', 'void', [(EXCL, WORD), ('seen',)]),
        ('pass_check', 'int', [(CONST, WORD), ('seen',)]),
        ('pass_both', 'int', [(EXCL, WORD), (CONST, WORD)]),
        ('pass_into', 'void', [('object',), (EXCL, WORD)])]]
EXTERNS.update({sig.name: sig for sig in SEVERAL})
EXTERNS['pass_touch'] = Sig('pass_touch', 'void', None, [Param('o', 'object')])
EXTERNS['pass_sight'] = Sig('pass_sight', 'view', None, [Param('h', EXCL, WORD)])
EXTERNS['pass_tick'] = Sig('pass_tick', 'void')
EXTERNS['pass_wait'] = Sig('pass_wait', 'void', waits=True, says=True)


def header() -> str:
    """The header that all programs include."""
    lines = ['/* SPDX-License-Identifier: GPL-2.0 */', '#ifndef _PROGRAMS_H',
             '#define _PROGRAMS_H', '#include <linux/types.h>', '#include <deed/bits.h>',
             '#include <deed/box.h>',
             '#include <deed/chrdev.h>', '#include <deed/irq.h>', '#include <deed/lock.h>',
             '#include <deed/revoke.h>', '#include <deed/user.h>', '#include <deed/wait.h>',
             '#include <deed/timer.h>', '#include <deed/work.h>', '#include <linux/percpu.h>', '']
    lines += ['struct pair {', '\tu32 a;', '\tu32 b;', '};', '',
              'struct view {', '\tu32 *word;', '\tconst u32 *seen;', '};', '',
              'DEED_BOX(word_box, u32, deed_plain);',
              'DEED_BOX(pair_box, struct pair, deed_plain);', '',
              'DEED_CELL_TYPE(quiet_cell, mutex, u32);',
              'DEED_CELL_TYPE(busy_cell, spin, u32);', '',
              'struct shelf {', '\tu32 count;', '\tstruct word_box word;', '};', '',
              'DEED_CELL_TYPE(shelf_cell, mutex, struct shelf);', '',
              'struct desk {', '\tstruct shelf_cell shelf;', '\tstruct deed_waitqueue changed;',
              '};', '',
              'struct link {', '\tu32 count;', '\tu32 *to;', '};', '',
              'struct node {', '\tu32 count;', '\tstruct quiet_cell mutex;',
              '\tstruct busy_cell spin;', '\tu32 *seen;', '\tstruct link *link;',
              '\tstruct word_box word;',
              '\tDEED_SLOT(pair_box) spare;', '\tDEED_SLOT(word_box) extra;', '};', '',
              'static inline void node_release(struct node *node)', '{',
              '\tword_box_drop(&node->word);', '\tpair_box_slot_drop(&node->spare);',
              '\tword_box_slot_drop(&node->extra);', '}', '',
              'DEED_BOX(node_box, struct node, node_release);', '',
              'struct item {', '\tstruct deed_refcount refs;', '\tu32 count;', '};', '',
              'DEED_REF(item_ref, struct item, refs, deed_plain);',
              'DEED_ARRAY(words, u32);', 'DEED_DEVICE_TYPE(gate, struct deed_no_hw);',
              'DEED_COMPOSITE(both, word_box, word, pair_box, pair);', '',
              'DEED_BITS(bits, u32);', 'DEED_FIELD(bits, BITS_ALL, GENMASK(31, 0));', '',
              'struct request {', '\tu32 index;', '\tu32 flags;', '\tu32 many[4];',
              '\tstruct bits bits, other;', '};',
              '',
              'extern const u32 pass_table[16];', '',
              'bool pass_cond(int n);', 'int pass_step(int n);', 'int pass_pick(int n);',
              'bool pass_more(int n, u32 i);', 'void pass_note(u32 value);',
              'void pass_view(struct view view);',
              'void pass_look(const struct view *view);',
              'void pass_any(const void *p);', 'void pass_many(int n, ...);',
              'extern u32 *pass_word;', 'extern struct node *pass_node;',
              'extern struct word_box *pass_word_box;', '']
    lines += [f'{sig.text()};' for sig in EXTERNS.values()]
    return '\n'.join(lines + ['#endif', ''])
