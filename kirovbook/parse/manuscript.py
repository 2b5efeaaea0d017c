"""Read everything the author wrote, file by file, and hold the files against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import zip_longest

from kirovbook.cache import digest_of
from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Outcome, Place, Related
from kirovbook.memory import FORGETFUL, Memory
from kirovbook.model.book import Manuscript, MatterPart, WrittenChapter, WrittenSource
from kirovbook.model.source import Work
from kirovbook.parse.chapters import parse_chapter
from kirovbook.parse.sources import parse_source
from kirovbook.project import ManuscriptFile, Project


def parse(project: Project, memory: Memory = FORGETFUL) -> Outcome[Manuscript]:
    """Read the manuscript and the bibliography of a book; ``memory`` may know files that are as they were."""
    identity = project.settings.identity
    lang, pictures = identity.lang, project.pictures
    context = lang, digest_of(*sorted(pictures))
    found: list[Diagnostic] = []

    def chapters(files: tuple[ManuscriptFile, ...], part: MatterPart) -> tuple[WrittenChapter, ...]:
        read = [memory.outcome(partial(parse_chapter, file, part, lang, pictures),
                               "written chapter", file.path, file.text, part, *context) for file in files]
        found.extend(seen for outcome in read for seen in outcome.diagnostics)
        return tuple(outcome.value for outcome in read)

    front = chapters(project.front, MatterPart.FRONT)
    body = chapters(project.chapters, MatterPart.BODY)
    sources = [memory.outcome(partial(parse_source, file, lang, pictures),
                              "written source", file.path, file.text, *context) for file in project.sources]
    found.extend(seen for outcome in sources for seen in outcome.diagnostics)
    back = chapters(project.back, MatterPart.BACK)
    works = memory.outcome(partial(_works, project.bibliographies), "works",
                           *(words for file in project.bibliographies for words in (file.path, file.text)))
    written = tuple(outcome.value for outcome in sources)
    found += (*works.diagnostics, *_shared_ids((*front, *body, *back), written), *_empty_parts(body))
    manuscript = Manuscript(identity, front, body, written, back, works.value, project.authorities,
                            project.settings.apparatus, project.settings.typography)
    return Outcome(manuscript, tuple(found))


def _works(files: tuple[ManuscriptFile, ...]) -> Outcome[tuple[Work, ...]]:
    from kirovbook.parse.bibliography import read_bibliography  # noqa: PLC0415 - most builds find the works read

    return read_bibliography(files)


def _shared_ids(chapters: Iterable[WrittenChapter], sources: Iterable[WrittenSource]) -> Iterable[Diagnostic]:
    """Find ids that two files bear: a cross-reference could not tell them apart."""
    named = (("chapter", chapter.id, chapter.place) for chapter in chapters)
    numbered = (("source", source.header.id, source.header.place) for source in sources)
    first: dict[tuple[str, str], Place] = {}
    for kind, id_, place in (*named, *numbered):
        other = first.setdefault((kind, id_), place)
        if other is not place:
            message = f"two {kind}s have the id {id_!r}"
            related = (Related(other, f"the other {kind}"),)
            yield Diagnostic("F110", ERROR, place, message, "give one of them another id", 0, related)


def _empty_parts(chapters: tuple[WrittenChapter, ...]) -> Iterator[Diagnostic]:
    for chapter, following in zip_longest(chapters, chapters[1:]):
        if chapter.opens_part and (following is None or following.opens_part):
            message = "no chapter follows the title page of the part"
            hint = "put its chapters behind it: files are taken in the order of their names"
            yield Diagnostic("F112", WARNING, chapter.place, message, hint)
