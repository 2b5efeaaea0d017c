"""Write several ``.bib`` files as one, with the descriptions of one work joined and all else as it was written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from kirovbook.model.source import Work
from kirovbook.parse.bibtex import WrittenEntry, WrittenField, read_blocks
from kirovbook.quick_dataclass import dataclass

_POINTERS = frozenset({"crossref", "xref", "xdata", "related", "entryset"})
_KEY_IN_LIST = re.compile(r"[^\s,{}\"]+")
_ENTRY_LIKE = re.compile(r"@(?=\s*\w+\s*[{(])")
_OWN_LINE = re.compile(r"\n[ \t]*\Z")
_LONGEST_INDENT = 200

_ORDER_MARK = "\ufeff"

Edit = tuple[int, int, str]
"""From where to where in a text, and what is to stand there."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What becomes of a kept entry: fields that it takes over, aliases, and what others said otherwise."""

    fields: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BibPart:
    r"""One file's text as it was written, and what becomes of its entries, by where each begins.

    The places count in the text with line ends as ``\n``. ``merged`` gives the key that an entry is merged
    into; ``renamed`` the same by key, for fields that point to entries.
    """

    text: str
    amended: Mapping[int, Amendment]
    merged: Mapping[int, str]
    renamed: Mapping[str, str]


def write_merged(parts: Iterable[BibPart]) -> str:
    """Give the text of the merged file: the parts one behind the other."""
    written = ""
    for part in parts:
        text = _write_part(part)
        gap = "\n" if written and not written.endswith("\n") else ""
        written = f"{written}{gap}{text.removeprefix(_ORDER_MARK)}" if written else text
    return written


def _write_part(part: BibPart) -> str:
    text = part.text.removeprefix(_ORDER_MARK)
    plain = text.replace("\r\n", "\n")
    newline = "\r\n" if "\r\n" in text else "\n"
    pieces = [part.text[: len(part.text) - len(text)]]
    position = 0
    returns = [match.start() - count for count, match in enumerate(re.finditer("\r\n", text))]
    for start, end, words in sorted(_edits(plain, part)):
        first, last = (at + bisect_left(returns, at) for at in (start, end))
        pieces += (text[position:first], words.replace("\n", newline))
        position = last
    return "".join([*pieces, text[position:]])


def _edits(text: str, part: BibPart) -> Iterator[Edit]:
    for block in read_blocks(text):
        if not isinstance(block, WrittenEntry):
            continue
        if block.start in part.merged:
            line_end = text.find("\n", block.end)
            rest = text[block.end : line_end if line_end >= 0 else len(text)]
            ending = "\n" if rest.strip() else ""
            yield block.start, block.end, f"% '{block.key}' is merged into '{part.merged[block.start]}'{ending}"
            continue
        amendment = part.amended.get(block.start, Amendment())
        if amendment.remarks:
            before = text[max(0, block.start - _LONGEST_INDENT) : block.start]
            opening = "" if not before.strip() or _OWN_LINE.search(before) else "\n"
            yield block.start, block.start, opening + "".join(f"% {_quiet(one)}\n" for one in amendment.remarks)
        yield from _amend(text, block, amendment, part.renamed)


def _quiet(remark: str) -> str:
    """Keep a remark on one line, and from looking like an entry to programs that read comments."""
    return _ENTRY_LIKE.sub("(at)", " ".join(remark.split()))


def _amend(text: str, entry: WrittenEntry, amendment: Amendment, renamed: Mapping[str, str]) -> Iterator[Edit]:
    added = [f"{name} = {{{value}}}," for name, value in amendment.fields]
    own = next((field for field in entry.fields if field.name == "ids"), None)
    if amendment.aliases and own is not None:
        yield _add_aliases(text, own, amendment.aliases)
    elif amendment.aliases:
        added.insert(0, f"ids = {{{', '.join(amendment.aliases)}}},")
    for field in entry.fields:
        if field.name in _POINTERS and renamed:
            start, end = field.value
            yield start, end, _KEY_IN_LIST.sub(lambda key: renamed.get(key[0], key[0]), text[start:end])
    if not added:
        return
    if entry.fields:
        at = min(field.start for field in entry.fields)
        before = _OWN_LINE.search(text[max(0, at - _LONGEST_INDENT) : at])
        between = before[0] if before else " "
        yield at, at, "".join(field + between for field in added)
    else:
        at = entry.end - 1
        comma = "" if text[entry.start : at].rstrip().endswith(",") else ","
        yield at, at, comma + "".join(f" {field}" for field in added)


def _add_aliases(text: str, own: WrittenField, aliases: tuple[str, ...]) -> Edit:
    start, end = own.value
    words = ", ".join(aliases)
    if text[start - 1] in '{"' and text[end : end + 1] in {"}", '"'}:
        return start, start, f"{words}, "
    first = re.search(r'[{"]', text[start:end])
    if first:
        return start + first.end(), start + first.end(), f"{words}, "
    return start, end, f" {{{words}, {text[start:end].strip()}}}"


def find_comments(text: str, entry: WrittenEntry) -> Iterator[str]:
    """Give the comments within an entry, outside its values."""
    position = entry.start
    for start, end in (*sorted(field.value for field in entry.fields), (entry.end, entry.end)):
        yield from (found[0].lstrip("% ").rstrip() for found in re.finditer(r"%[^\n]*", text[position:start]))
        position = end


def write_work(work: Work, amendment: Amendment) -> str:
    """Give the text of an entry for a work that no ``.bib`` file holds."""
    own = next((field.value for field in work.fields if field.name == "ids"), "")
    ids = ", ".join(filter(None, (*amendment.aliases, own)))
    fields = [("ids", ids)] if ids else []
    fields += [(field.name, field.value) for field in work.fields if field.name != "ids"]
    remarks = "".join(f"% {_quiet(remark)}\n" for remark in amendment.remarks)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in (*fields, *amendment.fields))
    return f"{remarks}@{work.type}{{{work.key},\n{lines}}}\n"
