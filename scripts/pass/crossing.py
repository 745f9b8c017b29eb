# SPDX-License-Identifier: GPL-2.0
"""Programs about what may not cross: from a call to later, from a task to others.

Where something is kept decides, not the path to there: the verdict is known from
how they are made.
"""

import random
from typing import Callable, List, Tuple

Made = Tuple[List[str], str]        # the text, and the misuse or nothing

# what is lent to one call, or is of one task, and how a function gets it
OF_CALL = ['struct deed_ioctl *', 'const struct deed_ioctl *', 'struct deed_iter_reader *',
           'struct deed_iter_writer *', 'const struct deed_hardirq *', 'struct task_struct *']


def kept(rng: random.Random, name: str) -> Made:
    """What is lent to a call is passed on, or kept for later."""
    of = rng.choice(OF_CALL)
    way = rng.choice(['pass', 'pass', 'local', 'member', 'part', 'array', 'static', 'global',
                      'cell'])
    rule = '' if way in ('pass', 'local') else 'deed-context'
    if way == 'pass':
        return [f'static void {name}_deeper({of}call, u32 *n)', '{', '\tif (call)',
                '\t\t*n = 1;', '}', '', f'void {name}({of}call)', '{', '\tu32 n = 0;', '',
                f'\t{name}_deeper(call, &n);', '\tpass_note(n);', '}'], rule
    if way == 'local':
        return [f'void {name}({of}call, {of}other)', '{', f'\t{of}used = call;', '',
                '\tif (pass_cond(1))', '\t\tused = other;', '\tif (used)', '\t\tpass_tick();',
                '}'], rule
    if way in ('static', 'global'):
        return [f"{'static __used ' if way == 'static' else ''}{of}{name}_kept;"], rule
    member = {'array': f'{of}calls[4];'}.get(way, f'{of}call;')
    text = [f'struct {name} {{', '\tu32 n;', f'\t{member}', '};']
    if way == 'part':
        text = [f'struct {name} {{', '\tu32 n;', '\tstruct {', f'\t\t{member}', '\t} part;', '};']
    if way == 'cell':
        text += ['', f'DEED_CELL_TYPE({name}_cell, mutex, struct {name});']
    return text, rule


def of_cpu(rng: random.Random, name: str) -> Made:
    """A variable for each CPU, from which a task may be moved away."""
    if rng.random() < 0.4:
        return [f'DEED_CELL_TYPE({name}_cell, spin, u32);', '',
                f'u32 {name}(const struct {name}_cell *cell)', '{', '\tdeed_lock(spin, n, cell);',
                '\treturn ++*n;', '}'], ''
    how = rng.choice(['static __used DEFINE_PER_CPU(u32, %s_calls);',
                      'DEFINE_PER_CPU(struct pair, %s_calls);'])
    return [how % name], 'deed-context'


def guard_kept(rng: random.Random, name: str) -> Made:
    """A guard somewhere else than in a variable of a function."""
    text, rule = rng.choice([
        ([f'struct {name} {{', '\tstruct quiet_cell_guard guard;', '};'], 'deed-context'),
        ([f'struct {name} {{', '\tDEED_SLOT(quiet_cell_guard) guard;', '};'], 'deed-context'),
        ([f'struct {name} {{', '\tstruct gate_live guard;', '};'], 'deed-context'),
        ([f'u32 {name}(const struct node *o)', '{',
          '\tdeed_own(quiet_cell_guard, g) = quiet_cell_lock(&o->mutex);', '',
          '\treturn *quiet_cell_data(&g);', '}'], ''),
    ])
    return text, rule


