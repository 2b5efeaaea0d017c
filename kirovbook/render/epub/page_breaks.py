"""Set the breaks of the printed pages into an e-book, each before the very word that its page begins with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from html import escape, unescape

from kirovbook.model.book import ArrangedBook, LeafKind
from kirovbook.model.letters import bare
from kirovbook.model.printed_page import STANDS_FOR, PageText
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.addresses import Addresses
from kirovbook.render.epub.rendering import NAVIGATION
from kirovbook.render.running_text import OF_ONE_EDITION, WORDED_ANEW

LEFT_OUT_ROLES = frozenset({"doc-noteref", "doc-endnotes", "doc-toc", "doc-pagelist"})
"""Roles of what is no running text of the page: notes are read at their marks, navigation is the program's."""

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([A-Za-z0-9:]+)")
_CLASS, _ROLE = re.compile(r' class="([^"]*)"'), re.compile(r' role="([^"]*)"')
_LETTER = re.compile(r"&[^;\s]+;|.", re.DOTALL)
_LEFT_BEHIND = frozenset({
    "a", "b", "cite", "code", "em", "header", "h1", "h2", "h3", "h4", "h5", "h6", "i", "mark", "nav", "s", "span",
    "strong", "sub", "sup",
})
"""A break stands before these and not within them: it is no part of a heading or of emphasis."""
_NO_NAME = re.compile(r"[^\w.-]")
_LONGEST_WORD = 30
_LONG_ENOUGH_TO_FIND = 40


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a printed page begins: its label, and how many letters of the e-book's page stand before it."""

    label: str
    letters: int


def anchor_of_page(label: str) -> str:
    """Give the id of the break of a printed page."""
    return f"page-{_NO_NAME.sub('-', label)}"


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A line of the list of pages: the page's label and the address of its break."""

    label: str
    href: str

    @property
    def is_numbered(self) -> bool:
        """Answer whether the page belongs to those with Arabic numbers."""
        return self.label.isdecimal()


def listed_pages(printed: Sequence[PageText], breaks: Mapping[str, Sequence[PageBreak]]) -> tuple[ListedPage, ...]:
    """Give the list of pages in the order of the printed book."""
    files = {each.label: href for href, every in breaks.items() for each in every}
    return tuple(
        ListedPage(page.label, f"{files[page.label]}#{anchor_of_page(page.label)}")
        for page in printed if page.label in files
    )


def plan_breaks(
    printed: Sequence[PageText], arranged: ArrangedBook, addresses: Addresses, texts: Mapping[str, str]
) -> dict[str, tuple[PageBreak, ...]]:
    """Find for each printed page the file of the e-book and the letter that it begins with.

    ``texts`` are the letters of each file (see ``letters_of``). A page that holds no running text, because it is
    blank or all notes, begins where the next one does. What the e-book has in another form, as the contents, has its
    pages' breaks at its opening.
    """
    files = _files(arranged, addresses)
    whole: dict[str, str] = defaultdict(str)
    for page in printed:
        for part in page.parts:
            whole[part.unit] += part.letters
    plan = _Plan(files, texts, whole)
    for page in printed:
        plan.add(page)
    return plan.finished()


@dataclass(slots=True)
class _Plan:
    """The breaks so far; ``read`` counts the letters of each unit on the pages before."""

    files: Mapping[str, str]
    texts: Mapping[str, str]
    whole: Mapping[str, str]
    breaks: dict[str, list[PageBreak]] = field(default_factory=lambda: defaultdict(list))
    read: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waiting: list[str] = field(default_factory=list)
    last: str = ""

    def add(self, page: PageText) -> None:
        """Set the break of a page, and of those before it that wait for a word."""
        self.waiting.append(page.label)
        opening = next((part for part in page.parts if part.unit in self.files), None)
        if opening:
            self.last = self.files[opening.unit]
            self._set(self._letters_before(opening.unit, opening.letters))
        for part in page.parts:
            self.read[part.unit] += len(part.letters)

    def finished(self) -> dict[str, tuple[PageBreak, ...]]:
        """Give the breaks of each file; the blank pages at the book's end follow its last word."""
        if self.waiting and self.last:
            self._set(len(self.texts.get(self.last, "")))
        return {href: tuple(breaks) for href, breaks in self.breaks.items()}

    def _set(self, letters: int) -> None:
        here = self.breaks[self.last]
        letters = max([letters, *(each.letters for each in here[-1:])])
        here.extend(PageBreak(label, letters) for label in self.waiting)
        self.waiting.clear()

    def _letters_before(self, unit: str, following: str) -> int:
        text = self.texts.get(self.files[unit], "")
        if self.whole[unit] == text:
            return self.read[unit]
        # The two editions word this unit otherwise: where the page's first words stand, else where the last page began.
        before = max((each.letters for each in self.breaks[self.files[unit]]), default=0)
        return max(text.find(following[:_LONG_ENOUGH_TO_FIND], before), before) if self.read[unit] else before


