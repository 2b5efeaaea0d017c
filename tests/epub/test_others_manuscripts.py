"""Manuscripts as they come from other programs: what can't be carried over is said, and the e-book is sound."""

from __future__ import annotations

import pytest
from accessibility import ace_findings
from PIL import Image

from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.diagnostics import Place
from kirovbook.pipeline import Order, build

pytestmark = pytest.mark.slow

SETTINGS = """[book]
title = "Of Many Hands"
lang = "en-GB"
bibliography = ["b.bib"]
[editions.epub]
kind = "epub"
"""
BIB = "@book{work, author = {Wri\x0bter, A\x07nn}, title = {A \x1bWork}, date = {1934}, publisher = {Press\x00}}\n"
DEEP = "\n".join(f"{'  ' * depth}- level {depth}" for depth in range(12))
ONE = f"""# One

Said.[@work, p. 3] See [nowhere](#no-such-heading), [there](#twice) and [the other](02-two.md#one).[^a]

## Twice {{#twice}}

## Twice {{#twice}}

## A space {{#a b}}

## \u041a\u0438\u0440\u043e\u0432 {{#\u0433\u043b\u0430\u0432\u0430}}

[in](#\u0433\u043b\u0430\u0432\u0430) [[a](https://example.org)](https://example.org/b) [*a [b](https://example.org/c)*](https://example.org)

##

## ![The harbour](map.png)

<table><tr><td>One<td>Two</table>

<div><p>unclosed <b>bold

<script>alert(1)</script>

<style>p {{ color: red }}</style>

<iframe src="https://example.org"></iframe>

```{{r}}
plot(1)
```

:::{{.callout-note}}
Quarto says this.
:::

{{{{< include _other.qmd >}}}}

| a | b |
|---|---|
| 1 |
| 1 | 2 | 3 |

{DEEP}

[^a]: A note in one file.
"""
TWO = "# One\n\nAgain.[^a] And [words]{#twice}. ![Lost](lost.png)\n\n[^a]: The same label in another file.\n"
SAID = [
    ("M202", "manuscript/b.bib", 1), ("X103", "manuscript/chapters/01-one.md", 3),
    ("M122", "manuscript/chapters/01-one.md", 3),
    ("X107", "manuscript/chapters/01-one.md", 7), ("M112", "manuscript/chapters/01-one.md", 9),
    ("M128", "manuscript/chapters/01-one.md", 15), ("M114", "manuscript/chapters/01-one.md", 23),
    ("M114", "manuscript/chapters/01-one.md", 25), ("M113", "manuscript/chapters/01-one.md", 27),
    ("M127", "manuscript/chapters/01-one.md", 29), ("M112", "manuscript/chapters/01-one.md", 37),
    ("M120", "manuscript/chapters/01-one.md", 42),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The e-book of a draft, and what was said of its manuscript."""
    root = tmp_path_factory.mktemp("hands")
    chapters = root / "manuscript/chapters"
    chapters.mkdir(parents=True)
    (root / "manuscript/book.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "manuscript/b.bib").write_text(BIB, encoding="utf-8")
    (chapters / "01-one.md").write_text(ONE, encoding="utf-8")
    (chapters / "02-two.md").write_text(TWO, encoding="utf-8")
    Image.new("L", (30, 30)).save(chapters / "map.png")
    report = build(root, Order(is_draft=True, uses_cache=False))
    return root / "dist/of-many-hands.epub", report.diagnostics


def test_each_cause_is_said_with_its_file_and_line(built):
    said = [(each.code, each.place.file, each.place.line) for each in built[1]]
    assert [each for each in said if each[1] != "manuscript/chapters/02-two.md"] == SAID
    lost = [each for each in said if each[1] == "manuscript/chapters/02-two.md"]
    assert [(code, line) for code, _, line in lost] == [("X107", 3), ("M109", 3)]


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(built):
    assert run_epubcheck(built[0], Place("manuscript/book.toml")) == ()


@pytest.mark.browser
def test_ace_finds_nothing(built, ace, tmp_path):
    assert ace_findings(ace, built[0], tmp_path) == []