def written(rng: random.Random, name: str) -> Made:
    """Static data, which all callbacks share: read, or written."""
    shape = rng.choice(['u32 %s_n', 'u32 %s_n[4]', 'struct pair %s_n'])
    place = {'[': f'{name}_n[1]', 'r': f'{name}_n.a'}.get(
        '[' if '[' in shape else 'r' if 'pair' in shape else '', f'{name}_n')
    inside = rng.random() < 0.3
    const = 'const ' if rng.random() < 0.2 else ''
    uses = [(f'pass_note({place});', ''), (f'pass_note(READ_ONCE({place}));', '')]
    if not const:
        uses += [(f'WRITE_ONCE({place}, 1);', ''), (f'{place} = 1;', 'deed-global'),
                 (f'{place}++;', 'deed-global'), (f'pass_pour(&{place}, word);', 'deed-global'),
                 (f'{{ u32 *p = &{place}; *p = 1; }}', 'deed-global')]
    use, rule = rng.choice(uses)
    variable = f'static {const}{shape % name};'
    if const:
        variable = variable[:-1] + ' = { 1 };'
    test = rng.choice(['', 'if (pass_cond(1))'])
    body = [f'\t{variable}', ''] if inside else []
    body += ([f'\t{test}'] if test else []) + [f"\t{'' if not test else '	'}{use}"]
    return ([] if inside else [variable, '']) + [
        f'void {name}(u32 *word)', '{'] + body + ['}'], rule


def waiting_room(rng: random.Random, name: str) -> Made:
    """A queue on which others sit after the call: of the state, or on the stack."""
    way = rng.choice(['state', 'state', 'both', 'stack', 'pointer', 'part'])
    head = f'void {name}(const struct desk *d, const struct deed_poll *poll)'
    if way in ('state', 'both'):
        more = ['\tif (pass_cond(1))', '\t\tqueue = &other->changed;'] if way == 'both' else []
        head = head.replace('desk *d,', 'desk *d, const struct desk *other,')
        return [head, '{', '\tconst struct deed_waitqueue *queue = &d->changed;', ''] + more + [
            '\tdeed_poll_wait(poll, queue);', '}'], ''
    if way == 'part':
        return [f'struct {name} {{', '\tu32 n;', '\tstruct deed_waitqueue changed;', '};', '',
                head, '{', f'\tstruct {name} mine = {{}};', '',
                '\tdeed_waitqueue_init(&mine.changed);', '\tdeed_poll_wait(poll, &mine.changed);',
                '}'], 'deed-borrow-escape'
    if way == 'stack':
        return [head, '{', '\tstruct deed_waitqueue changed;', '',
                '\tdeed_waitqueue_init(&changed);', '\tdeed_poll_wait(poll, &changed);', '}'], \
            'deed-borrow-escape'
    return [head, '{', '\tstruct deed_waitqueue changed;',
            '\tconst struct deed_waitqueue *queue = &d->changed;', '',
            '\tdeed_waitqueue_init(&changed);', '\tif (pass_cond(1))', '\t\tqueue = &changed;',
            '\tdeed_poll_wait(poll, queue);', '}'], 'deed-borrow-escape'


def elsewhere(rng: random.Random, name: str) -> Made:
    """A function that another file gave: it may wait, and nobody says so."""
    how = rng.choice(['said', 'unsaid', 'static', 'held'])
    text = [f'struct {name} {{', '\tu32 n;', '};', '']
    params = f'void (*go)(struct {name} *), struct {name} *o'
    head = {'said': 'deed_waits void', 'unsaid': 'void', 'held': 'deed_waits void',
            'static': 'static __used void'}[how]
    body = ['\tgo(o);']
    if how == 'held':
        body = ['\tdeed_own(gate_live, live) = gate_live_make();', '', '\tif (!deed_ok(live))',
                '\t\treturn;'] + body
    return text + [f'{head} {name}({params})', '{'] + body + ['}'], \
        {'unsaid': 'deed-contract', 'held': 'deed-waits-live'}.get(how, '')


MAKERS: List[Tuple[Callable[[random.Random, str], Made], int]] = [
    (kept, 3), (of_cpu, 1), (guard_kept, 2), (written, 3), (waiting_room, 3), (elsewhere, 1)]
