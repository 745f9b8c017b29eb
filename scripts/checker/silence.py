# SPDX-License-Identifier: GPL-2.0
"""Findings that somebody has looked at, and wants to keep: said at the line.

    /* check: ignore RULE: why it is right here */

stands at the end of the line, or alone above it. It may take several lines. What has
no reason, names a rule that there is not, or silences nothing, is a finding.
"""

import re
from typing import Dict, Iterable, Iterator, List, NamedTuple, Set, Tuple

from findings import Finding
from tree import Tree, lines_of

COMMENT = re.compile(r'/\*\s*check: ignore\b(.*?)\*/|//\s*check: ignore\b([^\n]*)', re.S)
WORDS = re.compile(r'\s*([\w./+-]*)\s*:?\s*(.*)', re.S)
PAGE = 'Documentation/check.rst'
FORM = 'the form is /* check: ignore RULE: why it is right here */'
RULES = {'silence-reason', 'silence-unknown', 'silence-unused'}


class Silence(NamedTuple):
    """A comment, and the line that it is about."""
    file: str
    line: int
    target: int
    rule: str
    reason: str


def silences(tree: Tree, file: str) -> Iterator[Silence]:
    """Those in a file."""
    text = '\n'.join(lines_of(tree.path(file)))
    if 'check: ignore' not in text:
        return
    for match in COMMENT.finditer(text):
        rule, reason = WORDS.match(match[1] or match[2] or '').groups()
        before = text[text.rfind('\n', 0, match.start()) + 1:match.start()]
        line = text.count('\n', 0, match.start()) + 1
        target = line if before.strip() else _below(text, match.end())
        yield Silence(file, line, target, rule, ' '.join(reason.replace('\n *', '\n').split()))


def _below(text: str, end: int) -> int:
    """The line below a comment that stands alone, and below others of its kind."""
    while True:
        match = re.compile(r'[ \t]*\\?\n\s*').match(text, end)
        end = match.end() if match else end
        other = COMMENT.match(text, end)
        if not match or not other:
            return text.count('\n', 0, end) + 1
        end = other.end()


class Silencer:
    """Takes findings away, and knows which of the comments did so."""

    def __init__(self, tree: Tree, files: Iterable[str]):
        self.all = [silence for file in files for silence in silences(tree, file)]
        self.at: Dict[Tuple[str, int, str], Silence] = {
            (each.file, each.target, each.rule): each for each in self.all if each.reason}
        self.used: Set[Silence] = set()

    def of(self, finding: Finding) -> str:
        """The reason why a finding is right as it is; nothing if nobody said so.

        Nobody overrules the pass: what it has not proved is not built.
        """
        silence = self.at.get((finding.file, finding.line, finding.rule))
        if not silence or finding.tool == 'pass':
            return ''
        self.used.add(silence)
        return silence.reason

    def wrong(self, known: Set[str], refused: Set[str], looked: Dict[str, Set[str]]
              ) -> List[Finding]:
        """The comments themselves. looked: the files that were searched for a rule."""
        found = []
        for each in self.all:
            if each.rule in refused:
                found.append(_finding(each, 'silence-unknown',
                                      f"{each.rule} cannot be silenced: it does not build"))
            elif each.rule not in known:
                found.append(_finding(each, 'silence-unknown',
                                      f"there is no rule '{each.rule}' to be silenced"))
            elif not each.reason:
                found.append(_finding(each, 'silence-reason',
                                      f'{each.rule} is silenced without a reason'))
            elif each not in self.used and each.file in looked.get(each.rule, set()):
                found.append(_finding(each, 'silence-unused',
                                      f'no {each.rule} is found here: nothing is silenced'))
        return found


def _finding(silence: Silence, rule: str, said: str) -> Finding:
    hint = 'remove the comment' if rule == 'silence-unused' else FORM
    return Finding('silence', rule, silence.file, silence.line, 0, 'warning', said, hint, PAGE)
