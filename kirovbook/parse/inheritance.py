"""Let a description take from another what it leaves out: ``crossref`` and ``xdata``, as biber does.

The table of what becomes of a parent's fields is that of the BibLaTeX manual, appendix B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from difflib import get_close_matches

from kirovbook.diagnostics import WARNING, Diagnostic, Outcome
from kirovbook.model.source import Field, Work
from kirovbook.quick_dataclass import dataclass

_PARTS = frozenset(
    {
        "bookinbook", "conference", "inbook", "incollection", "inproceedings", "inreference", "suppbook",
        "suppcollection",
    }
)  # fmt: skip
_VOLUMES = frozenset({"mvbook", "mvcollection", "mvproceedings", "mvreference"})
_PERIODICAL_PARTS = frozenset({"article", "suppperiodical", "review"})
_NOT_INHERITED = frozenset(
    {
        "annotation", "crossref", "entryset", "entrysubtype", "execute", "ids", "label", "options", "presort",
        "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "shorttitle",
        "sortkey", "sorttitle", "xdata", "xref",
    }
)  # fmt: skip
_TITLES = ("title", "subtitle", "titleaddon")
_XDATA_PART = "xdata="
_GRANULAR = re.compile(r"xdata=(?P<key>[^\s{}]+?)-(?P<field>[A-Za-z]+)(?:-(?P<number>[0-9]{1,3}))?")
_LIST_AND = re.compile(r"\s+and\s+")
_SAME = {"date": "year", "year": "date", "location": "address", "address": "location"}


@dataclass(slots=True)
class _Family:
    """The works by key, those already complete, and those on the way (to notice a circle)."""

    works: dict[str, Work]
    complete: dict[str, Work] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    guesses: int = 30
    """So often a mistaken key is compared with all others, which takes time in a large bibliography."""


def inherit(works: tuple[Work, ...]) -> Outcome[tuple[Work, ...]]:
    """Fill in what works take from others; ``xdata`` entries, being only that, are left out."""
    family = _Family({work.key: work for work in works})
    complete = tuple(_completed(work, family, ()) for work in works)
    return Outcome(tuple(work for work in complete if work.type != "xdata"), tuple(family.found))


def _completed(work: Work, family: _Family, descendants: tuple[str, ...]) -> Work:
    if work.key in family.complete:
        return family.complete[work.key]
    has_all = {one.name for one in work.fields}
    taken: list[Field] = []
    for name in ("xdata", "crossref"):
        for parent in _parents(work, name, family, (*descendants, work.key)):
            offered = _given(parent, work.type) if name == "crossref" else iter(parent.fields)
            taken += [one for one in offered if one.name not in has_all and _SAME.get(one.name) not in has_all]
            has_all |= {one.name for one in taken}
    own = work.fields
    if any(_XDATA_PART in one.value for one in own):
        own = tuple(_with_parts(work, one, family, (*descendants, work.key)) for one in own)
        taken = [one for one in taken if one.name not in {kept.name for kept in own}]
    completed = replace(work, fields=(*own, *taken)) if taken or own is not work.fields else work
    family.complete[work.key] = completed
    return completed


def _with_parts(work: Work, one: Field, family: _Family, line: tuple[str, ...]) -> Field:
    """Put in what ``xdata=KEY-FIELD`` or ``xdata=KEY-FIELD-NUMBER`` in a value stands for (BibLaTeX, 3.13.6)."""
    parts = _LIST_AND.split(one.value)
    for index, part in enumerate(parts):
        found = _GRANULAR.fullmatch(part.strip(" {}"))
        if found is None:
            continue
        pointer = Work(work.key, work.type, (replace(one, name="xdata", value=found["key"]),), work.place)
        for parent in _parents(pointer, "xdata", family, line):
            given = parent.get(found["field"].lower())
            listed = _LIST_AND.split(given)
            number = int(found["number"] or 0)
            parts[index] = given if not number else listed[min(number, len(listed)) - 1]
    return replace(one, value=" and ".join(parts))


def _parents(work: Work, name: str, family: _Family, line: tuple[str, ...]) -> Iterator[Work]:
    pointer = next((one for one in work.fields if one.name == name), None)
    if pointer is None:
        return
    for key in filter(None, (part.strip() for part in pointer.value.split(","))):
        parent = family.works.get(key)
        if parent is None:
            family.guesses -= 1
            near = get_close_matches(key[:60], family.works if family.guesses >= 0 else (), 1, 0.6)
            hint = f"did you mean '{near[0]}'?" if near else "add the entry, or delete the field"
            message = f"'{work.key}' takes fields from '{key}', which is not in the bibliography"
            family.found.append(Diagnostic("B106", WARNING, pointer.place, message, hint, len(name)))
        elif key in line or len(line) > _DEEPEST:
            message = f"'{work.key}' takes fields from '{key}', which takes them from '{work.key}'"
            family.found.append(
                Diagnostic("B110", WARNING, pointer.place, message, "delete one of the two fields", len(name))
            )
        else:
            yield _completed(parent, family, line)


_DEEPEST = 50


def _given(parent: Work, child_type: str) -> Iterator[Field]:
    """Give the parent's fields under the names that they have in a child of that type."""
    prefix = ""
    if parent.type in _VOLUMES:
        prefix = "main"
    elif child_type in _PARTS:
        prefix = "book"
    elif child_type in _PERIODICAL_PARTS:
        prefix = "journal"
    for one in parent.fields:
        if one.name in _NOT_INHERITED:
            continue
        if one.name in _TITLES:
            if prefix:
                yield replace(one, name=prefix + one.name)
        elif one.name == "author" and child_type in _PARTS:
            if child_type in {"inbook", "bookinbook", "suppbook"}:
                yield one
                yield replace(one, name="bookauthor")
        else:
            yield one
