"""Show the rules the collection of primary sources beside the narrative that uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from kirovbook.diagnostics import Place
from kirovbook.lint.own_words import OwnWords, only_passage
from kirovbook.lint.prose import HEADER, Lines, Stretch, prose_of, stretches
from kirovbook.lint.units import chapters_of
from kirovbook.model.book import Manuscript, WrittenChapter, WrittenSource
from kirovbook.model.citation import Citation, CrossReference, Target
from kirovbook.model.inlines import Inline, NoteCall
from kirovbook.model.source import SourceHeader, Work
from kirovbook.model.walk import inlines_of
from kirovbook.project import ManuscriptFile, Project
from kirovbook.quick_dataclass import dataclass

_VALUE = r"[ \t]*:[ \t]*(?P<value>\S[^\n]*?)[ \t]*$"


@dataclass(frozen=True, slots=True)
class Held:
    """A source of the collection: its number in the book, its work, and its passage as it stands in the file."""

    number: int
    written: WrittenSource
    file: ManuscriptFile
    work: Work | None
    passage: tuple[Stretch, ...]

    @property
    def header(self) -> SourceHeader:
        """What the head of its file says."""
        return self.written.header

    def value(self, key: str) -> tuple[Place, str]:
        """Give where a value of the header stands, and how it is written; the source's own place if it is not there."""
        header = HEADER.match(self.file.text)
        found = re.compile(rf"^{key}{_VALUE}", re.MULTILINE).search(header[0]) if header else None
        if header is None or found is None:
            return self.header.place, ""
        start = found.start("value")
        line_start = header[0].rfind("\n", 0, start) + 1
        return Place(self.file.path, header[0].count("\n", 0, start) + 1, start - line_start + 1), found["value"]


@dataclass(frozen=True, slots=True)
class Collection:
    """The sources in their order, the narrative, and what both have to do with each other.

    ``called`` is what the book calls a source ("Source"). ``referred`` are the ids that the narrative refers to and
    ``cited`` the keys of the works it cites, in the order of first use. ``originals`` are texts that are kept to be
    held against the book, by the id of their source, and never printed.
    """

    sources: tuple[Held, ...]
    own_words: tuple[Stretch, ...]
    narrative: Lines
    called: str
    referred: tuple[str, ...]
    cited: frozenset[str]
    originals: Mapping[str, tuple[ManuscriptFile, ...]]

    def __iter__(self) -> Iterator[Held]:
        return iter(self.sources)


def collection_of(project: Project, manuscript: Manuscript, own_words: OwnWords) -> Collection:
    """Lay the sources beside the narrative for the rules over both."""
    files = {file.path: file for file in project.sources}
    works = {work.key: work for work in manuscript.works}
    sources = tuple(
        Held(number, written, file, works.get(written.header.work), tuple(_passage(file)))
        for number, written in enumerate(manuscript.sources, 1)
        if (file := files.get(written.place.file))
    )
    told = (*project.front, *project.chapters, *project.back)
    cited, referred = _uses(manuscript)
    originals: dict[str, tuple[ManuscriptFile, ...]] = {}
    for file in project.originals:
        id_ = PurePosixPath(file.path).stem
        originals[id_] = (*originals.get(id_, ()), file)
    called = manuscript.identity.source_label
    return Collection(sources, own_words.stretches, prose_of(told), called, referred, cited, originals)


def _passage(file: ManuscriptFile) -> Iterator[Stretch]:
    return stretches(prose_of((ManuscriptFile(file.path, only_passage(file.text)),)))


def _uses(manuscript: Manuscript) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the works that the narrative cites, and the sources that it refers to, notes where they are called."""
    cited: list[str] = []
    referred: dict[str, None] = {}
    for chapter in chapters_of(manuscript) if manuscript.sources else ():
        for inline in _read_through(chapter):
            if isinstance(inline, CrossReference) and inline.target is Target.SOURCE:
                referred.setdefault(inline.id)
            elif isinstance(inline, Citation):
                cited.extend(cite.key for cite in inline.cites)
    return frozenset(cited), tuple(referred)


def _read_through(chapter: WrittenChapter) -> Iterator[Inline]:
    """Give every inline of a chapter, each note's where it is called."""
    notes = {note.label: note.content for note in chapter.notes}
    for inline in inlines_of(chapter.blocks):
        yield inline
        if isinstance(inline, NoteCall):
            yield from inlines_of(notes.get(inline.label, ()))
