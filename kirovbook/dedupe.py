"""Find works that bibliography files describe more than once, and write the files as one without them."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kirovbook.diagnostics import ERROR, CannotRunError, Diagnostic, Place, Related, has_errors, in_reading_order
from kirovbook.export.merged_bib import Amendment, BibPart, find_comments, write_merged, write_work
from kirovbook.model.source import Work
from kirovbook.parse.bibliography import is_csl_json, read_bibliography
from kirovbook.parse.bibtex import WrittenEntry, read_blocks
from kirovbook.parse.sheet import make_sheet
from kirovbook.project import ManuscriptFile
from kirovbook.project.text import LARGEST_FILE, decode
from kirovbook.quick_dataclass import dataclass
from kirovbook.report import Report, harmless
from kirovbook.resolve.dedupe import Group, Verdict, find_duplicates, join, merge_works

_AGAIN = "\ue000"
"""Behind a key that has been given before, as often as it has been: the parser takes each key once."""

_MOST_ROUNDS = 5
_MERGED = "merged.bib"


@dataclass(frozen=True, slots=True)
class BibFile:
    r"""A bibliography file: its path as given, its text as written, and with line ends as ``\n``."""

    path: str
    written: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the files: their works by label, the groups, the diagnostics."""

    files: tuple[BibFile, ...]
    works: tuple[Work, ...]
    groups: tuple[Group, ...]
    report: Report


def find(paths: Sequence[Path]) -> Found:
    """Read the files and find what describes one work.

    A work's key is the file's own, with ``file.bib#`` before it where there are several files. Raises
    CannotRunError where a file cannot be read.
    """
    seen: list[Diagnostic] = []
    files = tuple(_read(path, seen) for path in dict.fromkeys(paths))
    return _find_in(files, seen)


def _find_in(files: tuple[BibFile, ...], seen: Sequence[Diagnostic]) -> Found:
    given: Counter[str] = Counter()
    unique = tuple(ManuscriptFile(file.path, _with_unique_keys(file, given)) for file in files)
    read = read_bibliography(unique)
    works = read.value if len(files) == 1 else tuple(_labelled(work) for work in read.value)
    groups = find_duplicates(works)
    found = (*seen, *read.diagnostics, *_keys_of_two(works, groups))
    shown = tuple(_with_plain_keys(one) for one in in_reading_order(found))
    return Found(files, works, groups, Report((), shown, {file.path: file.text for file in files}))


def _read(path: Path, found: list[Diagnostic]) -> BibFile:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CannotRunError(f"the file {str(path)!r} is too large", "split it into several files")
        data = path.read_bytes()
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise CannotRunError(f"cannot read {str(path)!r}: {reason}", "name a .bib or a CSL-JSON file") from fault
    name = path.as_posix()
    text = decode(data, name)
    found += text.diagnostics
    plain = text.value or ""
    try:
        written = data.decode()
    except UnicodeDecodeError:
        written = plain
    is_as_read = written.removeprefix("\ufeff").replace("\r\n", "\n") == plain
    return BibFile(name, written if is_as_read else plain, plain)


def _with_unique_keys(file: BibFile, given: Counter[str]) -> str:
    """Mark every key that was given before, so that the parser reads its entry as well."""
    if is_csl_json(ManuscriptFile(file.path, "")):
        return file.text
    pieces: list[str] = []
    position = 0
    for block in read_blocks(file.text):
        if isinstance(block, WrittenEntry) and block.key:
            if again := given[block.key]:
                at = file.text.index(block.key, block.start + len(block.kind)) + len(block.key)
                pieces += (file.text[position:at], _AGAIN * again)
                position = at
            given[block.key] += 1
    return "".join([*pieces, file.text[position:]])


def _labelled(work: Work) -> Work:
    """Put the file's name before the key of a work, and before the keys that it takes fields from."""
    fields = tuple(
        replace(field, value=",".join(f"{work.place.file}#{key.strip()}" for key in field.value.split(",")))
        if field.name in {"crossref", "xdata"}
        else field
        for field in work.fields
    )
    return replace(work, key=f"{work.place.file}#{work.key}", fields=fields)


