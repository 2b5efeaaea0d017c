"""What WeasyPrint has to say of a style sheet or a page, as diagnostics with the author's file and line."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from kirovbook.diagnostics import ERROR, WARNING, Diagnostic, Place
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.press import Press, StyleSheet

_AT_LINE = re.compile(r" at (\d+):(\d+)")


class _Kept(logging.Handler):
    """Keep the messages of a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def log_of_weasyprint() -> Iterator[list[str]]:
    """Collect what WeasyPrint would say to the terminal."""
    log, kept = logging.getLogger("weasyprint"), _Kept()
    before, propagate = log.handlers[:], log.propagate
    log.handlers[:], log.propagate = [kept], False
    try:
        yield kept.messages
    finally:
        log.handlers[:], log.propagate = before, propagate


def style_findings(sheet: StyleSheet, log: list[str]) -> Iterator[Diagnostic]:
    """Name what WeasyPrint did not understand in the author's own style sheet."""
    if not sheet.file:
        return
    for message in log:
        at = _AT_LINE.search(message)
        place = Place(sheet.file, int(at[1]), int(at[2])) if at else Place(sheet.file)
        said = _AT_LINE.sub("", message).rstrip(".").removeprefix("Ignored ")
        yield Diagnostic("L101", WARNING, place, f"the style sheet's rule has no effect: {said}",
                         "write CSS that WeasyPrint knows, or take the rule out")


def refusals(fetcher: BookFetcher, styles: tuple[StyleSheet, ...], press: Press) -> Iterator[Diagnostic]:
    """Give an error for each file that a page or a style sheet asked for and may not have."""
    for url, reason in fetcher.refused.items():
        yield Diagnostic("L102", ERROR, _place_of(url, styles, press), f"{url!r} can't be used: {reason}",
                         "put the file into the book's folder and name it by a relative path")


def _place_of(url: str, styles: tuple[StyleSheet, ...], press: Press) -> Place:
    """Find the line of the style sheet that asks for an address; the book itself where none does."""
    name = url.rsplit("/", 1)[-1]
    for sheet in styles:
        for number, line in enumerate(sheet.css.split("\n"), start=1):
            if sheet.file and (url in line or (name and name in line)):
                return Place(sheet.file, number, max(line.find(name), 0) + 1)
    return press.home
