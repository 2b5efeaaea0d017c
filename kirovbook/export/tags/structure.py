"""Build the tree of a tagged PDF from the markup: what each element is, and what of it is drawn where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import groupby
from xml.etree import ElementTree as ET

from kirovbook.arrange.terms import Terms
from kirovbook.export.tags.survey import Survey
from kirovbook.export.tags.tree import Element, HeadedBy, HeadsCells, Kid, LinkArea, Numbering, Run
from kirovbook.quick_dataclass import dataclass

_KINDS = {
    "section": "Sect", "div": "Div", "figure": "Div", "blockquote": "BlockQuote", "p": "P", "pre": "P", "code": "Code",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "caption": "Caption",
    "figcaption": "Caption",
}
_KINDS_OF_CLASS = {
    "front-matter": "Part", "body-matter": "Part", "part-matter": "Part", "extract": "BlockQuote",
    "facsimile": "BlockQuote",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LOWEST = 6
_WITHIN_LINE = {"Span", "Link", "Reference", "Code"}
_TAKES_LINES = {"P", "H1", "H2", "H3", "H4", "H5", "H6"}
"""Behind these a note stands; the other blocks that hold words hold their notes too."""
_HOLDS_NOTES = {"LBody", "TD", "TH", "Caption", "Lbl", "BlockQuote", "Div", "Sect", "Part", "Document"}
_HOLDS_BLOCKS = {"Document", "Part", "Sect", "Div", "BlockQuote"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Standing:
    """How pages stand in their book: its terms, how many headings they stand under, and a name of their own."""

    terms: Terms
    under: int = 0
    name: str = ""


@dataclass(slots=True)
class _Table:
    """The table that is being built: the id of each column's header."""

    number: int
    heads: dict[int, str] = field(default_factory=dict)


def build_structure(
    survey: Survey, drawn: frozenset[Run], areas: Mapping[ET.Element, Sequence[LinkArea]],
    standing: Standing,
) -> Element:
    """Give the tree: a paragraph is one however many pages it stands on, a note stands behind its mark's block.

    Runs that are not in ``drawn`` are left out, and elements without anything in them.
    """
    builder = _Builder(survey, drawn, areas, standing)
    kids = tuple(builder.kids(survey.root))
    return Element("Document", _in_paragraphs((*kids, *builder.take_notes())))


