# SPDX-License-Identifier: GPL-2.0
"""What a raw call is, and where they stand.

scripts/coccinelle/safety.cocci knows already, for abstractions/: its Python is read
from there, so that there is one definition.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Set

TOP = Path(__file__).resolve().parents[2]
SAFETY = TOP / 'scripts/coccinelle/safety.cocci'
REASON = re.compile(r'\bdeed_unsafe(_file)?\(\s*((?:"(?:\\.|[^"\\\n])*"\s*)+)')
# what tests say of a value, and what stands at the end of a file, is no call
NOT_CALLED = re.compile(r'KUNIT_|kunit_(info|err|skip|test_suite)|MODULE_|[a-z_]*_initcall$')


class Raw(NamedTuple):
    """A raw call, once in a function; said: why it is right stands there."""
    line: int
    name: str
    said: bool


class Unsafe(NamedTuple):
    """A block, or all of a file, that may call the kernel."""
    line: int
    whole: bool
    reason: str


@lru_cache(maxsize=None)
def safety() -> Dict[str, Any]:
    """The Python of the semantic patch."""
    text = SAFETY.read_text(encoding='utf-8')
    found = re.search(r'^@initialize:python@\n@@\n(.*?)^@script:', text, re.M | re.S)
    if not found:
        raise SystemExit(f'audit: {SAFETY} has no @initialize:python@')
    names: Dict[str, Any] = {}
    exec(compile(found[1], str(SAFETY), 'exec'), names)  # pylint: disable=exec-used
    # asked thousands of times, always of the same list
    slow, known = names['raw'], {}
    def raw(name: str, lines: List[str]) -> bool:
        if name not in known:
            known[name] = slow(name, lines)
        return bool(known[name])
    names['raw'] = raw
    return names


def code_of(path: Path) -> str:
    """The lines of a file without comments, strings and directives, with as many lines."""
    return str(safety()['split'](str(path))[2])


def in_abstractions(path: Path) -> List[Raw]:
    """The raw calls of a trusted file."""
    return [Raw(line, name, said) for line, _, name, said in safety()['raw_calls'](str(path))]


def unsafes(path: Path) -> List[Unsafe]:
    """The places of a file that say deed_unsafe(), and their reasons."""
    text = path.read_text(encoding='utf-8', errors='replace')
    bare = re.sub(r'/\*.*?\*/', safety()['blank'], text, flags=re.S)
    return [Unsafe(bare.count('\n', 0, match.start()) + 1, bool(match[1]),
                   ''.join(re.findall(r'"((?:\\.|[^"\\])*)"', match[2])))
            for match in REASON.finditer(bare)]


def _inside(code: str, start: int) -> str:
    """What stands in the brackets that open at a place."""
    depth = 0
    for at in range(start, len(code)):
        depth += {'(': 1, ')': -1}.get(code[at], 0)
        if not depth:
            return code[start:at]
    return code[start:]


def defined(code: str) -> Set[str]:
    """The functions and macros that a file defines."""
    return set(re.findall(r'^[\w \t*]*?\b(\w+)\([^;{}]*\)\s*\{', code, re.M))


def kinds(code: str) -> Set[str]:
    """The names that a file gives to what macros of deed's generate: edu_ref, ..."""
    return set(re.findall(r'^DEED_\w+\((\w+)', code, re.M))


def outside(path: Path, ours: Set[str], generated: Set[str]) -> List[Raw]:
    """The raw calls of a file outside of abstractions/.

    Those that the pass lets through, in a deed_unsafe() or a file that is all of it;
    and by name, wherever they stand, those for which deed has something in their place:
    the pass refuses them, so they are in no module that was built with it.
    """
    named, text = safety(), path.read_text(encoding='utf-8', errors='replace')
    code, lines = code_of(path), named['harmless_of'](str(path))
    whole = any(unsafe.whole for unsafe in unsafes(path))
    blocks = [(m.end() - 1, m.end() + len(_inside(code, m.end() - 1)))
              for m in re.finditer(r'\bdeed_unsafe\(', code)]
    replaced = [line for line in lines if ' -> ' in line]
    found = {}
    for start, body, end in named['bodies'](code):
        for at, name in named['calls'](code, text, body, end):
            if name in ours or named['PLAIN'].match(name) or NOT_CALLED.match(name) or \
                    not named['raw'](name, lines):
                continue
            inside = whole or any(a <= at < b for a, b in blocks)
            others = any(name[:cut] in generated for cut in _underscores(name))
            if inside and not others or _listed(name, replaced):
                found.setdefault((start, name), Raw(code.count('\n', 0, at) + 1, name, inside))
    return sorted(found.values())


def _underscores(name: str) -> List[int]:
    """Where a name may be made of two: what comes first, and what a macro has added."""
    return [at for at, letter in enumerate(name) if letter == '_' and at]


def _listed(name: str, lines: List[str]) -> bool:
    """Whether a list has the name, or a beginning of it."""
    return any(name == word or word.endswith('*') and name.startswith(word[:-1])
               for word in (line.split(' ->')[0] for line in lines))