def _plain_key(label: str) -> str:
    return label.partition("#")[2].rstrip(_AGAIN) if "#" in label else label.rstrip(_AGAIN)


def _with_plain_keys(one: Diagnostic) -> Diagnostic:
    if _AGAIN not in one.message + one.hint:
        return one
    return replace(one, message=one.message.replace(_AGAIN, ""), hint=one.hint.replace(_AGAIN, ""))


def _keys_of_two(works: Sequence[Work], groups: Sequence[Group]) -> Iterator[Diagnostic]:
    """Find keys that stand for two different works (B202)."""
    leader = {key: group.keep for group in groups if group.verdict is Verdict.SAME for key in group.merged}
    first: dict[str, Work] = {}
    for work in works:
        key = _bare(work)
        other = first.setdefault(key, work)
        if leader.get(other.key, other.key) != leader.get(work.key, work.key):
            yield Diagnostic(
                "B202",
                ERROR,
                work.place,
                f"the key '{key}' stands for two different works",
                f"give one of them another key; the first is at {other.place.file}:{other.place.line}",
                related=(Related(other.place, "the first work with this key"),),
            )


def _bare(work: Work) -> str:
    """Give the key as the file has it."""
    return work.key.removeprefix(f"{work.place.file}#").rstrip(_AGAIN)


def render_json(found: Found) -> str:
    """Give the groups as JSON: keep, merge, verdict, reasons, places."""
    groups = [
        {
            "keep": group.keep.rstrip(_AGAIN),
            "merge": [key.rstrip(_AGAIN) for key in group.merged],
            "verdict": group.verdict.value,
            "reasons": list(group.reasons),
            "places": [f"{place.file}:{place.line}" for place in group.places],
        }
        for group in found.groups
    ]
    return json.dumps({"groups": groups}, indent=2, ensure_ascii=False) + "\n"


def render_text(found: Found) -> str:
    """Give the groups for an author to read."""
    lines: list[str] = []
    for group in found.groups:
        is_same = group.verdict is Verdict.SAME
        lines.append(f"{'same work' if is_same else 'possibly the same work'}: {', '.join(group.reasons)}")
        for key, place in zip((group.keep, *group.merged), group.places, strict=True):
            said = "keep " if is_same and place == group.places[0] else "merge" if is_same else "see  "
            lines.append(f"   {said} {key.rstrip(_AGAIN)} ({place.file}:{place.line})")
    return "".join(f"{harmless(line)}\n" for line in lines)


def summary(found: Found) -> str:
    """Count the groups."""
    same = sum(group.verdict is Verdict.SAME for group in found.groups)
    possible = len(found.groups) - same
    if not found.groups:
        return "every work is described once"
    return f"{same} described more than once, {possible} possibly so"


def merge(found: Found, out: Path) -> Report:
    """Write the files as one, each work described once; give what the joined descriptions contradict each other in.

    The file is written whole or not at all, and not where an error was found. Raises CannotRunError where it
    cannot be written.
    """
    if has_errors(found.report.diagnostics):
        return found.report
    said = merge_works(found.works, found.groups).diagnostics
    text = _write(found)
    for _ in range(_MOST_ROUNDS):
        # What was joined says more than its parts did, and may turn out to be yet another's work.
        again = _find_in((BibFile(_MERGED, text, text.removeprefix("\ufeff").replace("\r\n", "\n")),), ())
        if not any(group.verdict is Verdict.SAME for group in again.groups):
            break
        text = _write(again)
    try:
        _replace(out, text.encode())
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise CannotRunError(f"cannot write {str(out)!r}: {reason}", "name another file") from fault
    shown = tuple(_with_plain_keys(one) for one in in_reading_order((*found.report.diagnostics, *said)))
    return Report((out,), shown, found.report.texts)


