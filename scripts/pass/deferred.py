# SPDX-License-Identifier: GPL-2.0
"""Programs about what runs later: the functions of works and timers.

They get state and hardware to be looked at, and whatever they write, others read
at the same time.
"""

import random
from typing import List, Tuple

Made = Tuple[List[str], str]        # the text, and the misuse or nothing

# how one is defined: the member, the definition, and what its function gets and returns
WAYS = [
    ('struct deed_work', 'DEED_WORK({0}_run, {0}_ref, dev, run, {0}_runs);', '', 'void'),
    ('struct deed_timer', 'DEED_TIMER({0}_run, {0}_ref, dev, run, {0}_runs);',
     ', const struct deed_softirq *in', 'void'),
    ('struct deed_hrtimer', 'DEED_HRTIMER({0}_run, {0}_ref, dev, run, hard, {0}_runs);',
     ', const struct deed_hardirq *in', 'ktime_t'),
    ('struct deed_hrtimer', 'DEED_HRTIMER({0}_run, {0}_ref, dev, run, soft, {0}_runs);',
     ', const struct deed_softirq *in', 'ktime_t'),
]

RIGHT = ['pass_note(s->runs);', 'pass_note(READ_ONCE(s->runs));', 'pass_note(*s->far);',
         'pass_note(hw->id);', '{0}_look(s);', 'u32 runs = s->runs;\n\truns++;\n\tpass_note(runs);']
WRONG = [('((struct {0} *)s)->runs++;', 'deed-shared'),
         ('*(u32 *)&s->runs = 1;', 'deed-shared'),
         ('*s->far = 1;', 'deed-shared'),
         ('u32 *far = s->far;\n\tif (pass_cond(2))\n\t\tpass_tick();\n\t*far = 1;', 'deed-shared'),
         ('s->link->count++;', 'deed-shared'),
         ('{0}_write((struct {0} *)s);', 'deed-shared'),
         ('{0}_write((void *)s);', 'deed-shared'),
         ('memset((void *)&s->runs, 0, sizeof(s->runs));', 'deed-shared'),
         ('container_of(&s->runs, struct {0}, runs)->runs = 1;', 'deed-shared'),
         ('((struct {0}_hw *)hw)->id = 1;', 'deed-shared'),
         ('((struct {0} *)(unsigned long)s)->runs = 1;', 'deed-shared'),
         ('{0}_all++;', 'deed-global')]


def deferred(rng: random.Random, name: str) -> Made:
    """A work or a timer, which reads what it gets, or writes there."""
    member, define, more, result = rng.choice(WAYS)
    use, rule = rng.choice(WRONG) if rng.random() < 0.6 else (rng.choice(RIGHT), '')
    text = [f'struct {name}_hw {{', '\tu32 id;', '};', '',
            f'DEED_DEVICE_TYPE({name}_device, struct {name}_hw);', '',
            f'struct {name} {{', f'\tstruct {name}_device dev;', f'\t{member} run;', '\tu32 runs;',
            '\tu32 *far;', '\tstruct link *link;', '};', '',
            f'DEED_DEVICE_REF({name}_ref, struct {name}, dev, deed_plain);', define.format(name),
            '', f'static __used u32 {name}_all;', '',
            f'static __used void {name}_write(struct {name} *s)', '{', '\ts->runs = 1;', '}', '',
            f'static __used void {name}_look(const struct {name} *s)', '{',
            '\tpass_note(s->runs);', '}', '',
            f'static {result} {name}_runs(const struct {name} *s,',
            f'const struct {name}_hw *hw{more})',
            '{']
    test = '\tif (pass_cond(1))\n\t\treturn%s;' % (' 0' if result == 'ktime_t' else '')
    body = ([test] if rng.random() < 0.4 else []) + ['\t' + use.format(name)]
    body += ['\treturn 0;'] if result == 'ktime_t' else []
    return '\n'.join(text + body + ['}']).split('\n'), rule


MAKERS = [(deferred, 3)]
