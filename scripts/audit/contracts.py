# SPDX-License-Identifier: GPL-2.0
"""What public functions promise: what is written of each, and what is not.

A public name is one with kernel-doc in abstractions/deed/, or one that a macro says it
generates. Of each there are: the ownership of every argument, what is returned and to
whom it belongs, in which context it may be called, and how it fails.
"""

import re
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional

DOC = re.compile(r'/\*\*\n \* (\w+)\(\) - (.*?)\*/', re.S)
PARTS = ('arguments', 'result', 'context', 'errors')
# where a function may be called: in words
CONTEXT = re.compile(
    r'\b[Cc]ontexts?\b|\b[Ss]leep|\batomic\b|\binterrupt|\bhard handler|\bsoftirq|\bpreempt|'
    r'\bprobe\b|\btask\b|\bcompile|\bin a function\b|\b[Aa]t the top of a file\b|\bcallback')
# and once for a whole header, in the comment at its top
CONTEXTS = re.compile(
    r'\t+[Cc]ontext\b|^ \* (?:Any context|Context:)|'
    r'\b(?:[Aa]ll of this|All functions|Everything here)\b[^.]*\b(?:context|sleeps?)\b', re.M)
# what only the compiler sees: it is called nowhere
ATTRIBUTE = re.compile(r'\s*__deed_contract\(')
# a function that returns nothing: what is left of its name may end in attributes
VOID = re.compile(r'\bvoid(\s+\w+(\([^()]*\))?)*\s*\Z')
ERROR = re.compile(r'errno|-E[A-Z]+|\bNULL\b|\bfail|\berror|\bempty\b|\bas for\b|\bnegative\b')
# whose an argument is, in words: for those whose type does not say it
OWNERSHIP = re.compile(
    r'\b(move[sd]?|handed|consumed|drop\w*|owns?|owned|kept|keeps|borrow\w*|lent|pointers?|'
    r'outlives?|handle|stays?|static|filled|fills|empty|live|value|numbers?|name|type|function|'
    r'member|string|literal|const|variable|ignored|bytes|length|count|mask|address|expression|'
    r'register|region|field|condition|microseconds|times?|as for|as above|one of)\b', re.I)


class Contract(NamedTuple):
    """A public function, and what of its contract is written."""
    line: int
    name: str
    generated: bool             # by a macro
    arguments: Dict[str, str]   # how the ownership of each is said; '' is not at all
    result: bool
    context: bool
    errors: bool

    def missing(self) -> List[str]:
        """The parts that are not there; an argument is one."""
        return [f'argument {name}' for name, said in self.arguments.items() if not said] + \
            [part for part in PARTS[1:] if not getattr(self, part)]

    def present(self) -> int:
        """How many are."""
        return len(self.arguments) + len(PARTS) - 1 - len(self.missing())


def split(text: str) -> List[str]:
    """What commas separate, but not in brackets."""
    parts, depth = [''], 0
    for letter in text:
        depth += (letter in '([{') - (letter in ')]}')
        if letter == ',' and not depth:
            parts.append('')
        else:
            parts[-1] += letter
    return [' '.join(part.split()) for part in parts if part.strip() not in ('', 'void')]


def by_type(declared: str) -> str:
    """What a type says of the ownership of an argument: the rules of contract.h."""
    if '(*' in declared:
        return 'a function'
    if '*' in declared:
        return 'shared borrow' if re.search(r'\bconst\b[^*]*\*', declared) else 'exclusive borrow'
    words = declared.split()
    if len(words) < 2:
        return ''
    return 'moved, if a handle' if words[0] == 'struct' else 'by value'


def _described(doc: str) -> Dict[str, str]:
    """The arguments that a comment describes."""
    body = re.split(r'\n \*\s*\n', doc, maxsplit=1)[0]
    return {name: ' '.join(text.replace('\n *', ' ').split()) for name, text in
            re.findall(r'^ \* @([\w.]+):((?:.*\n(?: \*[ \t]+(?!@).*\n?)*))', body + '\n', re.M)}


class Declared(NamedTuple):
    """How a function or a macro begins."""
    head: str
    arguments: List[str]
    macro: bool
    attribute: bool = False


