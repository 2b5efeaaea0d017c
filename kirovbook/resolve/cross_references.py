"""Lead the reader from one part of the book to another: sources, chapters, headings."""

from __future__ import annotations

import re
from dataclasses import field, replace

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place, Related
from kirovbook.memory import Memory
from kirovbook.model.book import Manuscript, MatterPart, WrittenChapter
from kirovbook.model.citation import CrossReference, Target
from kirovbook.model.inlines import Inline, Inlines, Link, Missing, ReferenceText, Text
from kirovbook.model.numerals import roman
from kirovbook.model.plain import plain_inlines
from kirovbook.model.source import Mention
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.facts import every_fact
from kirovbook.resolve.likeness import nearest

_NO_BREAK = "\u00a0"
_CHAPTER_WORDS = {
    "en": "chapter", "de": "Kapitel", "fr": "chapitre", "es": "capítulo", "it": "capitolo", "pt": "capítulo",
    "ru": "глава", "uk": "розділ", "pl": "rozdział", "nl": "hoofdstuk", "el": "κεφάλαιο", "ar": "الفصل",
}  # fmt: skip
_PART_WORDS = {
    "en": "part", "de": "Teil", "fr": "partie", "es": "parte", "it": "parte", "pt": "parte", "ru": "часть",
    "uk": "частина", "pl": "część", "nl": "deel", "el": "μέρος", "ar": "الجزء",
}  # fmt: skip
_LINES = re.compile(
    r"[\s,]*(?:lines?|ll?\.|Zeilen?|Z\.|lignes?|l\.|строк[аиу]?|стк?\.)[\s\u00a0]*(?P<first>\d{1,6})"
    r"(?:[\s\u00a0]*[-–—][\s\u00a0]*(?P<last>\d{1,6}))?",
)
_RANGE = re.compile(r"(?<=\d)-(?=\d)")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a cross-reference can lead to: its unit and how it is called in a sentence."""

    unit: str
    words: str


@dataclass(slots=True)
class Signposts:
    """Everything in the book that can be referred to but its notes, and who has referred to what.

    ``names_notes`` is set when a reference to a note has been met: see ``resolve.note_references``.
    """

    sources: dict[str, Goal]
    chapters: dict[str, Goal]
    anchors: frozenset[str]
    units_by_anchor: dict[str, str]
    found: list[Diagnostic] = field(default_factory=list)
    referring: dict[str, list[str]] = field(default_factory=dict)
    names_notes: bool = False

    def settle(self, inline: Inline, unit: str) -> Inlines:
        """Give the words of a cross-reference; an inner link leads to the unit it names; all else stays."""
        match inline:
            case CrossReference(Target.NOTE):
                # Its number is known when all notes are numbered.
                self.names_notes = True
                return (inline,)
            case CrossReference():
                return self._reference(inline, unit)
            case Link(_, target) if target.startswith("#"):
                return (self._link(inline, target[1:]),)
            case _:
                return (inline,)

    def _reference(self, reference: CrossReference, unit: str) -> Inlines:
        is_source = reference.target is Target.SOURCE
        goals = self.sources if is_source else self.chapters
        goal = goals.get(reference.id)
        shown: Inline
        if goal is None:
            shown = Missing(f"@{reference.target}:{reference.id}", reference.place)
            self.found.append(_unknown(reference, goals))
        else:
            shown = ReferenceText(goal.words, goal.unit, reference.place, _lines(reference) if is_source else None)
            self.referring.setdefault(goal.unit, []).append(unit)
        return affixed(reference.prefix, shown, reference.suffix)

    def _link(self, link: Link, anchor: str) -> Link:
        if anchor in self.units_by_anchor:
            return replace(link, target=f"#{self.units_by_anchor[anchor]}")
        if anchor not in self.anchors:
            near = nearest(anchor, (*self.anchors, *self.units_by_anchor))
            hint = f"did you mean '#{near}'?" if near else "give the heading it leads to the attribute {#id}"
            message = f"nothing in the book is called '#{anchor}'"
            self.found.append(Diagnostic("X103", WARNING, link.place, message, hint))
        return link


def _lines(reference: CrossReference) -> tuple[int, int] | None:
    """Read the lines that a reference names: "lines 5-9", "line 7", "ll. 25–8", also in the languages of the house."""
    found = _LINES.match(plain_inlines(reference.suffix))
    if not found:
        return None
    first = last = found["first"]
    if written := found["last"]:
        # "25–8" is 25 to 28.
        last = first[: len(first) - len(written)] + written
    return int(first), int(last)


def affixed(prefix: Inlines, shown: Inline, suffix: Inlines) -> Inlines:
    """Put the author's words before and behind a reference, with a space where one is wanted."""
    before = (*prefix, Text(" ")) if prefix and not plain_inlines(prefix).endswith((" ", _NO_BREAK)) else prefix
    words = plain_inlines(suffix)
    after = (Text(" "), *suffix) if words and words[0].isalnum() else suffix
    dashed = tuple(Text(_RANGE.sub("–", one.words)) if isinstance(one, Text) else one for one in after)
    return (*before, shown, *dashed)


