"""Read style sheets, each once: what WeasyPrint makes of them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from kirovbook.diagnostics import Diagnostic
from kirovbook.export.complaints import log_of_weasyprint, refusals, style_findings
from kirovbook.export.engine import CSS, FontConfiguration
from kirovbook.export.fetching import BookFetcher
from kirovbook.export.press import Press, StyleSheet
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ReadSheets:
    """Style sheets as WeasyPrint read them, and what it ``ignored`` in them.

    ``refused`` and ``read`` are the files that they asked for (see ``BookFetcher``); ``found`` is all that is wrong.
    """

    sheets: tuple[Any, ...] = ()
    ignored: tuple[Diagnostic, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()


NO_SHEETS = ReadSheets()


def read_sheets(
    before: ReadSheets, sheets: Sequence[StyleSheet], press: Press, fonts: FontConfiguration, fetcher: BookFetcher
) -> ReadSheets:
    """Read style sheets that come behind others, which are not read again; their fonts are added to ``fonts``."""
    fetcher.forget()
    fetcher.refused.update(before.refused)
    fetcher.read.update(before.read)
    made, ignored = [*before.sheets], [*before.ignored]
    for sheet in sheets:
        with log_of_weasyprint() as log:
            base = sheet.folder.as_uri() + "/"
            made.append(CSS(string=sheet.css, base_url=base, font_config=fonts, url_fetcher=fetcher))
        ignored.extend(style_findings(sheet, log))
    found = (*ignored, *refusals(fetcher, press.styles, press))
    return ReadSheets(tuple(made), tuple(ignored), dict(fetcher.refused), dict(fetcher.read), found)
