# SPDX-License-Identifier: GPL-2.0
"""The kinds of mutants that add a misuse: a statement where a handle is live, or a
definition behind all that the file defines. What is added is right in C, and its
one mistake is the kind's.
"""

import re
from typing import Iterator

from csource import Function, Owner, Source
from misuses import KINDS, Edits, Kind, insert, used_later


# What is added where a handle is live

def added(name: str, ids: str, text: str, of: str = 'live') -> None:
    """A kind that inserts a text: KIND, NAME, VALUE are its owner's, POINTER a borrow."""
    def make(function: Function, owner: Owner) -> Iterator[Edits]:
        if re.search('POINTER|INNER', text) and owner.kind not in function.source.borrow:
            return
        if of == 'used' and not used_later(function, owner, owner.live):
            return
        out = text.replace('KIND', owner.kind).replace('NAME', owner.name)
        if re.search('POINTER|INNER', text):
            out = out.replace('POINTER', f'{function.source.borrow[owner.kind]}(&{owner.name})')
            out = out.replace('INNER', f'{function.source.borrow[owner.kind]}(&thief)')
        if 'VALUE' in text:
            if not owner.value or 'deed_move' in owner.value:
                return
            out = out.replace('VALUE', owner.value)
        yield insert(owner.live, out)
    KINDS[name] = Kind(name, {f'deed-{word}' for word in ids.split()}, 'live', make)


SEEN = 'pr_info("%p\\n", loan);'
GONE = 'deed_own(KIND, thief) = deed_move(NAME);'
# a guard that was moved so is held until the end, and what follows may wait
added('moved-nowhere', 'leak use-after-move overwrite waits-live', 'deed_move(NAME);')
added('moved-twice', 'use-after-move release', f'{{ {GONE} }} {{ {GONE} }}')
added('lent-after-move', 'use-after-move', f'{{ {GONE} (void)POINTER; }}')
added('dropped-after-move', 'use-after-move', f'{{ {GONE} KIND_drop(&NAME); }}')
added('moved-after-drop', 'use-after-drop release', f'{{ KIND_drop(&NAME); {GONE} }}')
added('lent-after-drop', 'use-after-drop release', 'KIND_drop(&NAME); (void)POINTER;')
added('dropped-twice', 'double-drop release', 'KIND_drop(&NAME); KIND_drop(&NAME);')
added('moved-again-in-a-loop', 'use-after-move', f'for (int n = 0; n < 2; n++) {{ {GONE} }}')
added('dropped-in-a-loop', 'double-drop release use-after-drop',
      'for (int n = 0; n < 2; n++) KIND_drop(&NAME);')
added('moved-on-one-path', 'use-after-move', f'if (jiffies & 1) {{ {GONE} }}', 'used')
added('dropped-on-one-path', 'use-after-drop', 'if (jiffies & 1) KIND_drop(&NAME);', 'used')
added('overwritten', 'overwrite', 'NAME = VALUE;')
added('overwritten-by-failure', 'overwrite', 'NAME = deed_fail(KIND, -EIO);')
added('error-of-live', 'untested', '{ volatile long seen = deed_err(NAME); (void)seen; }')
added('borrow-after-drop', 'borrow-dead escape',
      f'{{ __auto_type loan = POINTER; KIND_drop(&NAME); {SEEN} }}')
added('borrow-after-move', 'borrow-dead escape',
      f'{{ __auto_type loan = POINTER; {GONE} {SEEN} }}')
added('borrow-after-block', 'borrow-dead borrow-escape escape',
      f'{{ typeof(POINTER) loan; {{ {GONE} loan = INNER; }} {SEEN} }}')
added('borrow-kept', 'borrow-escape escape global',
      '{ static typeof(POINTER) kept; kept = POINTER; }')
added('address-kept', 'escape', '{ static void *kept; kept = &NAME; }')
added('address-as-number', 'escape pun', '{ static unsigned long n; n = (unsigned long)&NAME; }')
added('address-to-assembly', 'escape raw-call', 'asm volatile("" : : "r" (&NAME) : "memory");')
added('address-to-variadic', 'escape', 'pr_info("%p\\n", &NAME);')
added('cast', 'pun escape', '(void)*(long *)&NAME;')
added('cleared', 'copy', 'memset(&NAME, 0, sizeof(NAME));')
added('copied', 'copy', '{ deed_own(KIND, twin) = NAME; }')
added('copied-in-memory', 'copy no-owner',
      '{ struct KIND twin; memcpy(&twin, &NAME, sizeof(NAME)); }')
added('without-owner', 'no-owner', '{ struct KIND thief; (void)thief; }')
added('never-initialised', 'uninit', '{ deed_own(KIND, later); }')
added('static', 'global context', '{ static struct KIND kept; (void)kept; }')
added('array', 'array', '{ struct KIND many[2]; (void)many; }')
added('union', 'pun context', '{ union { struct KIND h; long n; } u; u.n = 0; }')
added('raw-member', 'raw-member', '{ static bool seen; seen = NAME.__ptr; }')
added('drop-by-pointer', 'contract',
      '{ void (*drop)(struct KIND *h) = KIND_drop; drop(&NAME); }')


# What is added behind everything that the file defines

def defined(name: str, ids: str, text: str, which: str = 'kinds') -> None:
    """A kind that adds a definition for each KIND of handle, with its LEND, or OBJECT."""
    def make(source: Source) -> Iterator[Edits]:
        names = {'kinds': source.borrow, 'objects': source.objects, 'guards': [
            guard for guard in source.borrow if guard.endswith('_guard')]}[which]
        for word in sorted(names):
            out = text.replace('KIND', word).replace('OBJECT', word)
            yield [(len(source.code), len(source.code),
                    out.replace('LEND', source.borrow.get(word, '')))]
    KINDS[name] = Kind(name, {f'deed-{word}' for word in ids.split()}, 'file', make)


PAIR = 'struct OBJECT *to, struct OBJECT *from'
defined('kept-in-a-global', 'global context', 'static __used struct KIND kept_KIND;')
defined('guard-in-a-struct', 'context', 'struct keeper_of_KIND { struct KIND guard; };', 'guards')
# as a pointer to nothing in particular, too
defined('borrow-returned', 'borrow-escape escape pun', 'static __used const void *lend_KIND(struct KIND h)'
        ' { deed_own(KIND, mine) = deed_move(h); return LEND(&mine); }')
defined('object-copied', 'copy overwrite', f'static __used void copy_OBJECT({PAIR})'
        ' { *to = *from; }', 'objects')
defined('object-copied-in-memory', 'copy', f'static __used void memcpy_OBJECT({PAIR})'
        ' { memcpy(to, from, sizeof(*to)); }', 'objects')
defined('object-cleared', 'copy', 'static __used void clear_OBJECT(struct OBJECT *object)'
        ' { memset(object, 0, sizeof(*object)); }', 'objects')
defined('object-released-as-plain', 'release',
        'DEED_BOX(plain_OBJECT, struct OBJECT, deed_plain);', 'objects')
