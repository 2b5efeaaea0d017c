"""Set the spaces of a line as printers of its language do: which are narrow, and where no line may end.

An author types plain spaces. What is set here is a no-break space (before a French colon, in "p. 12", "S. M. Kirov",
"1 December") or a narrow one (before a French ";", in German "z. B."). A no-break space that the author typed stays
as it is; code, addresses and settled references are left alone. Only white space comes or changes: the words that
an edition holds are those of the settled book.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Final

from kirovbook.model.inlines import (
    CitationText,
    Code,
    Emphasis,
    Indexed,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Missing,
    NoteReference,
    Picture,
    ReferenceText,
    SmallCaps,
    Span,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from kirovbook.model.plain import plain_inlines
from kirovbook.quick_dataclass import dataclass

_NO_BREAK, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_FEWEST_SPACES_TO_TIE, _LONGEST_TIED = 3, 20
_ADDRESS = re.compile(r"\S*(?:://|www\.|\w@\w)\S*")
_SIGNS_OF_AN_ADDRESS = ("://", "www.", "@")


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where a space is set: the one character that the pattern's group ``at`` finds becomes ``made``.

    A line in which none of ``needs`` stands, if there are some, is not searched: most have none. A pattern is compiled
    when a line is searched, since a book has one or two of the languages.
    """

    written: str
    made: str
    needs: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.written)


