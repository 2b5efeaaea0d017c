"""Print every citation of a book in its style, in one call of Pandoc."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kirovbook.diagnostics import CannotRunError, Place
from kirovbook.model.apparatus import ShortForms
from kirovbook.model.citation import CitationMode, Cite
from kirovbook.model.inlines import Inlines, Text
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.csl import Style
from kirovbook.resolve.pandoc import Ask, run_pandoc
from kirovbook.resolve.pandoc_inlines import Node, Translator
from kirovbook.resolve.printed import Printed
from kirovbook.resolve.punctuation import cut_stop, without_second_date
from kirovbook.resolve.sheet import (
    BREAKER,
    Asked,
    Met,
    Role,
    Seat,
    Sheet,
    cite_everything,
    close_sheet,
    lay_out_citations,
    lay_out_met,
    lay_out_provenances,
    unsigned_works,
)
from kirovbook.resolve.unsaid import is_said, name_in_text
from kirovbook.resolve.works import CslItem, in_archival_order, is_filed

_API_VERSION = [1, 23, 1]
_OPTIONS = ("-f", "json", "-t", "json", "--citeproc")


@dataclass(frozen=True, slots=True)
class Descriptions:
    """What came of one call: the citations in their order, full descriptions, the bibliography by key."""

    citations: tuple[Printed, ...]
    provenances: tuple[Inlines, ...]
    entries: Mapping[str, Inlines]


@dataclass(frozen=True, slots=True)
class Citeproc:
    """The citation processor as a book has it: its style, its language, and how Pandoc is asked."""

    style: Style
    lang: str
    ask: Ask = run_pandoc


def print_citations(
    citeproc: Citeproc,
    asked: tuple[Asked, ...],
    described: tuple[Cite, ...],
    works: Mapping[str, tuple[CslItem, Place]],
    short_forms: ShortForms = ShortForms.CHAPTER,
    met: tuple[Met, ...] = (),
) -> Descriptions:
    """Print the citations, in reading order, and a full description of each work of ``described``.

    ``works`` has an item for every key that is cited, and the place of its entry. ``met`` are those that the rest of
    the book cites, if it is not asked for, and that could be mistaken for others.

    :raises CannotRunError: Pandoc is missing or took too long.
    :raises PandocRefusedError: the style is broken.
    """
    if not works:
        return Descriptions((), (), {})
    # Works that nothing cites are told apart in the order of these names, which must be that of the book.
    numbers = {key: f"work{number:06}" for number, key in enumerate(works)}
    archival = frozenset(key for key, (item, _) in works.items() if item.get("archive"))
    style = citeproc.style
    filed = frozenset(key for key, (item, _) in works.items() if is_filed(item))
    sheet = Sheet(Translator(citeproc.lang), numbers, archival, filed, unsigned_works(style, works))
    if met:
        lay_out_met(sheet, met)
    lay_out_citations(sheet, asked, style, short_forms)
    if style.is_note:
        lay_out_provenances(sheet, described)
    if sheet.seats:
        close_sheet(sheet)
    items = [{**in_archival_order(item), "id": numbers[key]} for key, (item, _) in works.items()]
    if any(seat.role is Role.DROPPED for seat in sheet.seats):
        items.append(BREAKER)
    blocks = _run(citeproc, sheet.blocks, items)
    printed = _collect(blocks, sheet, {numbers[key]: place for key, (_, place) in works.items()})
    keys = {number: key for key, number in numbers.items()}
    entries = {
        keys[number]: _without_last_space(sheet.translator.from_pandoc(nodes, works[keys[number]][1]))
        for number, nodes in _bibliography(blocks)
        if number in keys
    }
    citations = tuple(
        _named(_printed(index, printed), one, works, citeproc) if style.is_note else _printed(index, printed)
        for index, one in enumerate(asked)
    )
    provenances = tuple(printed[seat][1] for seat in sheet.seats if seat.role is Role.PROVENANCE)
    return Descriptions(citations, provenances, entries)


def _run(citeproc: Citeproc, blocks: list[Node], items: list[CslItem]) -> list[Node]:
    meta = {
        "csl": _data("application/xml", citeproc.style.text),
        "bibliography": _data("application/vnd.citationstyles.csl+json", json.dumps(items)),
        "lang": {"t": "MetaString", "c": citeproc.lang},
        "nocite": {"t": "MetaInlines", "c": [cite_everything()]},
    }
    document = {"pandoc-api-version": _API_VERSION, "meta": meta, "blocks": blocks}
    made: dict[str, Any] = json.loads(citeproc.ask(_OPTIONS, json.dumps(document)))
    return list(made["blocks"])


def _data(mime: str, text: str) -> Node:
    """Hand a file over as a data URI: in its sandbox Pandoc opens no other."""
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode()
    return {"t": "MetaString", "c": f"data:{mime};base64,{encoded}"}


def _collect(blocks: list[Node], sheet: Sheet, places: Mapping[str, Place]) -> dict[Seat, tuple[Inlines, Inlines]]:
    """Give for each seat what stands in the text and what in the note; a link stands at its work's entry."""
    paragraphs = [block for block in blocks if block["t"] == "Para"]
    if len(paragraphs) != len(sheet.seats):
        message = "Pandoc gave back another number of citations than it was given"
        raise CannotRunError(message, "install the version of pypandoc_binary that kirovbook asks for")
    given = (block for block in sheet.blocks if block["t"] == "Para")
    printed: dict[Seat, tuple[Inlines, Inlines]] = {}
    for seat, before, after in zip(sheet.seats, given, paragraphs, strict=True):
        if seat.role is not Role.DROPPED:
            place = places[_first_work(before["c"][0])]
            printed[seat] = _parted(after["c"], sheet.translator, place)
    return printed