def _replace(out: Path, written: bytes) -> None:
    """Write a file beside its place, and put it there when it is whole; with the leave that the old one gave."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
        beside = Path(folder) / out.name
        beside.write_bytes(written)
        if out.exists():
            beside.chmod(out.stat().st_mode & 0o777)
        beside.replace(out)


def _write(found: Found) -> str:
    works = {work.key: work for work in found.works}
    comments = _comments_within(found)
    amendments: dict[str, Amendment] = {}
    gone: dict[str, Work] = {}
    for group in found.groups:
        if group.verdict is Verdict.SAME:
            others = [works[key] for key in group.merged]
            amendments[group.keep] = _amendment(works[group.keep], others, comments)
            gone |= {other.key: works[group.keep] for other in others}
    return write_merged([_part(file, found.works, amendments, gone) for file in found.files])


def _comments_within(found: Found) -> dict[Place, list[str]]:
    """Give the comments that stand within an entry, by the place of the entry."""
    comments: dict[Place, list[str]] = {}
    for file in found.files:
        if "%" in file.text and not is_csl_json(ManuscriptFile(file.path, "")):
            sheet = make_sheet(file.text, file.path)
            for block in read_blocks(file.text):
                if isinstance(block, WrittenEntry) and (within := list(find_comments(file.text, block))):
                    comments[sheet.place(block.start)] = within
    return comments


def _amendment(kept: Work, others: Sequence[Work], comments: Mapping[Place, list[str]]) -> Amendment:
    joined = join(kept, others)
    known = {_bare(kept), *_aliases(kept)}
    aliases = [alias for other in others for alias in (_bare(other), *_aliases(other)) if alias not in known]
    remarks = [
        f"'{_plain_key(clash.key)}' has: {clash.other.name} = {{{clash.other.value}}}"
        for clash in joined.clashes
        if _letters(clash.kept.value) != _letters(clash.other.value)
    ]
    remarks += [f"'{_bare(other)}' has the type '{other.type}'" for other in others if other.type != kept.type]
    remarks += [
        f"'{_bare(other)}' has: {field.name} = {{{field.value}}}"
        for other in others
        for field in other.fields
        if field.name in {"month", "day"} and kept.get(field.name) != field.value
    ]
    for other in others:
        remarks += [f"'{_bare(other)}' has the comment: {words}" for words in comments.get(other.place, ())]
    fields = tuple((field.name, field.value) for field in joined.added)
    return Amendment(fields, tuple(dict.fromkeys(aliases)), tuple(remarks))


def _with_inherited(amendment: Amendment, kept: Work, entry: WrittenEntry) -> Amendment:
    """Write out what a kept entry takes from others: they may be merged, and in the end point back to it."""
    own = {field.name for field in entry.fields}
    if not own & {"crossref", "xdata"}:
        return amendment
    taken = tuple((field.name, field.value) for field in kept.fields if field.name not in own)
    return replace(amendment, fields=(*amendment.fields, *taken))


def _letters(value: str) -> str:
    """Give letters and figures alone: a difference in capitals, braces or dashes is no loss."""
    return re.sub(r"[\W_]+", "", value.casefold())


def _aliases(work: Work) -> list[str]:
    return [alias.strip() for alias in work.get("ids").split(",") if alias.strip()]


def _part(
    file: BibFile, works: Sequence[Work], amendments: Mapping[str, Amendment], gone: Mapping[str, Work]
) -> BibPart:
    own = [work for work in works if work.place.file == file.path]
    if is_csl_json(ManuscriptFile(file.path, "")):
        left = (replace(work, key=_bare(work)) for work in own if work.key not in gone)
        labels = {_bare(work): work.key for work in own}
        text = "\n".join(write_work(work, amendments.get(labels[work.key], Amendment())) for work in left)
        return BibPart(text, {}, {}, {})
    sheet = make_sheet(file.text, file.path)
    by_place = {work.place: work for work in own}
    renamed = {_bare(work): _bare(gone[work.key]) for work in own if work.key in gone}
    amended: dict[int, Amendment] = {}
    merged: dict[int, str] = {}
    for block in read_blocks(file.text):
        work = by_place.get(sheet.place(block.start)) if isinstance(block, WrittenEntry) else None
        if work is None or not isinstance(block, WrittenEntry):
            continue
        if work.key in gone:
            merged[block.start] = _bare(gone[work.key])
        elif work.key in amendments:
            amended[block.start] = _with_inherited(amendments[work.key], work, block)
    return BibPart(file.written, amended, merged, renamed)