def declared(rest: str, name: str) -> Optional[Declared]:
    """What follows a comment, if it is what the comment is about."""
    found = re.match(rf'\s*(#\s*define\s+|[^;{{}}#]*?\b){name}(\(|\s)', rest)
    if not found:
        return None
    if found[2] != '(':
        return Declared('', [], True)
    depth, at = 1, found.end()
    while depth and at < len(rest):
        depth += (rest[at] == '(') - (rest[at] == ')')
        at += 1
    return Declared(found[1], split(rest[found.end():at - 1].replace('\\\n', ' ')),
                    found[1].lstrip().startswith('#'), bool(ATTRIBUTE.match(rest, at)))


def _arguments(doc: str, words: List[str], defines: bool) -> Dict[str, str]:
    """How the ownership of each argument is said. What a macro gets that defines things
    are names."""
    said = _described(doc)
    found = {}
    for word in words:
        name = '...' if word.endswith('...') else re.findall(r'\w+', word)[-1]
        function = re.search(r'\(\*\s*(?:const\s+)?(\w+)\)', word)
        name = function[1] if function else name
        text = said.get(name, '')
        typed = by_type(word)
        if text and typed and not re.search(r'\bvoid \*', word):
            found[name] = typed
        else:
            found[name] = 'in words' if OWNERSHIP.search(text) else \
                'a name' if text and defines else ''
    return found


def _can_fail(head: str, doc: str) -> bool:
    """Whether a function has an error to tell: a number or a handle that must be tested."""
    number = re.search(r'\b(int|long|ssize_t|struct \w+)\b(?! \*)', head)
    return 'errno' in doc or bool(number) and '__must_check' in head and \
        'deed_returns_live' not in head


def _documented(text: str, header: str) -> Iterator[Contract]:
    """The functions and macros with a comment of their own."""
    for match in DOC.finditer(text):
        name, doc = match[1], match[2]
        head = declared(text[match.end():], name)
        if not head:
            continue
        returns = re.search(r'^ \* Return:(.*?)(?:\n \*\s*\n|\Z)', doc, re.M | re.S)
        nothing = head.macro or VOID.search(head.head)
        yield Contract(text.count('\n', 0, match.start()) + 2, name, False,
                       _arguments(doc, head.arguments, name.isupper()), bool(returns or nothing),
                       bool(head.attribute or CONTEXT.search(doc) or header),
                       not _can_fail(head.head, doc) or bool(ERROR.search(returns[1] if returns
                                                                         else doc)))
        yield from _generated(text, match, header)


def _generated(text: str, match: 're.Match[str]', header: str) -> Iterator[Contract]:
    """What a macro says that it generates: ``type name(arguments)``, and of what it is."""
    doc = match[2]
    after = doc.find('Generates')
    for entry in re.finditer(r'^ \* ``([^`]*?\(.*?\))``(.*?)(?=^ \* ``|^ \*\n \* \S|\Z)',
                             doc[after:] if after >= 0 else '', re.M | re.S):
        head = ' '.join(entry[1].replace('\n *', ' ').split())
        called = re.match(r'(.*?)([\w<>]+)\((.*)\)$', head)
        if not called:
            continue
        words = entry[2]
        arguments = {re.findall(r'[\w.<>]+', one)[-1]: by_type(one) or (
            'in words' if re.search(rf'@?\b{re.escape(re.findall("[^ *]+", one)[-1])}\b', words)
            or OWNERSHIP.search(one) else '') for one in split(called[3])}
        void = re.match(r'(static |inline )*void $', called[1]) or not called[1]
        yield Contract(text.count('\n', 0, match.start(2) + max(after, 0) + entry.start()) + 1,
                       called[2], True, arguments, bool(void or len(words.strip(' *\n')) > 3),
                       bool(CONTEXT.search(words) or CONTEXT.search(doc) or header),
                       not re.match(r'int $', called[1]) or bool(ERROR.search(words + doc)))


def of_header(path: Path) -> List[Contract]:
    """The contracts of a header. What is said of contexts at its top is for all of it."""
    text = path.read_text(encoding='utf-8')
    top = re.match(r'/\*.*?\*/\s*/\*(.*?)\*/', text, re.S)
    table = CONTEXTS.search(top[1]) if top else None
    return list(_documented(text, 'table' if table else ''))
