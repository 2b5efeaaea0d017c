"""Hold two PDFs of a book against each other, page for page: do they look, read and lead the same?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

_BOXES = ("/MediaBox", "/BleedBox", "/TrimBox")
_SCALE = 1.0
_NAME_OF_ITSELF = re.compile(rb"xmp\.did:[0-9a-f-]+")
_EXACT = 2


def differences(one: Path, other: Path) -> list[str]:
    """Name in what two files differ; nothing where they are the same book."""
    with pikepdf.open(one) as first, pikepdf.open(other) as second:
        found = [name for name, facts in _FACTS.items() if facts(first) != facts(second)]
    with pypdfium2.PdfDocument(one) as first, pypdfium2.PdfDocument(other) as second:
        found += [f"page {number}" for number, pair in enumerate(zip(first, second, strict=False), start=1)
                  if _seen(pair[0]) != _seen(pair[1])]
        if len(first) != len(second):
            found.append("how many pages")
    return found


def _seen(page: Any) -> tuple[list[str], bytes]:
    """Give the lines of a page, in whatever order they are drawn, and how it looks."""
    text = page.get_textpage().get_text_range()
    return sorted(text.splitlines()), bytes(page.render(scale=_SCALE).buffer)


def _number_of(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages)}


def _rounded(numbers: Any) -> list[float]:
    return [round(float(number), _EXACT) for number in numbers]


def _boxes(pdf: pikepdf.Pdf) -> list[list[list[float]]]:
    return [[_rounded(page.obj[name]) for name in _BOXES] for page in pdf.pages]


def _links(pdf: pikepdf.Pdf) -> list[list[tuple[str, list[float]]]]:
    return [[(_target(link), _rounded(link.Rect)) for link in page.obj.get("/Annots", [])] for page in pdf.pages]


def _target(link: Any) -> str:
    return str(link.Dest) if "/Dest" in link else str(link.A.URI)


def _places(pdf: pikepdf.Pdf) -> dict[str, tuple[int, list[float]]]:
    numbers = _number_of(pdf)
    places = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {name: (numbers[place[0].objgen], _rounded(list(place)[2:4])) for name, place in places.items()}


def _outline(pdf: pikepdf.Pdf) -> list[tuple[int, str, int, bool | None]]:
    numbers = _number_of(pdf)

    def entries(items: Any, depth: int) -> Iterator[tuple[int, str, int, bool | None]]:
        for item in items:
            yield depth, item.title, numbers[item.destination[0].objgen], item.is_closed
            yield from entries(item.children, depth + 1)

    with pdf.open_outline() as outline:
        return list(entries(outline.root, 0))


def _tags(pdf: pikepdf.Pdf) -> object:
    if "/StructTreeRoot" not in pdf.Root:
        return None
    numbers = _number_of(pdf)

    def element(one: Any, page: int | None) -> object:
        page = numbers[one.Pg.objgen] if "/Pg" in one else page
        held = one.get("/K", pikepdf.Array())
        kids = [kid(each, page) for each in (held if isinstance(held, pikepdf.Array) else [held])]
        return str(one.S), str(one.get("/Alt", "")), str(one.get("/Lang", "")), kids

    def kid(one: Any, page: int | None) -> object:
        if isinstance(one, int):
            return page, one
        match str(one.get("/Type", "")):
            case "/MCR":
                return numbers[one.Pg.objgen], int(one.MCID)
            case "/OBJR":
                return numbers[one.Pg.objgen], _target(one.Obj)
            case _:
                return element(one, page)

    return element(pdf.Root.StructTreeRoot.K[0], None)


def _metadata(pdf: pikepdf.Pdf) -> object:
    described = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    described = _NAME_OF_ITSELF.sub(b"", described)
    return {key: str(value) for key, value in pdf.docinfo.items()}, described, str(pdf.Root.get("/Lang", ""))


def _intents(pdf: pikepdf.Pdf) -> list[tuple[str, bytes]]:
    return [(str(one.S), one.DestOutputProfile.read_bytes()) for one in pdf.Root.get("/OutputIntents", [])]


_FACTS = {
    "boxes": _boxes, "links": _links, "places": _places, "outline": _outline, "tags": _tags, "metadata": _metadata,
    "labels": lambda pdf: [page.label for page in pdf.pages], "intents": _intents,
    "catalog": lambda pdf: sorted(pdf.Root.keys()), "version": lambda pdf: pdf.pdf_version,
}
