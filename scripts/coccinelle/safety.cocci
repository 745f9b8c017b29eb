// SPDX-License-Identifier: GPL-2.0
/// A raw kernel call in abstractions/ without its SAFETY comment.
///
/// The abstractions are what everybody trusts, for only there may raw calls
/// stand. What each of them wants, and why it gets it, is said in a comment
/// that starts with SAFETY: before the function; before the one that it follows
/// without anything in between; in the function before the call; or, for all that
/// follows in the file, by itself, with an empty line after it or the word "below"
/// in its first sentence. Where it wants several things these are numbered 1., 2.,
/// ...: a number that is missing is reported, too. What scripts/gcc-plugin/harmless
/// lists is not raw.
///
/// Comments are not in what spatch reads of C: this looks at the lines.
///
// Confidence: High
// Since: Linux 6.12
// Options: --no-includes --include-headers
// Files: abstractions/

virtual report
virtual org

@initialize:python@
@@
import os
import re

KEYWORDS = set('if while for switch return sizeof typeof __typeof__ alignof do else case defined '
	       '__attribute__ static_assert asm __asm__ _Generic offsetof'.split())
# what gcc compiles into nothing, or into what a line of C would
PLAIN = re.compile(r'(__*)?deed_|__?DEED_|DEED_|container_of|[A-Z]+_ONCE$|__same_type$|'
		   r'__builtin_|const_cast|__cleanup$|__printf$|__releases|__acquires|'
		   r'EXPORT_SYMBOL|__UNIQUE_ID$|__free$|_IOC_')

def blank(match):
	"""As many lines, with nothing on them."""
	return re.sub(r'[^\n]', ' ', match[0])

def harmless_of(path):
	"""The names and beginnings of names that scripts/gcc-plugin/harmless lists."""
	folder = os.path.dirname(os.path.abspath(path))
	while folder != '/' and not os.path.exists(folder + '/scripts/gcc-plugin/harmless'):
		folder = os.path.dirname(folder)
	with open(folder + '/scripts/gcc-plugin/harmless') as listed:
		return [line.strip() for line in listed if line.strip() and line[0] != '#']

def raw(name, lines):
	"""Whether a name is a raw one: the longest entry that fits counts."""
	fits = [line for line in lines
		if name == line.split(' ->')[0] or line.split(' ->')[0][-1] == '*' and
		name.startswith(line.split(' ->')[0][:-1])]
	return not fits or ' -> ' in max(fits, key=lambda line: len(line.split(' ->')[0]))

def bodies(code):
	"""Where functions start and end: heads at the left, braces alone on a line."""
	for match in re.finditer(r'^\{\n.*?^\}', code, re.M | re.S):
		head = re.search(r'(\A|[;}]|\n[ \t]*\n)[^;{}]*?\Z', code[:match.start()])
		start = head.end(1) if head else match.start()
		start += len(code[start:]) - len(code[start:].lstrip())
		if '(' in code[start:match.start()] and '=' not in code[start:match.start()]:
			yield start, match.start(), match.end()

def numbered(comment):
	"""Whether the numbers of a comment are complete."""
	numbers = [int(n) for n in re.findall(r'(?:SAFETY: |[.;:] |^[ \t*]*)(\d+)\. ',
						       comment, re.M)]
	return numbers in ([], list(range(1, len(numbers) + 1))) and numbers != [1]

def calls(code, text, start, end):
	"""The calls in a body: where, and of what. Not through a pointer."""
	local = set(re.findall(r'\(\*(?:const )?(\w+)\)\s*\(', code[:end]))
	for match in re.finditer(r'(?<![\w.>])([A-Za-z_]\w*)\s*\(', code[start:end]):
		if match[1] not in KEYWORDS and match[1] not in local:
			yield start + match.start(1), match[1]

def place(text, at):
	"""The line and the column of a place."""
	return text.count('\n', 0, at) + 1, at - text.rfind('\n', 0, at) - 1

def split(path):
	"""A file: its text, its comments, and what is left of it as code."""
	with open(path, errors='replace') as source:
		text = source.read()
	comments = [(m.start(), m.end(), m[0]) for m in re.finditer(r'/\*.*?\*/', text, re.S)]
	code = re.sub(r'/\*.*?\*/|//[^\n]*|"(\\.|[^"\\\n])*"', blank, text, flags=re.S)
	code = re.sub(r'^[ \t]*#(\\\n|[^\n])*', blank, code, flags=re.M)
	return text, comments, code

def raw_calls(path):
	"""The raw calls of a file, each name once in a function: where, of what, and
	whether a SAFETY comment is about them. scripts/audit counts them, too."""
	text, comments, code = split(path)
	lines = harmless_of(path)
	own = set(re.findall(r'(\w+)\([^()]*(?:\([^()]*\)[^()]*)*\)\s*\n?\{', code))
	covered, last = False, 0
	section = [b for _, b, c in comments
		   if re.search(r'SAFETY:[^.]*\bbelow\b', c) or
		   'SAFETY:' in c and text.startswith('\n\n', b)]
	for start, body, end in bodies(code):
		between = [c for a, b, c in comments if last <= a < start]
		here = any('SAFETY:' in c for c in between)
		# nothing but space since the last function: what holds for it goes on
		covered = here or covered and not text[last:start].strip()
		covered |= any(b <= start for b in section)
		last = end
		found = {}
		for at, name in calls(code, text, body, end):
			if name in own or PLAIN.match(name) or not raw(name, lines):
				continue
			said = covered or any('SAFETY:' in c for a, b, c in comments if start <= a < at)
			# the first, and if one of them has no comment, that one
			if name not in found or found[name][1] and not said:
				found[name] = (at, said)
		for name, (at, said) in found.items():
			yield place(text, at) + (name, said)

def findings(path):
	"""The places of a file where a SAFETY comment is missing: line, column, message."""
	for line, column, name, said in raw_calls(path):
		if not said:
			yield (line, column, name, "WARNING: raw call of %s() without a SAFETY comment: "
			       'what does it want, and why does it get it?' % name)
	text, comments, _ = split(path)
	for a, _, comment in comments:
		if 'SAFETY:' in comment and not numbered(comment):
			yield place(text, a) + ('', 'WARNING: a SAFETY comment whose numbers are not '
						'1., 2., ...')

def everything(show):
	for path in cocci.files():
		if '/abstractions/' not in '/' + path:
			continue
		for line, column, name, msg in sorted(findings(path)):
			show(coccilib.elems.Location(path, '', 0, 0, 0, 0, line, column, line,
						     column + len(name)), msg)

@script:python depends on report@
@@

everything(coccilib.report.print_report)

@script:python depends on org@
@@

everything(coccilib.org.print_todo)
