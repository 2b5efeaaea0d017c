"""Each rule over a whole book finds what its fixture says, and nothing else.

A case is a heading of level two and the files that it needs, each behind a line ``--- path``. What is expected stands
below a line of the file. A book without chapter gets one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kirovbook import pipeline

HERE = Path(__file__).parent
EXPECTED = re.compile(r"^\^ (?P<what>\d+:\d+ [A-Z]\d{3} .*)$", re.MULTILINE)
CHAPTER = "manuscript/chapters/01-one.md"


def cases() -> list[object]:
    """Give the code of each case, its files, and what is expected of each."""
    found = []
    for fixture in sorted((HERE / "books").glob("*.md")):
        for case in fixture.read_text(encoding="utf-8").split("\n## ")[1:]:
            title, *files = re.split(r"^--- (?=\S+\.\w+$)", case, flags=re.MULTILINE)
            texts = dict(file.split("\n", 1) for file in files)
            found.append(pytest.param(fixture.stem, texts, id=f"{fixture.stem} {title.strip()}"))
    return found


def write_book(folder: Path, texts: dict[str, str]) -> None:
    for path, text in {CHAPTER: "# One\n\nWords.\n", **texts}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(EXPECTED.sub("\0", text).replace("\0\n", "").replace("\0", ""), encoding="utf-8")


@pytest.mark.parametrize(("code", "texts"), cases())
def test_a_rule_finds_what_its_fixture_says(code: str, texts: dict[str, str], tmp_path: Path) -> None:
    write_book(tmp_path, texts)
    told = [f"{path} {found['what']}" for path, text in sorted(texts.items()) for found in EXPECTED.finditer(text)]
    report = pipeline.check(tmp_path)
    found = [one for one in report.diagnostics if one.code in {code, "M206", "M207"}]
    assert [f"{one.place.file} {one.place.line}:{one.place.column} {one.code} {one.message}" for one in found] == told
    for one in found:
        line = (tmp_path / one.place.file).read_text(encoding="utf-8").split("\n")[one.place.line - 1]
        assert one.place.column + one.length <= len(line) + 1
