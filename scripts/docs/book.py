# SPDX-License-Identifier: GPL-2.0
"""What the book needs besides Sphinx: pages of headers, tables, links into the tree."""

import logging as std_logging
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Set

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.osutil import copyfile, ensuredir

from whole import BOOK, HEADERS, KERNEL, TOP, check, items, public, rows

HEADINGS = {'raw': 'kernel', 'rust': 'Rust for Linux', 'since': 'as of', 'header': 'header',
            'deed': 'deed', 'note': 'note'}
# what a text may name: a file or a folder below one of these, or one of these files
NAMED = re.compile(r'(?:abstractions|Documentation|drivers|kunit|ports|samples|scripts)/[\w./-]+'
                   r'|Kbuild|LICENSE|Makefile|README\.md')
PROGRAMS = {path.stem: path for path in (TOP / 'samples/misuse').glob('*_*.c')}
# what would be mark-up where there is none: *@out, devm_
MARKED = re.compile(r'\*?@\w+|\b\w+_(?!\w)')
# what C begins a line with, and what only a drawing has
CODE = re.compile(r'^\s*(?:static |struct \w+ \{|DEED_\w+\(|#include)', re.M)
DRAWN = re.compile(r'-->|<--|\+--|---\+')
SOURCES = 'source'	# where files of the tree stand, below what is built
log = logging.getLogger(__name__)


def is_target(name: str) -> bool:
    """Whether our Makefile or the kernel's has a target of this name."""
    ours, kernels = ((top / 'Makefile').read_text(encoding='utf-8') for top in (TOP, KERNEL))
    return bool(re.search(rf'^{name}:', ours, re.M) or re.search(rf'\b{name}\b', kernels))


def contract(header: Path) -> Iterator[str]:
    """The comment that a header opens with, as reStructuredText.

    A paragraph that is indented by a tab is a table or a listing, and stays as it is.
    """
    found = re.match(r'/\*.*\*/\n/\*\n(.*?)\n \*/', header.read_text(encoding='utf-8'), re.S)
    if not found:
        log.warning('%s does not open with its contract', header.name)
        return
    literal = False
    for line in found[1].split('\n'):
        line = re.sub(r'^ \* ?', '', line).expandtabs()
        indented = line.startswith('      ')
        if indented and not literal:
            yield from ('', '::', '')
        literal = indented or literal and not line
        yield line if literal else MARKED.sub(r'``\g<0>``', line).replace('&struct', 'struct')


def users(header: Path) -> List[str]:
    """Where a header is used, and what tests it."""
    line = f'#include <deed/{header.name}>'
    using = [f'``{path.relative_to(TOP)}``' for folder in ('samples', 'drivers', 'ports')
             for path in sorted((TOP / folder).glob('*/*.c'))
             if path.parent.name != 'misuse' and line in path.read_text(encoding='utf-8')]
    suite = TOP / f'kunit/{header.stem}.c'
    return [*(['Used by ' + ', '.join(using[:6]) + '.', ''] if using else []),
            *([f'Tested by ``{suite.relative_to(TOP)}``.', ''] if suite.exists() else [])]


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
        lines = ['::', '', f'   #include <deed/{path.name}>', '', *contract(path), '', *users(path)]
        if public(path):
            lines += [f'.. kernel-doc:: {shown}']
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


class Table(Directive):
    """``deed-table:: from-raw.csv``: a table of the book, with links."""

    required_arguments = 1

    @staticmethod
    def cell(column: str, text: str) -> str:
        """A cell as reStructuredText."""
        if column == 'header':
            return ' '.join(f'`{name} <api/{Path(name).stem}.rst>`_' for name in text.split())
        if column in ('raw', 'rust', 'deed') and text != 'none':
            return ', '.join(f'``{item}``' for item in items(text))
        return text

    def run(self) -> List[nodes.Node]:
        """A list-table of its rows."""
        path = BOOK / self.arguments[0]
        self.state.document.settings.env.note_dependency(str(path))
        table = rows(path)
        lines = ['.. list-table::', '   :header-rows: 1', '']
        for row in [{column: HEADINGS[column] for column in table[0]}, *table]:
            for mark, (column, text) in zip('*' + ' ' * len(row), row.items()):
                shown = text if row['note'] == HEADINGS['note'] else self.cell(column, text)
                lines.append(f'   {mark} - {shown}'.rstrip())
        node = nodes.section()
        node.document = self.state.document
        self.state.nested_parse(StringList(lines, path.name), 0, node)
        return node.children


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
        elif re.fullmatch(r'(?:deed|DEED)_\w+(?:\(\))?', text):
            self.name(node, text.rstrip('()'))
        elif NAMED.fullmatch(text) and not re.search(r'/$|/[A-Z]+\.\w+$', text):
            if (TOP / text).exists():
                self.wrap(node, self.to(TOP / text))
            elif not (KERNEL / text).exists():
                log.warning('there is no %s', text, location=node)
        elif re.match(r'make [a-z]', text) and not is_target(text.split()[1]):
            log.warning('there is no target for %s', text, location=node)

    def plain(self, node: nodes.Text) -> None:
        """A program of samples/misuse/ that a text names becomes a link."""
        made: List[nodes.Node] = []
        for piece in re.split(r'\b([a-z]\w*_\w+)\b', node.astext()):
            if piece in PROGRAMS:
                uri = self.to(PROGRAMS[piece])
                made.append(nodes.reference('', piece, internal=True, refuri=uri))
            else:
                made.append(nodes.Text(piece))
            if re.fullmatch(r'bug_\d+_\w+', piece) and piece not in PROGRAMS:
                log.warning('there is no program %s', piece, location=node.parent)
        if len(made) > 1:
            node.parent.replace(node, made)

    def name(self, node: nodes.literal, name: str) -> None:
        """A name of ours becomes a link to its description."""
        for found, _, _, docname, anchor, _ in self.app.env.get_domain('c').get_objects():
            if found == name:
                uri = self.app.builder.get_relative_uri(self.docname, docname)
                self.wrap(node, f'{uri}#{anchor}')
                return
        # what a macro generates stands with it; values of an enum stand with that
        if not any(re.search(rf'^ \* (?:@{name}: |``.*\b{name}\()', header.read_text(encoding='utf-8'), re.M)
                   for header in HEADERS.glob('*.h')):
            log.warning('no header has %s', name, location=node)

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
    for text in list(doctree.findall(nodes.Text)):
        if isinstance(text.parent, nodes.paragraph):
            links.plain(text)


def colour(_app: Any, doctree: nodes.document) -> None:
    """Say of literal blocks that are C that they are."""
    for node in doctree.findall(nodes.literal_block):
        text = node.astext()
        if 'language' not in node and CODE.search(text) and not DRAWN.search(text):
            node['language'], node['force'] = 'c', True


def setup(app: Any) -> Dict[str, Any]:
    """What Sphinx calls."""
    std_logging.getLogger('sphinx.sphinx.domains.c').addFilter(OneNamespace())
    app.add_directive('deed-header', Header)
    app.add_directive('deed-table', Table)
    app.connect('env-check-consistency', check)
    app.connect('env-purge-doc', purge)
    app.connect('doctree-read', colour)
    app.connect('doctree-resolved', link)
    return {'version': '1', 'parallel_read_safe': False, 'parallel_write_safe': False}