def _files(arranged: ArrangedBook, addresses: Addresses) -> dict[str, str]:
    """Give the file of each unit. A half-title stands with what follows it, a contents page is the navigation."""
    files: dict[str, str] = {}
    following = ""
    for leaf in reversed(arranged.leaves):
        following = addresses.of(leaf.unit) or following
        files[leaf.unit] = following
    return files | {str(kind): NAVIGATION for kind in (LeafKind.CONTENTS, LeafKind.LIST_OF_SOURCES)} | {
        str(LeafKind.HALF_TITLE): files.get(str(LeafKind.TITLE_PAGE), "")
    }


def letters_of(text: str) -> str:
    """Give the letters of the running text of a page of the e-book, in the form of ``PagePart``."""
    return "".join(piece.letters for piece in _pieces(_TAG.split(text)))


def set_breaks(text: str, breaks: Sequence[PageBreak]) -> str:
    """Write the breaks into a page of the e-book; one within a word is moved before it."""
    if not breaks:
        return text
    tokens = _TAG.split(text)
    written: dict[int, list[tuple[int, str]]] = defaultdict(list)
    left, read = list(breaks), 0
    for piece in _pieces(tokens):
        while left and left[0].letters < read + len(piece.letters):
            each = left.pop(0)
            index, at = _point(tokens, piece, each.letters - read)
            # Of two pages that divide one long word the second may not go before the first.
            at = max(at, *(before for before, _ in written[index]), 0)
            written[index].append((at, _markup(each.label)))
        read += len(piece.letters)
    if left:
        edge = "</body" if read else "<body"
        index = next(index for index, token in enumerate(tokens) if token.startswith(edge))
        written[index].extend((0 if read else len(tokens[index]), _markup(each.label)) for each in left)
    return "".join(_with(token, written.get(index, ())) for index, token in enumerate(tokens))


def _with(token: str, breaks: Sequence[tuple[int, str]]) -> str:
    for at, markup in reversed(breaks):
        token = token[:at] + markup + token[at:]
    return token


def _markup(label: str) -> str:
    name, label = escape(anchor_of_page(label)), escape(label)
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="{name}" aria-label="{label}"></span>'


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters of the running text: the token they stand in, and the one that a break before them stands before."""

    index: int
    letters: str
    opening: int


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: its name, the token of its tag, how many letters stood before it."""

    name: str
    index: int
    letters: int


def _pieces(tokens: Sequence[str]) -> Iterator[_Piece]:
    """Go through the markup, which is our own and well-formed, and give the letters that are running text."""
    is_in_body, read, left_out = False, 0, 0
    stack: list[_Open] = []
    for index, token in enumerate(tokens):
        letters = ""
        if index % 2 == 0:
            letters = bare(unescape(token)) if is_in_body and not left_out else ""
        elif token.startswith("</"):
            stack.pop()
            left_out = left_out if left_out <= len(stack) else 0
        elif named := _NAME.match(token):
            is_in_body |= named[1] == "body"
            if is_in_body and not left_out and (named[1] == "img" or _classes(token) & WORDED_ANEW):
                letters = STANDS_FOR
        if letters:
            yield _Piece(index, letters, _opening(stack, index, read))
            read += len(letters)
        if index % 2 and (named := _NAME.match(token)) and not token.startswith("</") and not token.endswith("/>"):
            stack.append(_Open(named[1], index, read))
            if not left_out and _is_left_out(token):
                left_out = len(stack)


def _opening(stack: Sequence[_Open], index: int, read: int) -> int:
    for each in reversed(stack):
        if each.name not in _LEFT_BEHIND or each.letters != read:
            break
        index = each.index
    return index


def _is_left_out(tag: str) -> bool:
    role = _ROLE.search(tag)
    # The landmarks, which readers are told of and nobody sees, have no role to know them by.
    has_role = role is not None and role[1] in LEFT_OUT_ROLES
    return has_role or ' hidden="' in tag or bool(_classes(tag) & (OF_ONE_EDITION | WORDED_ANEW))


def _classes(tag: str) -> frozenset[str]:
    written = _CLASS.search(tag)
    return frozenset(written[1].split()) if written else frozenset()


def _point(tokens: Sequence[str], piece: _Piece, letters: int) -> tuple[int, int]:
    """Give the token and the place within it where a break goes that has so many letters of the piece before it."""
    token = tokens[piece.index]
    if (not letters and piece.opening < piece.index) or token.startswith("<"):
        return piece.opening, 0
    starts: list[int] = []
    for found in _LETTER.finditer(token):
        starts += [found.start()] * len(bare(unescape(found[0])))
    at = starts[letters]
    return piece.index, _start_of_word(token, at)


def _start_of_word(token: str, at: int) -> int:
    start = at
    while start and token[start - 1] not in _BETWEEN_WORDS and not token[start - 1].isspace():
        start -= 1
    is_divided = token[at].isalnum() and token[start:at] and at - start <= _LONGEST_WORD and _has_case(token[start:at])
    return start if is_divided else at


_BETWEEN_WORDS = "-\u2010\u2011\u2013\u2014/;"


def _has_case(word: str) -> bool:
    """Chinese has no spaces to move a break to, and its words are broken anywhere."""
    return word.casefold() != word or word.upper() != word
