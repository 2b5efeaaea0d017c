"""Show the rules what the author says in his own words: nothing quoted, in another language, italic or markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kirovbook.lint.prose import HEADER, Lines, Stretch, blank, prose_of, stretches
from kirovbook.model.house_rules import USUAL_HOUSE, HouseRules
from kirovbook.project import ManuscriptFile
from kirovbook.quick_dataclass import dataclass

# What is markup and not words: citations, attributes, addresses, the labels of notes.
MARKUP = re.compile(
    r"-?@\{[^{}\n]{0,200}\}|-?@[\w][\w:.#$%&+?<>~/-]*|\{[^{}\n]{0,400}\}|\]\([^()\n]{0,400}\)|\[\^[^\]\n]{0,100}\]"
    r"|<[^<>\n]{1,400}>"
)
_MARKED_LANG = re.compile(r"\[[^\[\]]{0,2000}\]\{[^{}\n]{0,200}\blang=[^{}\n]{0,200}\}")
SIGNS_OF_MARKUP = ("@", "{", "](", "[^", "<")
# Quotation marks of English, German, French and Russian; a paragraph may leave the closing one to the next.
QUOTED = re.compile(
    r"“[^”]*(?:”|\Z)|„[^“”]*(?:[“”]|\Z)|«[^»]*(?:»|\Z)|\"[^\"]*(?:\"|\Z)"
    r"|(?<!\w)‘(?:[^‘’]|’(?=\w)){0,2000}’|(?<!\w)'(?=\w)(?:[^']|'(?=\w)){0,2000}'(?!\w)"
)
_TITLE = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*]{0,400}\*(?!\w)|(?<!\w)_(?=[^\s_])[^_]{0,400}_(?!\w)")
_CITED = re.compile(r"\[[^\[\]\n]{0,400}@[^\[\]\n]{0,400}\]")
_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)(?:[^\s<>\"“”()]|\([^\s<>\"“”()]{0,100}\)){1,400}"
    r"|\b[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{1,60}"
)
_INK = re.compile(r"[^\n]")
_BLOCK_QUOTED = re.compile(r"[ \t]{0,3}>")
_PASSAGE = re.compile(
    r"^:::+[ \t]*\{?\.?(?:extract|precis|facsimile)\b.*?(?:^:::+[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The paragraphs of the narrative and the headnotes; what is not the author's own wording has become spaces.

    ``lang`` is the book's language (BCP 47), ``house`` what the author wants of it.
    """

    stretches: tuple[Stretch, ...]
    lang: str = "en-GB"
    house: HouseRules = USUAL_HOUSE

    def __iter__(self) -> Iterator[Stretch]:
        return iter(self.stretches)

    def of(self, files: Iterable[ManuscriptFile]) -> tuple[Stretch, ...]:
        """Give the paragraphs of some of the files."""
        paths = {file.path for file in files}
        return tuple(stretch for stretch in self.stretches if stretch.places[0].file in paths)


def own_words_of(
    narrative: Iterable[ManuscriptFile], sources: Iterable[ManuscriptFile] = (), lang: str = "en-GB",
    house: HouseRules = USUAL_HOUSE,
) -> OwnWords:
    """Give what the author himself says in the files of the narrative, and around the passages of the sources."""
    files = (*narrative, *(replace(file, text=without_passage(file.text)) for file in sources))
    return OwnWords(tuple(own(stretch) for stretch in stretches(prose_of(files))), lang, house)


@dataclass(frozen=True, slots=True)
class Wording:
    """Every paragraph of the book, passages and quotations too, without markup, citations, code and other languages.

    ``lang`` is the book's language (BCP 47).
    """

    stretches: tuple[Stretch, ...]
    lang: str = "en-GB"

    def __iter__(self) -> Iterator[Stretch]:
        return iter(self.stretches)


def wording_of(lines: Lines) -> Wording:
    """Give the paragraphs of some prose without their markup."""
    return Wording(tuple(_without_markup(stretch) for stretch in stretches(lines)), lines.lang)


def _without_markup(stretch: Stretch) -> Stretch:
    words = stretch.words
    words = without_markup(words)
    if "@" in words or "://" in words or "www." in words:
        words = _ADDRESS.sub(blank, words)
    return replace(stretch, words=words)


def without_markup(words: str) -> str:
    """Put spaces in the place of citations, of what is marked to be in another language, and of markup."""
    if "@" in words and "[" in words:
        words = _CITED.sub(blank, words)
    if "lang=" in words:
        words = _MARKED_LANG.sub(blank, words)
    return MARKUP.sub(blank, words) if any(sign in words for sign in SIGNS_OF_MARKUP) else words


def without_passage(text: str) -> str:
    """Give the text of a source's file with spaces instead of its passage, which is another's."""
    start = found.end() if (found := HEADER.match(text)) else 0
    return text[:start] + _PASSAGE.sub(blank, text[start:])


def only_passage(text: str) -> str:
    """Give the text of a source's file with spaces instead of everything but what its passage says."""
    start = found.end() if (found := HEADER.match(text)) else 0
    shown, end = [], 0
    for passage in _PASSAGE.finditer(text, start):
        opening = text.find("\n", passage.start(), passage.end())
        closing = max(opening, text.rfind("\n", passage.start(), passage.end()))
        if opening >= 0:
            shown += [_INK.sub(" ", text[end:opening]), text[opening:closing]]
            end = closing
    return "".join(shown) + _INK.sub(" ", text[end:])


def own(stretch: Stretch) -> Stretch:
    """Put spaces in the place of what is quoted, in another language, italic, or markup."""
    words = stretch.words
    if ">" in words:
        words = "\n".join(" " * len(line) if _BLOCK_QUOTED.match(line) else line for line in words.split("\n"))
    words = without_markup(words)
    if "*" in words or "_" in words:
        words = _TITLE.sub(blank, words)
    return Stretch(QUOTED.sub(blank, words), stretch.starts, stretch.places)


def lines_of(own_words: OwnWords) -> Lines:
    """Give the same line by line."""
    return Lines(
        tuple(line for one in own_words for line in zip(one.places, one.words.split("\n"), strict=True)),
        own_words.lang, own_words.house,
    )