def _first_work(node: Node) -> str:
    if node["t"] == "Note":
        return _first_work(node["c"][0]["c"][0])
    return str(node["c"][0][0]["citationId"])


def _printed(index: int, printed: Mapping[Seat, tuple[Inlines, Inlines]]) -> Printed:
    text, note = printed[Seat(Role.CITATION, index)]
    parts: list[Inlines] = []
    while (seat := Seat(Role.SPELLED_OUT, index, len(parts))) in printed:
        parts.append(printed[seat][1])
    if not parts:
        return Printed(text, note, note)
    spelled_out = parts[0]
    for part in parts[1:]:
        spelled_out = (*cut_stop(spelled_out), Text("; "), *part)
    return Printed(text, note, spelled_out)


def _named(
    printed: Printed, one: Asked, works: Mapping[str, tuple[CslItem, Place]], citeproc: Citeproc
) -> Printed:
    """Name the work in the text where the author's sentence needs it and the style has no word for it."""
    if one.citation.mode is not CitationMode.INTEXT or one.is_inside_note or is_said(printed.text):
        return printed
    return replace(printed, text=name_in_text(works[one.citation.cites[0].key][0], citeproc.lang))


def _without_last_space(inlines: Inlines) -> Inlines:
    match inlines:
        case (*rest, Text(words)):
            return (*rest, Text(words.rstrip()))
        case _:
            return inlines


def _parted(nodes: list[Node], translator: Translator, place: Place) -> tuple[Inlines, Inlines]:
    """Part what stands in the text from what stands in the note."""
    text: list[Node] = []
    note: list[Node] = []
    for node in nodes[0]["c"][1] if nodes and nodes[0]["t"] == "Cite" else nodes:
        if node["t"] == "Note":
            note += [inner for block in node["c"] for inner in block["c"]]
        else:
            text.append(node)
    return translator.from_pandoc(text, place), without_second_date(translator.from_pandoc(note, place))


def _bibliography(blocks: list[Node]) -> Iterator[tuple[str, list[Node]]]:
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                number = entry["c"][0][0].removeprefix("ref-")
                yield number, [node for paragraph in entry["c"][1] for node in paragraph["c"]]


def is_empty(inlines: Inlines) -> bool:
    """Answer whether nothing would be printed."""
    return all(isinstance(inline, Text) and not inline.words.strip() for inline in inlines)