class _Builder:
    """Builds the tree, with the notes that wait for the end of their block and the last heading's level."""

    def __init__(
        self, survey: Survey, drawn: frozenset[Run], areas: Mapping[ET.Element, Sequence[LinkArea]],
        standing: Standing,
    ) -> None:
        self.survey, self.drawn, self.areas, self.terms = survey, drawn, areas, standing.terms
        self.name = standing.name
        self.waiting: list[Element] = []
        self.numbers: list[Element] = []
        self.level, self.lowered = standing.under, 0
        self.tables = 0
        self.table: _Table | None = None
        self.texts = {words.run: words.text for words in survey.words}

    def kids(self, element: ET.Element) -> Iterator[Kid]:
        """Give what an element holds, in reading order."""
        for part in self.survey.parts.get(element, ()):
            if isinstance(part, Run):
                if part in self.drawn:
                    yield part
            else:
                yield from self.build(part)

    def take_notes(self) -> tuple[Element, ...]:
        """Give the notes whose marks have been read, and wait for others."""
        notes, self.waiting = tuple(self.waiting), []
        return notes

    def build(self, element: ET.Element) -> tuple[Kid, ...]:
        """Give what becomes of an element: an element of the tree and perhaps its notes, or only what it holds."""
        classes = element.get("class", "").split()
        match element.tag:
            case "a" if "href" in element.attrib:
                return self._link(element, classes)
            case "img":
                return self._figure(element)
            case "span" if "note" in classes:
                self._note(element)
                return ()
            case "ul" | "ol":
                return self._list(element, classes)
            case "li":
                return self._item(element)
            case "dl":
                return self._definitions(element)
            case "table":
                return self._whole_table(element)
            case "tr":
                return self._row(element)
            case "div" if "verse" in classes:
                return self._verse(element)
            case _:
                return self._plain(element, classes)

    def _plain(self, element: ET.Element, classes: list[str]) -> tuple[Kid, ...]:
        named = next((_KINDS_OF_CLASS[name] for name in classes if name in _KINDS_OF_CLASS), "")
        kind = named or _KINDS.get(element.tag, "")
        if element.tag in _HEADINGS:
            self.level = min(_HEADINGS[element.tag] + self.lowered, self.level + 1, _LOWEST)
            kind = f"H{self.level}"
        # A chapter's title is of the second level where it stands in a part.
        is_lowered = "in-part" in classes
        self.lowered += is_lowered
        kids = tuple(self.kids(element))
        self.lowered -= is_lowered
        if not kind and not _lang(element):
            return kids
        if kind == "Div" and kids and all(_is_within_line(kid) for kid in kids):
            kind = "P"
        return self._made(kind or ("Span" if all(_is_within_line(kid) for kid in kids) else "Div"), kids, element)

    def _made(self, kind: str, kids: tuple[Kid, ...], element: ET.Element) -> tuple[Kid, ...]:
        """Make the element, with its notes within it or behind it."""
        behind: tuple[Element, ...] = ()
        if kind in _TAKES_LINES:
            behind = self.take_notes()
        elif kind in _HOLDS_NOTES:
            kids = (*kids, *self.take_notes())
        if kind in _HOLDS_BLOCKS:
            kids = _in_paragraphs(kids)
        made = Element(kind, kids, lang=_lang(element))
        return (made, *behind) if kids else behind

    def _verse(self, element: ET.Element) -> tuple[Kid, ...]:
        """Keep the lines together: their notes stand behind the last."""
        lines = [part for part in self.survey.parts.get(element, ()) if isinstance(part, ET.Element)]
        verse = tuple(Element("P", kids, lang=_lang(line)) for line in lines if (kids := tuple(self.kids(line))))
        notes = self.take_notes()
        return (Element("Div", verse, lang=_lang(element)), *notes) if verse else notes

    def _link(self, element: ET.Element, classes: list[str]) -> tuple[Kid, ...]:
        kids = tuple(self.kids(element))
        if not kids:
            return ()
        target, says, alternative = element.get("href", "").removeprefix("#"), self._text_of(element), ""
        if "mark" in classes:
            says = alternative = f"{self.terms.note} {self._mark_of(element)}"
        elif "number" in classes:
            says = self.terms.back_to_text
        areas = tuple(replace(area, says=element.get("title") or says) for area in self.areas.get(element, ()))
        link = Element("Link", (*kids, *areas), lang=_lang(element), alternative=alternative)
        if "mark" in classes:
            return (Element("Reference", (link,), id=element.get("id", ""), refers_to=target),)
        if "number" in classes:
            self.numbers.append(Element("Lbl", (link,), refers_to=target))
            return ()
        return (link,)

    def _mark_of(self, element: ET.Element) -> str:
        return next((note.get("data-number", "") for note in element if note.get("class") == "note"), "")

    def _text_of(self, element: ET.Element) -> str:
        """Give the words of a link, those of its parts included."""
        runs = (part for part in self.survey.parts.get(element, ()))
        said = (self.texts.get(part, "") if isinstance(part, Run) else self._text_of(part) for part in runs)
        return " ".join("".join(f"{words} " for words in said).split())

    def _note(self, element: ET.Element) -> None:
        """Build a note and let it wait: the words that its mark stands in are read to their end."""
        before, numbers = self.take_notes(), self.numbers
        self.numbers = []
        kids = tuple(self.kids(element))
        made = Element("Note", (*self.numbers, *kids), id=element.get("id", ""), lang=_lang(element))
        self.waiting = [*before, *((made,) if made.kids else ())]
        self.numbers = numbers

    def _figure(self, element: ET.Element) -> tuple[Kid, ...]:
        kids = tuple(self.kids(element))
        box = self.survey.pictures.get(element)
        made = Element("Figure", kids, lang=_lang(element), alternative=element.get("alt", ""), attribute=box)
        return (made,) if kids else ()

    def _list(self, element: ET.Element, classes: list[str]) -> tuple[Kid, ...]:
        if "contents-list" in classes:
            return self._contents(element)
        items = tuple(self.kids(element))
        if not items:
            return ()
        is_marked = any(part in self.survey.labels for part in self.survey.parts[element])
        style = ("Decimal" if element.tag == "ol" else "Disc") if is_marked else "None"
        made = Element("L", items, lang=_lang(element), attribute=Numbering(style))
        is_index = "index-list" in classes or "names-list" in classes
        return (Element("Index", (made,)),) if is_index else (made,)

    def _contents(self, element: ET.Element) -> tuple[Kid, ...]:
        lines = [tuple(self.kids(part)) for part in self.survey.parts[element] if isinstance(part, ET.Element)]
        entries = tuple(Element("TOCI", tuple(_as_reference(kid) for kid in line)) for line in lines if line)
        return (Element("TOC", entries, lang=_lang(element)),) if entries else ()

    def _item(self, element: ET.Element) -> tuple[Kid, ...]:
        label = tuple(run for run in self.survey.labels.get(element, ()) if run in self.drawn)
        body = self._made("LBody", tuple(self.kids(element)), element)
        return (Element("LI", (*((Element("Lbl", label),) if label else ()), *body)),) if label or body else ()

    def _definitions(self, element: ET.Element) -> tuple[Kid, ...]:
        """A term and all that is said of it are one item."""
        items: list[list[Kid]] = []
        for part in self.survey.parts.get(element, ()):
            if isinstance(part, ET.Element):
                if part.tag == "dt" or not items:
                    items.append([])
                items[-1] += self._made("Lbl" if part.tag == "dt" else "LBody", tuple(self.kids(part)), part)
        made = tuple(Element("LI", tuple(item)) for item in items if item)
        return (Element("L", made, lang=_lang(element), attribute=Numbering("Description")),) if made else ()

    def _whole_table(self, element: ET.Element) -> tuple[Kid, ...]:
        self.tables += 1
        outer, self.table = self.table, _Table(self.tables)
        kids = tuple(self.kids(element))
        self.table = outer
        captions = tuple(kid for kid in kids if isinstance(kid, Element) and kid.kind == "Caption")
        rest = tuple(kid for kid in kids if kid not in captions)
        return (Element("Table", (*captions, *rest), lang=_lang(element)),) if rest else captions

    def _row(self, element: ET.Element) -> tuple[Kid, ...]:
        cells = [part for part in self.survey.parts.get(element, ()) if isinstance(part, ET.Element)]
        return (Element("TR", tuple(self._cell(cell, column) for column, cell in enumerate(cells))),)

    def _cell(self, cell: ET.Element, column: int) -> Element:
        kids = (*self.kids(cell), *self.take_notes())
        table = self.table or _Table(0)
        if cell.tag == "th":
            name = table.heads[column] = f"table-{self.name}-{table.number}-{column + 1}"
            scope = "Row" if cell.get("scope") == "row" else "Column"
            return Element("TH", kids, id=name, lang=_lang(cell), attribute=HeadsCells(scope))
        head = table.heads.get(column)
        return Element("TD", kids, lang=_lang(cell), attribute=HeadedBy((head,)) if head else None)


def _lang(element: ET.Element) -> str:
    return element.get("lang") or element.get(_LANG) or ""


def _is_within_line(kid: Kid) -> bool:
    return not isinstance(kid, Element) or kid.kind in _WITHIN_LINE


def _as_reference(kid: Kid) -> Kid:
    return Element("Reference", (kid,)) if isinstance(kid, Element) and kid.kind == "Link" else kid


def _in_paragraphs(kids: tuple[Kid, ...]) -> tuple[Kid, ...]:
    """Put words that stand in a part of the book itself into a paragraph."""
    return tuple(
        made
        for is_line, group in groupby(kids, _is_within_line)
        for made in ((Element("P", tuple(group)),) if is_line else group)
    )
