"""Join the tags of gatherings into those of the book: one tree, in which a part of the book is one element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain

from kirovbook.pdf_objects import Array, Dictionary, Object, Pdf
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TreePart:
    """The tree of one gathering: its root, the index of the gathering's first page, how many it has, and its matter."""

    root: Object
    first: int
    pages: int
    matter: tuple[str, ...]


@dataclass(slots=True)
class _Joined:
    """The joined tree: what is on the pages and behind them by number, what has a name, and the matter still open."""

    numbers: dict[int, Object] = field(default_factory=dict)
    named: dict[bytes, tuple[Object, Object]] = field(default_factory=dict)
    open_matter: list[tuple[str, Object]] = field(default_factory=list)


def join_trees(pdf: Pdf, root: Object, parts: Sequence[TreePart]) -> None:
    """Put the joined tree into a PDF whose pages are there already; ``root``, that of one part, becomes its root."""
    document = root.K[0]
    held = [_kids(part.root.K[0]) for part in parts]
    document.K = Array()
    joined = _Joined()
    following = len(pdf.pages)
    for part, kids in zip(parts, held, strict=True):
        following = _renumber(pdf, part, following, joined)
        joined.named |= dict(_names(part.root))
        _join(document, kids, part.matter, joined)
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(_pairs(joined.numbers))))
    root.ParentTreeNextKey = following
    if joined.named:
        pairs = [pair for _, pair in sorted(joined.named.items(), key=lambda item: item[0])]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(chain.from_iterable(pairs))))
    pdf.Root.StructTreeRoot = root


def _join(document: Object, kids: Sequence[Object], matter: Sequence[str], joined: _Joined) -> None:
    """Hang what a gathering holds where its matter was begun, which is the only element of the gathering's own tree."""
    holder, depth = document, 0
    if not _elements(kids):
        return
    for (open_name, element), name in zip(joined.open_matter, matter, strict=False):
        inner = _elements(kids)
        if open_name != name or len(inner) != 1:
            break
        holder, kids, depth = element, _kids(inner[0]), depth + 1
    del joined.open_matter[depth:]
    _hang(holder, kids)
    for name in matter[depth:]:
        inner = _elements(kids)
        if len(inner) != 1:
            return
        kids = _kids(inner[0])
        joined.open_matter.append((name, inner[0]))


def _hang(holder: Object, kids: Sequence[Object]) -> None:
    for kid in kids:
        if isinstance(kid, Dictionary) and "/S" in kid:
            kid.P = holder
        holder.K.append(kid)


def _kids(element: Object) -> list[Object]:
    return list(element.get("/K", Array()))


def _elements(kids: Sequence[Object]) -> list[Object]:
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def _renumber(pdf: Pdf, part: TreePart, following: int, joined: _Joined) -> int:
    """Number the pages of a gathering, its links and its groups for the whole file; give the number that follows."""
    numbers = {int(part.root.ParentTree.Nums[at]): part.root.ParentTree.Nums[at + 1]
               for at in range(0, len(part.root.ParentTree.Nums), 2)}
    owners = dict(_owners(pdf, part))
    for index in range(part.pages):
        page = pdf.pages[part.first + index].obj
        if "/StructParents" in page and index in numbers:
            page.StructParents = part.first + index
            joined.numbers[part.first + index] = numbers[index]
    for number, held in numbers.items():
        if number >= part.pages and number in owners:
            owner, key = owners[number]
            owner[key] = following
            joined.numbers[following] = held
            following += 1
    return following


def _owners(pdf: Pdf, part: TreePart) -> Iterator[tuple[int, tuple[Object, str]]]:
    """Give what has a number besides the pages: links, and groups that are drawn with a page."""
    seen: set[tuple[int, int]] = set()
    for index in range(part.pages):
        page = pdf.pages[part.first + index].obj
        for link in page.get("/Annots", Array()):
            if "/StructParent" in link:
                yield int(link.StructParent), (link, "/StructParent")
        resources = page.Resources
        if resources.objgen not in seen:
            seen.add(resources.objgen)
            yield from _groups(resources, seen)


def _groups(resources: Object, seen: set[tuple[int, int]]) -> Iterator[tuple[int, tuple[Object, str]]]:
    for group in dict(resources.get("/XObject", Dictionary())).values():
        if group.objgen in seen:
            continue
        seen.add(group.objgen)
        if "/StructParents" in group:
            yield int(group.StructParents), (group, "/StructParents")
        if "/Resources" in group:
            yield from _groups(group.Resources, seen)


def _names(root: Object) -> Iterator[tuple[bytes, tuple[Object, Object]]]:
    names = root.get("/IDTree", Dictionary()).get("/Names", Array())
    for at in range(0, len(names), 2):
        yield bytes(names[at]), (names[at], names[at + 1])


def _pairs(numbers: Mapping[int, Object]) -> Iterator[object]:
    for number in sorted(numbers):
        yield number
        yield numbers[number]
