"""See what a layout draws, before it is drawn: for each element of the markup its runs, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import Enum
from typing import Any
from xml.etree import ElementTree as ET

from kirovbook.export.engine import AbsolutePlaceholder, boxes
from kirovbook.export.tags.tree import Box, Run
from kirovbook.quick_dataclass import dataclass

POINTS = 0.75
"""Points in one of CSS's pixels."""


_WIDE = 0.1
"""Of the size of the type: pdfium takes letters that are set so wide for words."""


class Artifact(Enum):
    """What is drawn and not read (ISO 32000-1, 14.8.2.2): its type and, in a margin, where it stands."""

    HEADER = ("Pagination", "Header", "Top")
    FOOTER = ("Pagination", "Footer", "Bottom")
    REPEATED = ("Pagination", "", "")
    ORNAMENT = ("Layout", "", "")


@dataclass(slots=True)
class Words:
    """A run of text: its words as the layout has them, and the element that they stand in.

    ``is_generated``: the style says them, not the markup. ``is_spaced``: their letters stand so far apart that each
    may be taken for a word.
    """

    run: Run
    text: str
    owner: ET.Element
    is_generated: bool
    is_spaced: bool


@dataclass(slots=True)
class Survey:
    """What is drawn of the markup.

    ``parts`` gives for each element its runs and the elements within it, in reading order over all pages;
    ``marks`` what each box is drawn as; ``link_boxes`` the outermost boxes of each link on each page; ``apart`` the
    runs behind which a word ends, though the markup has no space there.
    """

    root: ET.Element
    parents: dict[ET.Element, ET.Element]
    parts: dict[ET.Element, list[Run | ET.Element]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[Any, Run | Artifact] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)
    pictures: dict[ET.Element, Box] = field(default_factory=dict)
    labels: dict[ET.Element | Run, list[Run]] = field(default_factory=lambda: defaultdict(list))
    link_boxes: dict[Any, tuple[int, ET.Element]] = field(default_factory=dict)
    apart: set[Run] = field(default_factory=set)


def survey_pages(pages: Sequence[Any]) -> Survey:
    """Go through the boxes of the pages of one document in reading order: of each page the text, then the notes."""
    roots = (box.element for page in pages for box in page._page_box.children  # noqa: SLF001 - the version is pinned
             if box.element is not None)
    root = next(roots, ET.Element("html"))
    surveyor = _Surveyor(Survey(root, {child: parent for parent in root.iter() for child in parent}))
    for index, page in enumerate(pages):
        surveyor.read_page(index, page)
    return surveyor.survey


class _Surveyor:
    """Walks the boxes, and keeps count of what it has seen."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.page, self.height, self.number = 0, 0.0, 0
        self.placed = {survey.root}
        self.first_page: dict[ET.Element, int] = {}

    def read_page(self, index: int, page: Any) -> None:
        self.page, self.height, self.number = index, page.height, 0
        for box in page._page_box.children:  # noqa: SLF001 - the pages of WeasyPrint, whose version is pinned
            self._read(box, self.survey.root, self._of_margin(box), None)

    def _of_margin(self, box: Any) -> Artifact | None:
        if not isinstance(box, boxes.MarginBox):
            return None
        return Artifact.FOOTER if "bottom" in box.at_keyword else Artifact.HEADER

    def _read(self, box: Any, owner: ET.Element, artifact: Artifact | None, link: ET.Element | None) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001
        tag, _, pseudo = (box.element_tag or "").partition("::")
        if box.element is not None:
            owner = self.survey.parents[box.element] if pseudo == "footnote-call" else box.element
        artifact = artifact or self._not_read(box, tag, owner)
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            self._note_down(box, owner, pseudo, artifact)
            return
        if artifact is None and owner is not link and owner.tag == "a" and not isinstance(box, boxes.LineBox):
            link = owner
            self.survey.link_boxes[box] = (self.page, owner)
        if artifact is None and tag in {"td", "th"}:
            self._place(owner)  # An empty cell has its column all the same.
        for child in _children(box):
            self._read(child, owner, artifact, link)
        if isinstance(box, boxes.InlineBlockBox) or box.is_leader:
            self._part()

    def _not_read(self, box: Any, tag: str, owner: ET.Element) -> Artifact | None:
        """Leaders, ornaments, and the head of a table where the table goes on."""
        if box.is_leader or owner.tag == "hr":
            return Artifact.ORNAMENT
        if tag in {"thead", "tfoot"} and self.first_page.setdefault(owner, self.page) != self.page:
            return Artifact.REPEATED
        return None

    def _note_down(self, box: Any, owner: ET.Element, pseudo: str, artifact: Artifact | None) -> None:
        if isinstance(box, boxes.TextBox) and not box.text.strip():
            return
        is_picture = isinstance(box, boxes.ReplacedBox)
        if artifact is None and is_picture and (pseudo or not owner.get("alt")):
            artifact = Artifact.ORNAMENT
        if artifact is not None:
            self.survey.marks[box] = artifact
            return
        run = Run(self.page, self.number)
        self.number += 1
        self.survey.marks[box] = run
        self._place(owner)
        if is_picture:
            self.survey.pictures[owner] = self._box_of(box)
        else:
            is_generated = bool(pseudo) and pseudo != "first-line"
            self.survey.words.append(Words(run, box.text, owner, is_generated, _is_spaced(box.style)))
        if pseudo == "marker":
            self.survey.labels[owner].append(run)
        else:
            self.survey.parts[owner].append(run)

    def _place(self, element: ET.Element) -> None:
        """Give the element, and what holds it, its place where it was first seen: the rest of it joins it there."""
        while element not in self.placed:
            self.placed.add(element)
            parent = self.survey.parents[element]
            self.survey.parts[parent].append(element)
            element = parent

    def _part(self) -> None:
        """Let a word end here: behind the number of a chapter in the contents, before the dots and the page."""
        if self.survey.words and self.survey.words[-1].run.page == self.page:
            self.survey.apart.add(self.survey.words[-1].run)

    def _box_of(self, box: Any) -> Box:
        left, top = box.content_box_x(), box.content_box_y()
        edges = (left, self.height - top - box.height, left + box.width, self.height - top)
        return Box(tuple(round(edge * POINTS, 2) for edge in edges))


def _is_spaced(style: Any) -> bool:
    spacing = style["letter_spacing"]
    return spacing != "normal" and bool(spacing >= _WIDE * style["font_size"])


def _children(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.ParentBox):
        yield from box.children
