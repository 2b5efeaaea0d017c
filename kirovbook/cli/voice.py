"""Say what a command has found, in the form and the colours that were asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from kirovbook import __version__
from kirovbook.diagnostics import ERROR, Severity, has_errors
from kirovbook.progress import Progress
from kirovbook.quick_dataclass import dataclass
from kirovbook.report import (
    Display,
    Report,
    display,
    render_github,
    render_json,
    render_json_of_books,
    render_sarif,
    render_text,
    seen_from_above,
    summary,
    write,
)


class Format(StrEnum):
    """The form that diagnostics take."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Color(StrEnum):
    """Whether to write in colour; "auto": on a terminal, unless NO_COLOR is set (no-color.org)."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


DONE, MUST_ACT, CANNOT_RUN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Voice:
    """How a command is to speak."""

    is_quiet: bool = False
    color: Color = Color.AUTO
    format: Format = Format.TEXT

    def display(self) -> AbstractContextManager[Display]:
        """Show on a terminal what is being done, on as many lines as are asked for."""
        return display(sys.stderr, is_shown=_is_terminal(sys.stderr) and not self.is_quiet)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show on a terminal what is being done, on one line."""
        with self.display() as shown:
            yield shown.line()

    def say(self, words: str) -> None:
        """Tell the author something that is not the command's result."""
        if not self.is_quiet:
            sys.stderr.write(f"{words}\n")

    def asks(self, question: str) -> bool:
        """Ask for leave on a terminal; without one there is nobody to give it."""
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    def tell(self, report: Report, root: Path, stream: TextIO) -> None:
        """Write the diagnostics of a book: for an author to ``stream``, for a program to standard output."""
        report = self._heard(report)
        match self.format:
            case Format.TEXT:
                self._tell_author(replace(report, texts=_all_texts(report, root)), stream)
            case Format.JSON:
                sys.stdout.write(render_json(report) + "\n")
            case Format.SARIF:
                sys.stdout.write(render_sarif(report, _folder(root), __version__, _pages(report)) + "\n")
            case Format.GITHUB:
                sys.stdout.write("".join(f"{line}\n" for line in render_github(report, _folder(root)).splitlines()))

    def tell_of(self, report: Report, root: Path) -> None:
        """Write the diagnostics of one book among several, if they can stand apart from those of the others."""
        if self.format is Format.TEXT:
            report = self._heard(report)
            shown = replace(report, texts=_all_texts(report, root))
            self._tell_author(seen_from_above(shown, root.as_posix()), sys.stderr)
        elif self.format is Format.GITHUB:
            self.tell(report, root, sys.stderr)

    def tell_together(self, reports: Sequence[tuple[Path, Report]]) -> None:
        """Write the diagnostics of several books as one document, if that is what the format wants."""
        heard = [(root, self._heard(report)) for root, report in reports]
        if self.format is Format.JSON:
            sys.stdout.write(render_json_of_books((root.as_posix(), report) for root, report in heard) + "\n")
        elif self.format is Format.SARIF:
            seen = (seen_from_above(report, _folder(root)) for root, report in heard)
            joined = Report((), tuple(found for report in seen for found in report.diagnostics))
            sys.stdout.write(render_sarif(joined, "", __version__, _pages(joined)) + "\n")

    def _heard(self, report: Report) -> Report:
        if not self.is_quiet:
            return report
        return replace(report, diagnostics=tuple(one for one in report.diagnostics if one.severity is ERROR))

    def _tell_author(self, report: Report, stream: TextIO) -> None:
        write(render_text(report), stream, is_coloured=self._is_coloured(stream))

    def sum_up(self, report: Report, otherwise: str, ending: str = "") -> None:
        """Count what was found, or say ``otherwise`` if nothing was."""
        words = f"{summary(report.diagnostics) or otherwise}{ending}"
        if self.format is Format.TEXT and words:
            self.say(words)

    def _is_coloured(self, stream: TextIO) -> bool:
        if self.color is not Color.AUTO:
            return self.color is Color.ALWAYS
        return _is_terminal(stream) and not os.environ.get("NO_COLOR")


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def exit_code(report: Report, *, is_strict: bool) -> int:
    """Answer 1 where the author must act: on errors, and with ``is_strict`` on warnings too."""
    is_warned = any(found.severity is Severity.WARNING for found in report.diagnostics)
    return MUST_ACT if has_errors(report.diagnostics) or (is_strict and is_warned) else DONE


def _all_texts(report: Report, root: Path) -> dict[str, str]:
    """Add to a report's texts the files it speaks of without having read them: book.toml, above all."""
    from kirovbook.project import texts_of  # noqa: PLC0415 - no need of it for --help

    unread = (found for found in report.diagnostics if found.place.file not in report.texts)
    return {**texts_of(root, unread), **report.texts}


def _folder(root: Path) -> str:
    """Give the way from the working folder to the book, as other programs want it."""
    return Path(os.path.relpath(root)).as_posix()


def _pages(report: Report) -> dict[str, tuple[str, str]]:
    from kirovbook.manual import name_of, page_of  # noqa: PLC0415 - it loads every rule

    return {code: (name_of(code) or code, page_of(code)) for code in {found.code for found in report.diagnostics}}
