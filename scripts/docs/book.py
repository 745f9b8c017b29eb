# SPDX-License-Identifier: GPL-2.0
"""What the book needs besides Sphinx: links into the tree, and a look at what is there.

A warning is an error (scripts/docs/build), so what is warned of here is refused.
"""

import csv
import logging as std_logging
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Set

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.osutil import copyfile, ensuredir

TOP = Path(__file__).resolve().parents[2]
BOOK = TOP / 'Documentation'
HEADERS = TOP / 'abstractions/deed'
IDS = TOP / 'scripts/gcc-plugin/diagnostics.cc'
# what a text may name: a file or a folder below one of these, or one of these files
NAMED = re.compile(r'(?:abstractions|Documentation|drivers|kunit|ports|samples|scripts)/[\w./-]+'
                   r'|Kbuild|LICENSE|Makefile|README\.md')
# what would be mark-up where there is none: *@out, devm_
MARKED = re.compile(r'\*?@\w+|\b\w+_(?!\w)')
SOURCES = 'source'	# where files of the tree stand, below what is built
log = logging.getLogger(__name__)


def ids() -> List[str]:
    """The ids of the pass."""
    return re.findall(r'^\s*"(deed-[a-z-]+)",$', IDS.read_text(encoding='utf-8'), re.M)


def public(header: Path) -> Set[str]:
    """The names that a header documents."""
    return set(re.findall(r'^ \* (?:struct |enum )?(\w+)(?:\(\))? - ',
                          header.read_text(encoding='utf-8'), re.M))


def contract(header: Path) -> Iterator[str]:
    """The comment that a header opens with, as reStructuredText.

    A paragraph that is indented by a tab is a table or a listing, and stays as it is.
    """
    text = header.read_text(encoding='utf-8').split('*/\n/*\n', 1)[1].split('\n */', 1)[0]
    literal = False
    for line in text.split('\n'):
        line = re.sub(r'^ \* ?', '', line).expandtabs()
        indented = line.startswith('      ')
        if indented and not literal:
            yield from ('', '::', '')
        literal = indented or literal and not line
        yield line if literal else MARKED.sub(r'``\g<0>``', line).replace('&struct', 'struct')


class Header(Directive):
    """``deed-header:: own.h``: what a header says of itself, and all its names."""

    required_arguments = 1

    def run(self) -> List[nodes.Node]:
        """The opening comment, and the kernel-doc below it."""
        path = HEADERS / self.arguments[0]
        env = self.state.document.settings.env
        if not path.exists():
            return [self.state.document.reporter.error(f'there is no header {path.name}',
                                                       line=self.lineno)]
        env.note_dependency(str(path))
        env.deed_headers = {**getattr(env, 'deed_headers', {}), path.name: env.docname}
        shown = f'abstractions/deed/{path.name}'
        lines = [f'``#include <deed/{path.name}>``, which is ``{shown}``', '']
        lines += contract(path)
        if public(path):
            lines += ['', f'.. kernel-doc:: {shown}']
        node = nodes.section()
        node.document = self.state.document
        self.state.nested_parse(StringList(lines, shown), 0, node)
        return node.children


def both() -> Set[str]:
    """What is the name of a struct, and of a function or macro."""
    texts = [header.read_text(encoding='utf-8') for header in HEADERS.glob('*.h')]
    named = [set(re.findall(pattern, '\n'.join(texts), re.M))
             for pattern in (r'^ \* struct (\w+) - ', r'^ \* (\w+)\(\) - ')]
    return named[0] & named[1]


class OneNamespace(std_logging.Filter):
    """Sphinx has one name space for all that C has two for, and says so: not of these."""

    def __init__(self) -> None:
        super().__init__()
        self.names = both()

    def filter(self, record: std_logging.LogRecord) -> bool:
        """Whether a message is passed on."""
        said = record.getMessage()
        name = re.search(r'c:(?:function|macro|struct):: (?:.*[ *])?(\w+)(?: ?\(.*)?\'', said)
        return not (said.strip().startswith('Duplicate C declaration') and name
                    and name[1] in self.names)


def check_headers(env: Any) -> None:
    """Each header has a page."""
    shown = getattr(env, 'deed_headers', {})
    for header in sorted(HEADERS.glob('*.h')):
        if shown.get(header.name) not in env.found_docs:
            log.warning('%s has no page in Documentation/api', header.name)


def check_ids(env: Any) -> None:
    """Each id of the pass has a page, and each such page an id."""
    pages = {doc[len('pass/'):] for doc in env.found_docs if doc.startswith('pass/deed-')}
    for name in sorted(pages ^ set(ids())):
        log.warning('%s %s', name, 'is no id of the pass' if name in pages else
                    'has no page in Documentation/pass')


