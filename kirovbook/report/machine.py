"""Write diagnostics for other programs: JSON, SARIF 2.1.0, and the commands of GitHub's workflows."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from kirovbook.diagnostics import Correction, Diagnostic, Place, Severity, in_reading_order
from kirovbook.report.report import Report
from kirovbook.report.text import harmless

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def render_json(report: Report) -> str:
    """Write a list of objects, one for each diagnostic, in the order of the files."""
    return _as_json(_as_objects(report))


def render_json_of_books(reports: Iterable[tuple[str, Report]]) -> str:
    """Write one list for the reports of several books, by their folders: each object says which its ``book`` is."""
    return _as_json([{"book": folder, **each} for folder, report in reports for each in _as_objects(report)])


def _as_json(objects: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(objects, indent=2, ensure_ascii=False)


def _as_objects(report: Report) -> list[dict[str, object]]:
    return [_as_object(found) for found in in_reading_order(report.diagnostics)]


def _as_object(found: Diagnostic) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "length": found.length,
        "message": found.message,
        "hint": found.hint,
        "related": [
            {"file": at.place.file, "line": at.place.line, "column": at.place.column, "message": at.message}
            for at in found.related
        ],
        "corrections": [
            {"file": one.place.file, "line": one.place.line, "column": one.place.column, "length": one.length,
             "words": one.words}
            for one in found.corrections
        ],
    }


def render_sarif(report: Report, folder: str, version: str, pages: Mapping[str, tuple[str, str]]) -> str:
    """Write a SARIF log.

    ``folder`` leads from the working folder to the book, ``pages`` from a code to its name and its page in the manual.
    """
    diagnostics = list(in_reading_order(report.diagnostics))
    codes = sorted({found.code for found in diagnostics})
    driver = {
        "name": "kirovbook",
        "version": version,
        "rules": [_rule(code, *pages.get(code, (code, ""))) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, folder, codes.index(found.code)) for found in diagnostics],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(code: str, name: str, page: str) -> dict[str, object]:
    rule: dict[str, object] = {"id": code, "name": name}
    return rule | {"help": {"text": page, "markdown": page}} if page else rule


def _result(found: Diagnostic, folder: str, rule: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _SARIF_LEVELS[found.severity],
        "message": {"text": _with_hint(found)},
        "locations": [_location(found.place, folder, found.length)],
    }
    if found.related:
        result["relatedLocations"] = [
            _location(other.place, folder, 0) | {"message": {"text": other.message}} for other in found.related
        ]
    if found.corrections:
        result["fixes"] = [{"artifactChanges": [_change(one, folder) for one in found.corrections]}]
    return result


def _change(correction: Correction, folder: str) -> dict[str, object]:
    at = correction.place
    region = {"startLine": at.line, "startColumn": at.column, "endColumn": at.column + correction.length}
    return {
        "artifactLocation": {"uri": _uri(at.file, folder)},
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": correction.words}}],
    }


def _uri(file: str, folder: str) -> str:
    return quote(posixpath.normpath(posixpath.join(folder, file)))


def _location(place: Place, folder: str, length: int) -> dict[str, object]:
    region = {"startLine": place.line, "startColumn": place.column}
    if length:
        region["endColumn"] = place.column + length
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.file, folder)}, "region": region}}


def render_github(report: Report, folder: str) -> str:
    """Write a workflow command a line, so that each diagnostic stands beside its line of the change."""
    return "\n".join(_command(found, folder) for found in in_reading_order(report.diagnostics))


def _command(found: Diagnostic, folder: str) -> str:
    place = found.place
    values = {
        "file": posixpath.normpath(posixpath.join(folder, place.file)),
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + max(found.length, 1)),
        "title": found.code,
    }
    written = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in values.items())
    said = "%0A".join(_escaped(harmless(line), "") for line in _with_hint(found).split("\n"))
    return f"::{_GITHUB_LEVELS[found.severity]} {written}::{said}"


def _escaped(words: str, more: str) -> str:
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{more}" else sign for sign in words)


def _with_hint(found: Diagnostic) -> str:
    return f"{found.message}\nhint: {found.hint}" if found.hint else found.message
