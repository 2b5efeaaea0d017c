"""Draw the pages with marks around all that is drawn, and write the tree of the marks into the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field
from typing import Any
from xml.etree import ElementTree as ET

from kirovbook.arrange.terms import Terms
from kirovbook.export.engine import pydyf, streams, writing
from kirovbook.export.tags.endings import Ending, find_endings, find_said
from kirovbook.export.tags.structure import Standing, build_structure
from kirovbook.export.tags.survey import Artifact, Survey, survey_pages
from kirovbook.export.tags.tree import LinkArea, Run
from kirovbook.export.tags.writing import Written, write_structure
from kirovbook.quick_dataclass import dataclass

# The last glyph of a line as WeasyPrint shows it: "[<0012>-30<0034>] TJ".
_LAST_GLYPH = re.compile(rb"\[(.*)<([0-9a-f]*)([0-9a-f]{4})>(-?[0-9.]*)\] TJ", re.DOTALL)
_SOFT_HYPHEN = "\u00ad"


@dataclass(slots=True)
class _Marks:
    """What the pages are drawn with, and what of it has been drawn: each run with the stream that it is in."""

    survey: Survey
    endings: dict[Run, Ending]
    said: dict[Run, str]
    drawn: dict[Run, Any] = field(default_factory=dict)


@contextmanager
def tagging(pages: Sequence[Any], terms: Terms, under: int = 0, name: str = "") -> Iterator[None]:
    """Within this context WeasyPrint writes these laid-out pages with our marks and our tree.

    What is said of a mark and of the way back from a note is said in the language of the book. The pages stand under
    that many headings; their ``name`` is that of no other pages of the book.
    """
    survey = survey_pages(pages)
    for page in pages:
        # WeasyPrint makes an area for each box within a link, one upon the other: it would be said as often.
        page.links = [link for link in page.links if link[3] in survey.link_boxes]
    endings = find_endings(survey)
    marks = _Marks(survey, endings, find_said(survey, endings))
    before = (writing.Stream, streams.Stream, writing.add_tags)
    writing.Stream = streams.Stream = _marking_stream(streams.Stream, marks)
    writing.add_tags = _adding(marks, Standing(terms, under, name))
    try:
        yield
    finally:
        writing.Stream, streams.Stream, writing.add_tags = before


def _adding(marks: _Marks, standing: Standing) -> Callable[..., None]:
    def add_tags(pdf: Any, _document: Any, version: Any, page_streams: Any) -> None:
        areas, annotations = _areas(marks.survey)
        tree = build_structure(marks.survey, frozenset(marks.drawn), areas, standing)
        # A group that is drawn with a page, for its transparency, has marks of its own.
        groups = {run: stream for run, stream in marks.drawn.items() if stream not in page_streams}
        write_structure(pdf, tree, Written(annotations, groups, str(version or "") >= "2.0"))

    return add_tags


def _areas(survey: Survey) -> tuple[dict[ET.Element, list[LinkArea]], list[Any]]:
    """Give the areas that the drawing made of each link, in reading order, and the annotations themselves."""
    areas: dict[ET.Element, list[LinkArea]] = defaultdict(list)
    annotations: list[Any] = []
    for box, (page, element) in survey.link_boxes.items():
        if box.link_annotation is not None:
            areas[element].append(LinkArea(page, len(annotations)))
            annotations.append(box.link_annotation)
    return areas, annotations


def _marking_stream(plain: type[Any], marks: _Marks) -> type[Any]:
    """Make the streams of this writing: they mark words and pictures as the survey has them."""

    class MarkingStream(plain):  # type: ignore[misc]
        """A page's stream of drawing, or a group's within it."""

        is_marking = False

        @contextmanager
        def marked(self, box: Any, tag: str) -> Iterator[None]:
            mark = marks.survey.marks.get(box)
            if self._tags is None or mark is None:
                yield
                return
            properties = _properties(mark, marks)
            self.begin_marked_content("Artifact" if isinstance(mark, Artifact) else tag, pydyf.Dictionary(properties))
            start, self.is_marking = len(self.stream), True
            try:
                yield
            finally:
                if isinstance(mark, Run):
                    marks.drawn[mark] = self
                    _end_line(self, start, marks.endings.get(mark), "ActualText" in properties)
                self.is_marking = False
                self.end_marked_content()

        @contextmanager
        def artifact(self) -> Iterator[None]:
            # A line through words is theirs: what is no content may not stand within content.
            if self._tags is None or self.is_marking:
                yield
                return
            self.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Layout"}))
            self.is_marking = True
            try:
                yield
            finally:
                self.is_marking = False
                self.end_marked_content()

    return MarkingStream


def _properties(mark: Run | Artifact, marks: _Marks) -> dict[str, Any]:
    if isinstance(mark, Artifact):
        kind, margin, edge = mark.value
        placed = {"Subtype": f"/{margin}", "Attached": pydyf.Array([f"/{edge}"])} if margin else {}
        return {"Type": f"/{kind}", **placed}
    if mark in marks.said:
        return {"MCID": mark.number, "ActualText": pydyf.String(marks.said[mark])}
    return {"MCID": mark.number}


def _end_line(stream: Any, start: int, ending: Ending | None, is_said: bool) -> None:
    """Draw the space that ends the line, or say that its hyphen is not the word's."""
    if ending is None or is_said:
        return
    ends = next((at for at in range(len(stream.stream) - 1, start - 1, -1) if stream.stream[at] == b"ET"), None)
    if ends is None:
        return
    if ending is Ending.SPACE:
        stream.stream[ends:ends] = _space(stream)
        return
    shown = _LAST_GLYPH.fullmatch(stream.stream[ends - 1])
    if shown:
        before, within, hyphen, kerning = shown.groups()
        line = [b"[" + before + (b"<" + within + b">" if within else b"") + b"] TJ"]
        stream.stream[ends - 1 : ends] = [
            *line, b"/Span", pydyf.Dictionary({"ActualText": pydyf.String(_SOFT_HYPHEN)}), b"BDC",
            b"[<" + hyphen + b">" + kerning + b"] TJ", b"EMC",
        ]


def _space(stream: Any) -> list[Any]:
    """Give the font's own space, if the book has one drawn in it; else say that there is one."""
    font_hash = (stream._old_font or ("",))[0]  # noqa: SLF001 - as end_text leaves it; the version is pinned
    for font in stream._fonts.values():  # noqa: SLF001
        if font.hash == font_hash and not font.bitmap:
            for glyph, text in font.to_unicode.items():
                if text == " ":
                    return [f"[<{glyph:04x}>] TJ".encode()]
    return [b"/Span", pydyf.Dictionary({"ActualText": pydyf.String(" ")}), b"BDC", b"EMC"]
