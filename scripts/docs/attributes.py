# SPDX-License-Identifier: GPL-2.0
"""C without deed's attributes, for tools that take these for names and types.

What is an attribute, the headers of the abstractions say: a name that one of them defines
by __deed_contract().
"""

import re
from functools import lru_cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
DEFINED = re.compile(r'^[ \t]*#[ \t]*define[ \t]+(\w+)(\(\w+\))?[ \t]+__deed_contract\(', re.M)
# comments, and lines of the preprocessor
STAYS = r'/\*.*?\*/|//[^\n]*|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*'


@lru_cache(maxsize=None)
def attributes(deed: Path) -> 're.Pattern[str]':
    """What stays, as its first group; or an attribute of a tree of deed, with its arguments."""
    found = {name: bool(arguments)
             for header in sorted((deed / 'abstractions/deed').glob('*.h'))
             for name, arguments in DEFINED.findall(header.read_text(encoding='utf-8'))}
    words = [rf'{name}\s*\([^()]*\)' if called else name for name, called in sorted(found.items())]
    return re.compile(rf'({STAYS})|\b(?:{"|".join(words)})(?!\w)', re.M | re.S)


def without(text: str, deed: Path = TOP) -> str:
    """The text with blanks for attributes; all else stays where it is."""
    return attributes(deed).sub(lambda found: found[1] or re.sub(r'[^\n]', ' ', found[0]), text)