def _unknown(reference: CrossReference, goals: dict[str, Goal]) -> Diagnostic:
    is_source = reference.target is Target.SOURCE
    near = nearest(reference.id, goals)
    kind = "source" if is_source else "chapter"
    hint = f"did you mean '@{reference.target}:{near}'?" if near else f"use the id of a {kind} of this book"
    message = f"no {kind} has the id '{reference.id}'"
    return Diagnostic(
        "X101" if is_source else "X102", ERROR, reference.place, message, hint, reference.length
    )


def put_up_signposts(manuscript: Manuscript, memory: Memory) -> Signposts:
    """List what the manuscript's cross-references and links can lead to."""
    lang, label = manuscript.identity.lang, manuscript.identity.source_label
    sources = {
        one.header.id: Goal(f"src-{one.header.id}", f"{label}{_NO_BREAK}{number}")
        for number, one in enumerate(manuscript.sources, start=1)
    }
    chapters: dict[str, Goal] = {}
    for number, chapter in manuscript.numbered_chapters():
        words = (part_word(lang), roman(number).upper()) if chapter.opens_part else (chapter_word(lang), str(number))
        chapters.setdefault(chapter.id, Goal(unit_of(chapter), _NO_BREAK.join(words)))
    for piece in (*manuscript.front_matter, *manuscript.back_matter):
        chapters.setdefault(piece.id, Goal(unit_of(piece), f"“{plain_inlines(piece.title)}”"))
    anchors: dict[str, Place] = {}
    found: list[Diagnostic] = []
    for name, place in (anchor for facts in every_fact(manuscript, memory) for anchor in facts.anchors):
        if name in anchors:
            found.append(_given_twice(name, place, anchors[name]))
        anchors.setdefault(name, place)
    units = {goal.unit: goal.unit for goal in (*sources.values(), *chapters.values())}
    units |= {name: goal.unit for name, goal in chapters.items() if name not in anchors}
    units |= {name: goal.unit for name, goal in sources.items() if name not in anchors and name not in units}
    return Signposts(sources, chapters, frozenset(anchors), units, found)


def _given_twice(name: str, place: Place, first: Place) -> Diagnostic:
    message = f"the id {name!r} is given a second time; links lead to the first"
    return Diagnostic("X107", WARNING, place, message, "give this one another id",
                      related=(Related(first, "the first is here"),))


def chapter_word(lang: str) -> str:
    """Give what a chapter is called within a sentence of that language."""
    return _CHAPTER_WORDS.get(lang.partition("-")[0].lower(), "chapter")


def part_word(lang: str) -> str:
    """Give what a part is called within a sentence of that language, before its Roman number."""
    return _PART_WORDS.get(lang.partition("-")[0].lower(), "part")


def unit_of(chapter: WrittenChapter) -> str:
    """Name the unit that a chapter, a part or a piece of matter is: "ch-smolny", "part-rise", "front-preface"."""
    if chapter.opens_part:
        return f"part-{chapter.id}"
    prefix = {MatterPart.FRONT: "front", MatterPart.BODY: "ch", MatterPart.BACK: "back"}[chapter.part]
    return f"{prefix}-{chapter.id}"


def mentions_of(unit: str, signposts: Signposts, chapters: tuple[WrittenChapter, ...]) -> tuple[Mention, ...]:
    """Give the chapters that send their reader to a source, each once, in the book's order."""
    referring = frozenset(signposts.referring.get(unit, ()))
    return tuple(
        Mention(unit_of(chapter), signposts.chapters[chapter.id].words)
        for chapter in chapters
        if unit_of(chapter) in referring
    )
