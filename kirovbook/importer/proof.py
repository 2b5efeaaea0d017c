"""Prove that the book has every word of the page, in the page's order.

Four rows of words are held against each other: the page's own (found without the reader), the reader's pieces, the
pieces as they were arranged, and the files as the program reads them. Only the third may lack words: those that a
repair has marked as dropped, and has reported.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Page, Piece
from kirovbook.importer.write import WrittenFile
from kirovbook.model.book import MatterPart, WrittenNote
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.parse.chapters import parse_chapter
from kirovbook.parse.sources import parse_source
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass

Words = Callable[[], Iterator[str]]
PARSED = 3_000_000
"""In signs of Markdown: up to here the files are read by the parser itself; beyond, its marks are only taken off."""
_SHOWN = 12
_REPORT = "report this page: no repair explains the difference"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the proof counted: words of the page, of the book, dropped by repairs; and what it found wrong."""

    page: int
    book: int
    dropped: int
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is held against each other: a page, its pieces as read, as arranged, and the files made of them.

    ``title`` is the page's where no file has it.
    """

    page: Page
    arranged: tuple[Piece, ...]
    files: tuple[WrittenFile, ...]
    notes: tuple[Piece, ...]
    title: str


def prove(parts: Parts, lang: str) -> Proof:
    """Hold a page against the files that were made of it."""
    place = Place(parts.page.file)
    read, arranged = _all(parts.page.pieces), _all(parts.arranged)
    on_page, found = _compare(parts.page.words, read, place, "the page's words were not all read")
    held = Counter(arranged())
    found += _compare_bags(Counter(read()), held, place)
    in_book, unlike = _compare(
        _kept(parts.arranged), _book(parts, lang), place, "the book does not say what the page says"
    )
    return Proof(on_page, in_book, held.total() - in_book, (*found, *unlike))


def _all(pieces: Sequence[Piece]) -> Words:
    return lambda: chain.from_iterable(signs.words(signs.all_of(piece.text)) for piece in pieces)


def _kept(pieces: Sequence[Piece]) -> Words:
    return lambda: chain.from_iterable(
        signs.words(signs.kept(piece.text)) for piece in pieces if piece.kind is not Kind.DROPPED
    )


def _compare(wanted: Words, held: Words, place: Place, message: str) -> tuple[int, list[Diagnostic]]:
    """Compare two rows of words in order; where they differ, say which words only one of them has."""
    count, before = 0, deque[str](maxlen=4)
    for one, other in zip_longest(wanted(), held()):
        if one != other:
            break
        before.append(one)
        count += 1
    else:
        return count, []
    missing = Counter(wanted()) - Counter(held())
    added = Counter(held()) - Counter(wanted())
    where = f"after '{' '.join(before)}'" if before else "at the beginning"
    if missing or added:
        said = f"{message}, first {where}: lost: {_listed(missing)}; added: {_listed(added)}"
        return count, [Diagnostic("I110", ERROR, place, said, _REPORT)]
    said = f"words stand in another order than on the page, first {where}"
    total = sum(1 for _ in held())
    return total, [Diagnostic("I111", WARNING, place, said, "compare the book with the page there")]


def _compare_bags(wanted: Counter[str], held: Counter[str], place: Place) -> Iterator[Diagnostic]:
    if wanted != held:
        message = f"lost while arranging: {_listed(wanted - held)}; added: {_listed(held - wanted)}"
        yield Diagnostic("I110", ERROR, place, message, _REPORT)


def _listed(words: Counter[str]) -> str:
    if not words:
        return "nothing"
    listed = ", ".join(
        f"'{word}'" + (f" ({count} times)" if count > 1 else "") for word, count in list(words.items())[:_SHOWN]
    )
    return listed + (f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else "")


def _book(parts: Parts, lang: str) -> Words:
    """Give the words of the files, as the program or a plainer reader finds them; notes come last, each once."""
    size = sum(len(file.text) for file in parts.files)
    read = _parsed if size <= PARSED else _stripped
    labels = list(dict.fromkeys(note.label for note in parts.notes if note.kind is Kind.NOTE))

    def words() -> Iterator[str]:
        defined: dict[str, str] = {}
        yield from signs.words(parts.title)
        for file in parts.files:
            texts, found = read(file, lang)
            for text in texts:
                yield from signs.words(text)
            defined = {**found, **defined}
        for label in labels:
            yield from signs.words(defined.get(label, ""))

    return words


def _parsed(file: WrittenFile, lang: str) -> tuple[Iterable[str], dict[str, str]]:
    given = ManuscriptFile(file.path, file.text)
    if "/sources/" in file.path:
        source = parse_source(given, lang, frozenset()).value
        title = () if file.is_title_added else (plain_inlines(source.header.title),)
        blocks = (*source.headnote, *source.passage)
        return chain(title, (words for words, _ in plain_blocks(blocks))), _defined(source.notes)
    part = MatterPart.BACK if "/back/" in file.path else MatterPart.BODY
    chapter = parse_chapter(given, part, lang, frozenset()).value
    title = () if file.is_title_added else (plain_inlines(chapter.title),)
    return chain(title, (words for words, _ in plain_blocks(chapter.blocks))), _defined(chapter.notes)


def _defined(notes: Sequence[WrittenNote]) -> dict[str, str]:
    return {note.label: "\n".join(words for words, _ in plain_blocks(note.content)) for note in notes}


_NOTE = re.compile(r"^\[\^([^\]\n]+)\]: (.*(?:\n\n?    .*)*)", re.MULTILINE)
_TITLE = re.compile(r'^title: "(.*)"$', re.MULTILINE)
_MARKUP = re.compile(
    r"(?<!\\)<!--.*?-->|(?<!\\)\[(?:-?@|\^)[^\]]*\]|(?<!\\)\[[^\]\\@]*@[^\]]*\]|^::: extract$|\\(?=[^\w\s])",
    re.MULTILINE,
)


def _stripped(file: WrittenFile, lang: str) -> tuple[Iterable[str], dict[str, str]]:  # noqa: ARG001 - as _parsed
    header, _, body = file.text.removeprefix("---\n").partition("\n---\n")
    defined = {found[1]: _MARKUP.sub("", found[2]) for found in _NOTE.finditer(body)}
    texts = []
    if (title := _TITLE.search(header)) and not file.is_title_added:
        texts.append(_MARKUP.sub("", title[1].replace("\\\\", "\\")))
    if file.is_title_added and "/sources/" not in file.path:
        body = re.sub(r"\A\s*# .*", "", body)
    texts.append(re.sub(r"(?<!\\)[*~^]|^(?:1\.|\|) ", "", _MARKUP.sub("", _NOTE.sub("", body)), flags=re.MULTILINE))
    return texts, defined
