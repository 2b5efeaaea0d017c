"""Write the tree of a tagged PDF as its objects (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from kirovbook.export.engine import pydyf
from kirovbook.export.tags.tree import (
    Attribute,
    Box,
    Element,
    HeadedBy,
    HeadsCells,
    LinkArea,
    Numbering,
    Run,
)
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """What the drawing has left: the annotation of each link area, and the groups that hold runs of their own."""

    annotations: Sequence[Any]
    groups: Mapping[Run, Any]
    is_pdf_2: bool


@dataclass(slots=True)
class _Trees:
    """What is gathered for the other trees of the file while the elements are written."""

    pdf: Any
    written: Written
    holders: dict[Any, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    links: dict[int, Any] = field(default_factory=dict)
    named: dict[str, Any] = field(default_factory=dict)
    referring: list[tuple[Any, str]] = field(default_factory=list)


def write_structure(pdf: Any, tree: Element, written: Written) -> None:
    """Put the tree, and the trees that lead to it from a page and by an id, into the file that is being written."""
    trees = _Trees(pdf, written)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    document = _write(tree, root, trees)
    root["K"] = pydyf.Array([document.reference])
    for element, name in trees.referring:
        if name in trees.named:
            element["Ref"] = pydyf.Array([trees.named[name].reference])
    root["ParentTree"] = _parent_tree(trees)
    root["ParentTreeNextKey"] = len(pdf.page_references) + len(written.annotations) + len(set(written.groups.values()))
    if trees.named:
        root["IDTree"] = _id_tree(trees)
    if written.is_pdf_2:
        namespace = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String("http://iso.org/pdf2/ssn")})
        pdf.add_object(namespace)
        root["Namespaces"] = pydyf.Array([namespace.reference])
        document["NS"] = namespace.reference
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true", "Suspects": "false"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _write(element: Element, parent: Any, trees: _Trees) -> Any:
    made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{element.kind}", "P": parent.reference})
    trees.pdf.add_object(made)
    page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
    if page is not None:
        made["Pg"] = trees.pdf.page_references[page]
    for key, said in (("ID", element.id), ("Lang", element.lang), ("Alt", element.alternative)):
        if said:
            made[key] = pydyf.String(said)
    if element.id:
        trees.named[element.id] = made
    if element.refers_to:
        trees.referring.append((made, element.refers_to))
    if element.attribute is not None:
        made["A"] = pydyf.Dictionary(_attribute(element.attribute, trees.written))
    if element.kids:
        made["K"] = pydyf.Array(list(_kids(element, made, page, trees)))
    return made


def _kids(element: Element, made: Any, page: int | None, trees: _Trees) -> Iterator[Any]:
    for kid in element.kids:
        match kid:
            case Element():
                yield _write(kid, made, trees).reference
            case LinkArea(where, number, says):
                annotation = trees.written.annotations[number]
                annotation["Contents"] = pydyf.String(says)
                annotation["F"] = 4  # It is printed, and seen.
                trees.links[number] = made.reference
                yield pydyf.Dictionary({
                    "Type": "/OBJR", "Obj": annotation.reference, "Pg": trees.pdf.page_references[where],
                })
            case Run(where, number):
                yield _run(kid, made, page, trees)


def _run(run: Run, made: Any, page: int | None, trees: _Trees) -> Any:
    """A run on the element's own page is a bare number; on another page, or in a group, it says where it is."""
    group = trees.written.groups.get(run)
    # What a group holds is listed with its page too: some readers look for a page's elements nowhere else.
    trees.holders[run.page][run.number] = made.reference
    if group is not None:
        trees.holders[group][run.number] = made.reference
    if group is None and run.page == page:
        return run.number
    at = {"Type": "/MCR", "Pg": trees.pdf.page_references[run.page], "MCID": run.number}
    return pydyf.Dictionary(at if group is None else {**at, "Stm": group.reference})


def _attribute(attribute: Attribute, written: Written) -> dict[str, Any]:
    match attribute:
        case Numbering(style):
            if style == "Description" and not written.is_pdf_2:
                style = "None"  # PDF 1.7 has no word for terms and what they mean.
            return {"O": "/List", "ListNumbering": f"/{style}"}
        case HeadsCells(scope):
            return {"O": "/Table", "Scope": f"/{scope}"}
        case HeadedBy(ids):
            return {"O": "/Table", "Headers": pydyf.Array([pydyf.String(name) for name in ids])}
        case Box(edges):
            return {"O": "/Layout", "BBox": pydyf.Array(list(edges)), "Placement": "/Block"}


def _parent_tree(trees: _Trees) -> Any:
    """Lead from each page, group and annotation to the elements that hold what is in it."""
    numbers = pydyf.Array([])
    pages = len(trees.pdf.page_references)
    for page in range(pages):
        numbers.extend([page, _holders(trees.holders.get(page, {}))])
    for number, annotation in enumerate(trees.written.annotations):
        if number in trees.links:
            annotation["StructParent"] = pages + number
            numbers.extend([pages + number, trees.links[number]])
    groups = dict.fromkeys(trees.written.groups.values())
    for number, group in enumerate(groups, start=pages + len(trees.written.annotations)):
        group.extra["StructParents"] = number
        numbers.extend([number, _holders(trees.holders[group])])
    made = pydyf.Dictionary({"Nums": numbers})
    trees.pdf.add_object(made)
    return made.reference


def _holders(by_number: Mapping[int, Any]) -> Any:
    return pydyf.Array([by_number.get(number, "null") for number in range(max(by_number, default=-1) + 1)])


def _id_tree(trees: _Trees) -> Any:
    names = pydyf.Array([])
    for name in sorted(trees.named, key=lambda name: name.encode("utf-16-be")):
        names.extend([pydyf.String(name), trees.named[name].reference])
    made = pydyf.Dictionary({"Names": names})
    trees.pdf.add_object(made)
    return made.reference