@cache
def _compiled(written: str) -> re.Pattern[str]:
    return re.compile(written)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a line: its words, their language, and whether its spaces are ours to set."""

    words: str
    lang: str
    is_open: bool


def _tie(before: str, after: str, space: str = _NO_BREAK, needs: tuple[str, ...] = ()) -> _Rule:
    return _Rule(f"(?:{before})(?P<at> )(?={after})", space, needs)


def _parts(words: str) -> Iterator[_Rule]:
    """Set apart the parts of each abbreviation, whether a space was typed or not: "z. B.", "z.B."."""
    for word in words.split("|"):
        first, *rest = word.split()
        for index, part in enumerate(rest):
            before = rf"(?<![\w.]){r'[ ]?'.join(map(re.escape, (first, *rest[:index])))}"
            before = before.replace("[ ]?", f"[ {_NARROW}{_NO_BREAK}]?")
            yield _Rule(rf"{before}(?P<at> )(?={re.escape(part)})", _NARROW)
            # Its last letter has nothing before it but the stop.
            yield _Rule(rf"{before}(?P<at>{re.escape(part[0])})(?={re.escape(part[1:])})",
                        _NARROW + part[0])


_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ", "a-zß-öø-ÿа-яёіїєґ"
_INITIALS: Final = _tie(rf"(?<![\w.’'-])(?!I\. [A-Z][a-z])(?:[{_UPPER}]\.-?){{1,4}}", rf"[{_UPPER}](?:\.|[{_LOWER}’'])")
_FIGURE: Final = r"(?:\d|[IVXLC]{1,7}\b|[ivxlc]{1,7}\b)"
_SPACED_DASH: Final = _tie(r"(?<=\S)", rf"[–—](?:[ {_NO_BREAK}]|$)", needs=("–", "—"))
_MONTHS_BEGIN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH_MONTHS: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_ENGLISH: Final = (
    _SPACED_DASH,
    _tie(r"\b(?:[Pp]p?|[Nn]os?|[Vv]ols?|[Cc]h(?:ap)?s?|[Ff]igs?|nn?|ll?|ff?|[Ff]ols?|op|d|[Bb]k|[Pp]t|[Aa]rts?|ca?|§+)\.",
         _FIGURE),
    _tie("§+", r"\d", needs=("§",)),
    _tie(r"\b\d{1,2}(?:st|nd|rd|th)?", rf"{_ENGLISH_MONTHS}(?!\w)", needs=_MONTHS_BEGIN),
    _tie(rf"\b{_ENGLISH_MONTHS}", r"\d{1,2}(?!\d)", needs=_MONTHS_BEGIN),
    _tie(r"\b(?:St|Mr|Mrs|Ms|Dr|Prof|Messrs)\.?", rf"[{_UPPER}]", needs=("St", "Mr", "Ms", "Dr", "Prof", "Messrs")),
    _tie(r"(?<=\.)", r"\.(?: |\W|$)", needs=(". .",)),
    _tie(r"(?<=[\w,;:!?”’)])", rf"\.[ {_NO_BREAK}]\.", needs=(" .",)),
)

_AFTER_FRENCH: Final = r"(?=[\s\u2060\ufffc)\]»›”’\"…,.;:!?—–]|$)"
_BEFORE_FRENCH: Final = r"(?<=[^\s(\[«‹“‘;:!?\u2060])"


def _french(mark: str, space: str) -> tuple[_Rule, ...]:
    """Put ``space`` before a mark, in the place of a plain one or where there is none."""
    return (
        _Rule(rf"(?<=\S)(?P<at> )(?={mark}{_AFTER_FRENCH})", space),
        _Rule(rf"{_BEFORE_FRENCH}(?P<at>{mark}){_AFTER_FRENCH}", space + mark.removeprefix("\\")),
    )


_FRENCH_QUOTES: Final = (
    _Rule(r"(?<=[«‹])(?P<at> )", _NARROW),
    _Rule(r"(?<=\S)(?P<at> )(?=[»›])", _NARROW),
    *(_Rule(rf"(?P<at>{mark})(?=[^\s{_OBJECT}])", mark + _NARROW) for mark in "«‹"),
    *(_Rule(rf"(?<=[^\s«‹])(?P<at>{mark})", _NARROW + mark) for mark in "»›"),
)
_FRENCH_WORDS: Final = (
    _tie(r"\b(?:[pP]p?|[tT]|[vV]ol|[Ff]ol|[Cc]hap|[Aa]rt|[Ff]ig)\.", _FIGURE),
    _tie(r"\b[nN][°º]s?|§", r"\d"),
    _tie(r"\b(?:MM?\.|M(?:me|lle|gr|e)s?|Dr)", rf"[{_UPPER}]"),
    _tie(r"\b(?:\d{1,2}|1er)",
         r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"),
    _tie(r"\b\d+", "%"),
)
_STOPS: Final = (*_french(";", _NARROW), *_french("!", _NARROW), *_french(r"\?", _NARROW))

_GERMAN: Final = (
    _SPACED_DASH,
    *_parts("z. B.|d. h.|u. a.|i. d. R.|s. o.|s. u.|o. Ä.|u. Ä.|v. a.|z. T.|u. U.|d. i.|a. a. O.|u. v. m."
            "|o. J.|o. O.|a. D.|i. A.|e. V.|v. Chr.|n. Chr.|z. Zt.|m. E.|u. E."),
    _tie(r"\b(?:S|Sp|Bd|Bde|Nr|Kap|Abs|Art|Anm|Bl|Jg|H|Abb)\.", _FIGURE),
    _tie("§+", r"\d"),
    _tie(r"(?<=\d)", r"ff?\."),
    _tie(r"\b\d{1,2}\.",
         r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"),
    _tie(r"\b(?:Dr|Prof|Hl|St)\.", rf"[{_UPPER}]"),
)

_RUSSIAN: Final = (
    _tie(r"(?<=\S)", "[–—]"),
    _tie(r"(?<![\w-])[ВвКкСсУуОоИиАаЯяІіЙйЗзЎў]", r"\S"),
    _tie(r"(?<!\w)(?:[Сс]тр|[сСтТлЛдДфФ]|[Оо]п|[Гг]л|[Кк]н|[Вв]ып|[Рр]ис)\.", _FIGURE),
    _tie("[№§]+", r"\d"),
    _tie(r"(?<!\w)(?:т|и)\.", r"(?:е|д|п|к|н)\."),
    _tie(r"(?<!\w)[Гг]\.", r"[А-ЯЁ]"),
    _tie(r"(?<=[\dXIV])", r"(?:гг?|вв?|руб|коп)\."),
    _tie(r"\b\d{1,2}",
         "(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
         r"січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)\b"),
)

_RULES: Final[dict[str, tuple[_Rule, ...]]] = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "fr": (*_STOPS, *_french(":", _NO_BREAK), *_FRENCH_QUOTES, *_FRENCH_WORDS),
    # Quebec sets no space before the high stops, Switzerland a narrow one before the colon and none in its quotes.
    "fr-ca": (*_french(":", _NO_BREAK), *_FRENCH_QUOTES, *_FRENCH_WORDS),
    "fr-ch": (*_STOPS, *_french(":", _NARROW), *_FRENCH_WORDS),
    "ru": _RUSSIAN,
    "uk": _RUSSIAN,
    "be": _RUSSIAN,
}


def set_spaces(line: Inlines, lang: str) -> Inlines:
    """Give a line with its spaces as its language sets them; ``[text]{lang=fr}`` within it has its own."""
    pieces = list(_pieces(line, lang))
    if not (edits := _edits(pieces)):
        return line
    return _rebuilt(line, lang, _Reader(edits))


def tie_last_words(title: Inlines, lang: str) -> Inlines:
    """Give a title whose last word does not stand alone on its last line.

    A title of three words or fewer, and one whose last two words are long together or code, may break where it must.
    """
    pieces = list(_pieces(title, lang))
    words = "".join(piece.words for piece in pieces).rstrip()
    at = words.rfind(" ")
    tied = words[words.rfind(" ", 0, max(at, 0)) + 1 :]
    if words.count(" ") < _FEWEST_SPACES_TO_TIE or len(tied) > _LONGEST_TIED or _OBJECT in tied:
        return title
    return _rebuilt(title, lang, _Reader({at: _NO_BREAK}))


@cache
def _rules_of(lang: str) -> tuple[_Rule, ...]:
    lang = lang.lower().replace("_", "-")
    own = _RULES.get(lang) or _RULES.get("-".join(lang.split("-")[:2])) or _RULES.get(lang.partition("-")[0], ())
    return (_INITIALS, *own)


def _edits(pieces: list[_Piece]) -> dict[int, str]:
    """Give what is to stand for the character at each place of the line that changes."""
    words = "".join(piece.words for piece in pieces)
    ends = list(accumulate(len(piece.words) for piece in pieces))
    has_address = any(sign in words for sign in _SIGNS_OF_AN_ADDRESS)
    addresses = [found.span() for found in _ADDRESS.finditer(words)] if has_address else []
    edits: dict[int, str] = {}
    for lang in dict.fromkeys(piece.lang for piece in pieces):
        for rule in _rules_of(lang):
            if rule.needs and not any(needed in words for needed in rule.needs):
                continue
            for found in rule.pattern.finditer(words):
                at = found.start("at")
                piece = pieces[bisect_right(ends, at)]
                if piece.lang == lang and piece.is_open and not any(start <= at < end for start, end in addresses):
                    edits.setdefault(at, rule.made)
    return edits


def _pieces(line: Inlines, lang: str) -> Iterator[_Piece]:
    for inline in line:
        match inline:
            case Text(words):
                yield _Piece(words, lang, is_open=True)
            case ReferenceText(words) | NoteReference(words) | Missing(words):
                yield _Piece(words, lang, is_open=False)
            case Code() | Picture():
                yield _Piece(_OBJECT, lang, is_open=False)
            case LineBreak():
                yield _Piece("\n", lang, is_open=False)
            case Link() if _is_address(inline):
                yield _Piece(plain_inlines(inline.content), lang, is_open=False)
            case (
                Emphasis(content) | Strong(content) | Strikeout(content) | Superscript(content) | Subscript(content)
                | SmallCaps(content) | Span(content) | Link(content) | CitationText(content) | Indexed(content)
            ):
                yield from _pieces(content, _lang_of(inline, lang))
            case _:
                # A note's mark is nothing to the words around it.
                pass


def _is_address(link: Link) -> bool:
    """Answer whether a link's words are where it leads: they are no text that could be set."""
    words = plain_inlines(link.content)
    return words == link.target or bool(_ADDRESS.fullmatch(words))


