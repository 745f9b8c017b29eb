# SPDX-License-Identifier: GPL-2.0
"""Headers without deed's attributes, for tools that take these for names and types.

What is an attribute, contract.h says: a name that it defines by __deed_contract().
"""

import re
from functools import lru_cache
from pathlib import Path

CONTRACT = Path(__file__).resolve().parents[2] / 'abstractions/deed/contract.h'


@lru_cache(maxsize=None)
def attributes() -> 're.Pattern[str]':
    """What is blanked: an attribute, with its arguments, but where it is defined."""
    names = re.findall(r'^#define (\w+)(\(\w+\))?\s+__deed_contract\(',
                       CONTRACT.read_text(encoding='utf-8'), re.M)
    plain = '|'.join(name for name, arguments in names if not arguments)
    called = '|'.join(name for name, arguments in names if arguments)
    return re.compile(rf'^([ \t]*(?:\*|/\*|#[ \t]*define\b).*)$'
                      rf'|\b(?:(?:{called})[ \t]*\([^()]*\)|(?:{plain})\b(?!\())', re.M)


def without(text: str) -> str:
    """The text without attributes; comments and the heads of macros as they are."""
    return attributes().sub(lambda found: found[1] or re.sub(r'[^\n]', ' ', found[0]), text)