def check_tables() -> None:
    """What the tables call a name of deed's is one, of the header that they say."""
    known = {header.name: public(header) for header in HEADERS.glob('*.h')}
    everything: Set[str] = set().union(*known.values())
    for table in sorted(BOOK.glob('from-*.csv')):
        with table.open(encoding='utf-8', newline='') as lines:
            rows = csv.DictReader(line for line in lines if not line.startswith('#'))
            for row in rows:
                check_row(f'{table.name}: {next(iter(row.values()))}', row, known, everything)


def check_row(where: str, row: Dict[str, str], known: Dict[str, Set[str]],
              everything: Set[str]) -> None:
    """One row of a table: its headers, and each deed name in it."""
    headers = (row['header'] or '').split()
    for header in headers:
        if header not in known:
            log.warning('%s: there is no header %s', where, header)
    there = set().union(*(known.get(header, set()) for header in headers))
    for name in re.findall(r'\b(?:deed|DEED)_\w+', row['deed'] or ''):
        if name not in there:
            log.warning('%s: %s is not documented in %s', where, name,
                        row['header'] or 'any header that the row names')
    for name in re.findall(r'\b(?:deed|DEED)_\w+', row['note'] or ''):
        if name not in everything:
            log.warning('%s: no header documents %s', where, name)


def check(_app: Any, env: Any) -> None:
    """What must be there."""
    check_headers(env)
    check_ids(env)
    check_tables()


def purge(_app: Any, env: Any, docname: str) -> None:
    """A page that is read anew, or has gone, shows no header."""
    env.deed_headers = {name: doc for name, doc in getattr(env, 'deed_headers', {}).items()
                        if doc != docname}


class Links:
    """Links of one page: what leads to a file of the tree leads to a copy of it."""

    def __init__(self, app: Any, docname: str) -> None:
        self.app, self.docname = app, docname
        self.folder = Path(app.env.doc2path(docname)).parent

    def resolve(self, uri: str) -> Optional[str]:
        """Where a relative link leads; None if nowhere."""
        name, _, anchor = uri.partition('#')
        path = (self.folder / name).resolve()
        if not path.exists() or TOP not in path.parents:
            return None
        return self.to(path) + (f'#{anchor}' if anchor else '')

    def to(self, path: Path) -> str:
        """A link to something that is there."""
        builder = self.app.builder
        if path.suffix == '.rst' and BOOK in path.parents:
            return builder.get_relative_uri(self.docname,
                                            str(path.relative_to(BOOK).with_suffix('')))
        shown = Path(SOURCES, str(path.relative_to(TOP)) + '.txt')
        if builder.format == 'html':
            copy = Path(builder.outdir, shown)
            ensuredir(copy.parent)
            if path.is_dir():
                copy.write_text('\n'.join(sorted(entry.name for entry in path.iterdir())) + '\n',
                                encoding='utf-8')
            else:
                copyfile(str(path), str(copy))
        up = '../' * self.docname.count('/')
        return f'{up}{shown}'

    def literal(self, node: nodes.literal) -> None:
        """A file, or an id of the pass, that a text names, becomes a link."""
        text = node.astext()
        page = BOOK / f'pass/{text}.rst'
        if re.fullmatch(r'deed-[a-z-]+', text) and page.exists():
            if self.docname != f'pass/{text}':
                self.wrap(node, self.to(page))
        elif NAMED.fullmatch(text) and not text.endswith('/'):
            if not (TOP / text).exists():
                log.warning('there is no %s', text, location=node)
            else:
                self.wrap(node, self.to(TOP / text))

    @staticmethod
    def wrap(node: nodes.literal, uri: str) -> None:
        """Make a link of a literal."""
        link = nodes.reference('', '', internal=True, refuri=uri)
        node.replace_self(link)
        link += node


def link(app: Any, doctree: nodes.document, docname: str) -> None:
    """Resolve the links of a page into the tree."""
    links = Links(app, docname)
    for node in list(doctree.findall(nodes.reference)):
        uri = node.get('refuri', '')
        if node.get('internal') or not uri or re.match(r'[a-z]+:', uri):
            continue
        there = links.resolve(uri)
        if there is None:
            log.warning('dead link: %s', uri, location=node)
        else:
            node['refuri'] = there
    for node in list(doctree.findall(nodes.literal)):
        if not isinstance(node.parent, nodes.reference):
            links.literal(node)


def setup(app: Any) -> Dict[str, Any]:
    """What Sphinx calls."""
    std_logging.getLogger('sphinx.sphinx.domains.c').addFilter(OneNamespace())
    app.add_directive('deed-header', Header)
    app.connect('env-check-consistency', check)
    app.connect('env-purge-doc', purge)
    app.connect('doctree-resolved', link)
    return {'version': '1', 'parallel_read_safe': False, 'parallel_write_safe': False}