def _lang_of(inline: Inline, lang: str) -> str:
    return inline.attributes.get("lang") or lang if isinstance(inline, Span) else lang


class _Reader:
    """Goes along a line piece by piece and gives each with what changes in it."""

    def __init__(self, edits: dict[int, str]) -> None:
        self.edits = sorted(edits.items())
        self.at = self.done = 0

    def take(self, words: str) -> str:
        start, self.at = self.at, self.at + len(words)
        made: list[str] = []
        taken = 0
        while self.done < len(self.edits) and (edit := self.edits[self.done])[0] < self.at:
            made += words[taken : edit[0] - start], edit[1]
            taken = edit[0] - start + 1
            self.done += 1
        return "".join((*made, words[taken:])) if made else words


def _rebuilt(line: Inlines, lang: str, reader: _Reader) -> Inlines:
    made: list[Inline] = []
    for inline in line:
        match inline:
            case Text(words):
                made.append(Text(reader.take(words)))
            case (
                Emphasis(content) | Strong(content) | Strikeout(content) | Superscript(content) | Subscript(content)
                | SmallCaps(content) | Span(content) | Link(content) | CitationText(content) | Indexed(content)
            ) if not (isinstance(inline, Link) and _is_address(inline)):
                made.append(replace(inline, content=_rebuilt(content, _lang_of(inline, lang), reader)))
            case _:
                for piece in _pieces((inline,), lang):
                    reader.take(piece.words)
                made.append(inline)
    return tuple(made)
