"""Put right in the author's files what is safe to put right: show it as a difference first, then write it.

A correction changes some characters of one line. What it leaves is parsed again before anything is written: a file
that would then hold an error it did not hold before stays as it is.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path

from kirovbook.diagnostics import ERROR, WARNING, Correction, Diagnostic, Place, in_reading_order
from kirovbook.parse.markdown import parse_blocks
from kirovbook.quick_dataclass import dataclass
from kirovbook.report import Report, harmless

_LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Corrected:
    r"""A file of the book: its path from the book's folder, its text as it is and as it should be, lines by ``\n``."""

    path: str
    before: str
    after: str
    count: int


def propose(report: Report) -> tuple[Corrected, ...]:
    """Give each file that can be corrected with all its corrections made, but for those that overlap an earlier one."""
    by_file: dict[str, list[Correction]] = {}
    for found in in_reading_order(report.diagnostics):
        for correction in found.corrections:
            by_file.setdefault(correction.place.file, []).append(correction)
    return tuple(
        corrected
        for path, corrections in by_file.items()
        if path in report.texts and (corrected := _corrected(path, report.texts[path], corrections)) is not None
    )


def _corrected(path: str, before: str, corrections: Iterable[Correction]) -> Corrected | None:
    lines, ends, count = before.split("\n"), dict[int, int](), 0
    made: list[Correction] = []
    for one in sorted(set(corrections), key=lambda one: (one.place, one.length)):
        if one.place.column > ends.get(one.place.line, 0) and "\n" not in one.words:
            ends[one.place.line] = one.place.column + one.length - 1
            made.append(one)
    for one in reversed(made):
        line, start = lines[one.place.line - 1], one.place.column - 1
        changed = line[:start] + one.words + line[start + one.length :]
        count += changed != line
        lines[one.place.line - 1] = changed
    after = "\n".join(lines)
    return Corrected(path, before, after, count) if count and _is_as_sound(path, before, after) else None


def _is_as_sound(path: str, before: str, after: str) -> bool:
    """Answer whether a manuscript's file has no error after the corrections that it did not have before."""
    return not path.endswith(".md") or _errors(path, after) <= _errors(path, before)


def _errors(path: str, text: str) -> frozenset[tuple[str, str]]:
    found = parse_blocks(text, path, 1, "", frozenset()).diagnostics
    return frozenset((one.code, one.message) for one in found if one.severity is ERROR)


def render_difference(corrected: Iterable[Corrected]) -> str:
    """Write what would change as a unified difference, file by file, harmless to a terminal."""
    return "".join(f"{harmless(line)}\n" for one in corrected for line in _difference(one))


def _difference(one: Corrected) -> Iterator[str]:
    before, after = one.before.split("\n"), one.after.split("\n")
    return unified_diff(before, after, f"a/{one.path}", f"b/{one.path}", lineterm="", n=1)


def write(root: Path, corrected: Iterable[Corrected]) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Write the corrected files, each whole or not at all; give their paths, and what could not be written.

    Line ends and a byte-order mark stay as the file has them.
    """
    written, found = list[str](), list[Diagnostic]()
    for one in corrected:
        try:
            if _rewrite(root / one.path, one):
                written.append(one.path)
            else:
                found.append(_changed(one))
        except OSError as trouble:
            found.append(_unwritten(one, trouble))
    return tuple(written), tuple(found)


def _rewrite(file: Path, one: Corrected) -> bool:
    """Replace a file's changed lines; False where it no longer says what was read, or is not in UTF-8."""
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError:
        return False
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    parts = _LINE_END.split(text.removeprefix(mark))  # line, end, line, end ... line
    if parts[::2] != one.before.split("\n"):
        return False
    parts[::2] = one.after.split("\n")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}-") as folder:
        beside = Path(folder) / file.name
        beside.write_bytes((mark + "".join(parts)).encode())
        shutil.copymode(file, beside)
        beside.replace(file)
    return True


def _changed(one: Corrected) -> Diagnostic:
    message = "the file is not corrected: it has changed meanwhile, or is not in UTF-8"
    return Diagnostic("M208", WARNING, Place(one.path), message, "save it as UTF-8 and run the command again")


def _unwritten(one: Corrected, trouble: OSError) -> Diagnostic:
    message = f"the file is not corrected: {(trouble.strerror or str(trouble)).lower()}"
    return Diagnostic("M208", WARNING, Place(one.path), message, "give yourself leave to write it")
