# SPDX-License-Identifier: GPL-2.0
"""How Sphinx makes the book: see scripts/docs/build, which calls it."""

import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / 'scripts/docs'),
                str(TOP / 'build/linux/source/Documentation/sphinx')]

project = 'deed'
author = 'the authors of deed'
# automarkup links foo() and struct foo, kerneldoc takes comments out of headers;
# both are the kernel's. book is ours: pages of headers, links into the tree.
extensions = ['automarkup', 'book', 'kerneldoc']
needs_sphinx = '5.3'
exclude_patterns = []

# relative to the top of the tree, where scripts/docs/build stands
kerneldoc_bin = 'scripts/docs/kernel-doc'
kerneldoc_srctree = '.'

highlight_language = 'none'	# of drawings and messages; what is C, book finds out
smartquotes = False
nitpicky = True
# kernel-doc refers to each type in a prototype; of the kernel's there is no page
nitpick_ignore_regex = [(r'c:.*', r'(?!(struct |enum )?(deed|DEED)_).*')]

html_theme = 'alabaster'
html_theme_options = {'description': 'Ownership for Linux kernel modules, in C',
                      'fixed_sidebar': True, 'page_width': '70em'}
html_static_path = ['static']
html_css_files = ['book.css']
html_show_copyright = False
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
