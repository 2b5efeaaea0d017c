"""What makes WeasyPrint quicker changes nothing on the pages, whatever stands on them."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_books import PRINT, sentence

from kirovbook.diagnostics import ERROR, WARNING
from kirovbook.export import continued_notes, found_libraries, quick_drawing, setting
from kirovbook.export.engine import boxes, drawing
from kirovbook.export.finish import PLAIN_FINISH
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.export.setting import Typesetter
from kirovbook.export.specification import Copy, Specification

CASES = {
    "plain": ("", "{words}"),
    "kerned": ("p { font-size: 13.37pt }", "AVATAR To. {words} fi ffl — V.A."),
    "right to left": ("", "{words} <span lang='he' dir='rtl'>שלום עולם וברכה</span> {words}"),
    "set right to left": ("body { direction: rtl; margin-inline-start: 9pt }", "{words} מכתב {words}"),
    "missing letters": ("", "{words} \U00012000\U00012001 and \U000f1234 {words}"),
    "emoji": ("p { font-family: 'EB Garamond', emoji }", "{words} \U0001f600 \u2764\ufe0f {words}"),
    "other writings": ("", "вождь Ἀθῆναι 漢字かな देवनागरी {words} e\u0301\u0323 o\u0308\u0304"),
    "spaced": ("b { letter-spacing: 1.5pt; word-spacing: 3pt }", "<b>{words}</b> {words}"),
    "small capitals": ("b { font-variant-caps: all-small-caps; letter-spacing: .05em }", "<b>{words}</b> {words}"),
    "figures": ("b { font-variant-numeric: oldstyle-nums } i { font-feature-settings: 'swsh' }",
                "<b>1934, 1756</b> 1934 <i>Quite Rare</i> {words}"),
    "lines under and through": ("b { text-decoration: underline } i { text-decoration: line-through }",
                                "<b>{words} <i>{words}</i></b> x<sup>2</sup> H<sub>2</sub>O"),
    "logical names": ("b { padding-inline-start: 9pt } i { margin-inline-end: 1em }", "<b>{words}</b> <i>x</i> y"),
    "faces": ("b { font-family: 'Source Sans 3', sans-serif; font-weight: 400 }", "{words} <b>{words}</b>"),
    "one variable of two values": (".far { --far: 9pt } .near { --far: 1pt } b { padding: 0 var(--far) }", """
        <span class="far">x <b>{words}</b></span> <span class="near">y <b>{words}</b></span>
    """),
    "variables": ("""
        :root { --far: 7pt } p { margin: calc(var(--far) / 2) 0; text-indent: calc(1em + 2pt) }
        b { --far: 3pt; padding: 0 var(--far); border: solid var(--far); font-size: max(8pt, 1em) }
    """, "<b>{words}</b> {words}"),
    "shares of the measure": ("p { margin: 0 5%; width: 80%; box-sizing: border-box; padding: 1% } b { margin: 0 2% }",
                              "{words} <b>{words}</b>"),
    "first lines and letters": ("""
        p::first-line { font-variant-caps: small-caps; letter-spacing: 1pt }
        p::first-letter { float: left; font-size: 3em; line-height: 1 }
    """, "{words} {words}"),
    "soft hyphens": ("p { width: 120pt; hyphens: manual }", "extra\u00adordi\u00adnari\u00adly tele\u00adgrams"),
    "tabs": ("p { white-space: pre-wrap; tab-size: 3 }", "one\ttwo\t\tthree {words}"),
    "tables": ("table { border-collapse: collapse } td { border: .5pt solid; padding: 2pt 3% } th { width: 30% }",
               "<table><tr><th>{words}</th><td>{words}</td></tr><tr><td colspan='2'>1</td></tr></table>"),
    "kinds of pages": ("""
        @page { @bottom-center { content: counter(page) } } @page :first { margin-top: 150pt } b { font: 40pt X }
        @page :left { margin: 40pt 90pt; @top-left { content: "L" } } @page :nth(2) { @top-right { content: "2" } }
    """, "<b>{words} {words} {words} {words}</b>"),
    "flex": (".f { display: flex } .f b { flex: 1; min-width: auto }", "<span class='f'><b>{words}</b><b>x</b></span>"),
}
NOTES = {
    "plain": ("", "<p>{words}</p>"),
    "of two paragraphs": (".note p + p { margin-top: 2pt }", "<p>{words}</p><p>{words}</p>"),
    "apart": (".note { margin-top: 3pt }", "<p>{words}</p>"),
    "opened by a margin": (".note p { margin-top: 4pt }", "<p>{words}</p>"),
    "closed by a margin": (".note p { margin-bottom: 4pt }", "<p>{words}</p>"),
    "a paragraph apart": (".note p { margin: 4pt 0 }", "<p>{words}</p>"),
    "tables": ("", "<p>{words}</p><table><tr><td>{words}</td><td>1</td></tr></table>"),
    "floating": ("i { float: left }", "<p><i>x</i> {words}</p>"),
    "placed": ("i { position: absolute; left: 0 } b { position: relative; top: 2pt }",
               "<p><i>x</i> {words} <b>y</b></p>"),
    "beside": ("section > p { width: 40%; float: right } .note { clear: none }", "<p>{words}</p>"),
    "within a frame": ("@page { @footnote { padding: 9pt; border: 1pt solid } }", "<p>{words}</p>"),
    "first lines": (".note p::first-line { font-style: italic }", "<p>{words}</p>"),
}


def unchanged(lay_out: Any, *rest: Any, **named: Any) -> Any:
    return lay_out(*rest, **named)


SLOW: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "styles": ((setting, "styles_quickened", nullcontext),),
    "text": ((setting, "text_quickened", nullcontext), (quick_drawing, "text_quickened", nullcontext)),
    "drawing": ((setting, "drawing_quickened", nullcontext),),
    "notes": ((continued_notes, "lay_out_known", unchanged),),
}


def typesetter(folder: Path, *sheets: StyleSheet, variant: str = "") -> Typesetter:
    press = Press(folder, (house_style("book"), house_style("themes/garamond"), *sheets), PRINT.place)
    return Typesetter(Specification(press, replace(PRINT, variant=variant), "en-GB", (), 0, PLAIN_FINISH))


def markup(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{each}</p>" if "<table" not in each else f"<div>{each}</div>" for each in paragraphs)
    return f'<html lang="en-GB"><body><section class="chapter body" id="ch">{body}</section></body></html>'


def worded(text: str, rng: random.Random, most: int = 30) -> str:
    while "{words}" in text:
        text = text.replace("{words}", sentence(rng, rng.randint(4, most)), 1)
    return text


def noted(note: str, rng: random.Random) -> str:
    marks = (f'<a class="mark" id="m{n}"><span class="note" id="n{n}" data-number="{n}">'
             f"{worded(note, rng, 150 if n % 5 == 0 else 40)}</span></a>" for n in rng.sample(range(1000), 4))
    return " ".join(sentence(rng, rng.randint(8, 40)) + mark for mark in marks)


def pages(folder: Path, copy: Copy, variant: str = "") -> tuple[Any, ...]:
    made = typesetter(folder, variant=variant).set(copy)
    return made.written, made.pages, made.found, made.lines


def slowed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        for owner, attribute, value in SLOW[name]:
            monkeypatch.setattr(owner, attribute, value)


@pytest.mark.parametrize("name", CASES)
def test_words_are_the_same(tmp_path: Path, monkeypatch, name: str) -> None:
    css, text = CASES[name]
    rng = random.Random(name)
    copy = Copy(markup([worded(text, rng) for _ in range(6)]), (css,))
    made = pages(tmp_path, copy)
    slowed(monkeypatch, *SLOW)
    assert pages(tmp_path, copy) == made


@pytest.mark.parametrize("name", NOTES)
def test_notes_are_the_same(tmp_path: Path, monkeypatch, name: str) -> None:
    css, note = NOTES[name]
    rng = random.Random(name)
    copy = Copy(markup([noted(note, rng) for _ in range(12)]), (css,))
    made = pages(tmp_path, copy, "pdf/ua-1")
    assert len(made[1]) > 3
    slowed(monkeypatch, *SLOW)
    assert pages(tmp_path, copy, "pdf/ua-1") == made


@pytest.mark.parametrize("kept", SLOW)
def test_each_by_itself_changes_nothing(tmp_path: Path, monkeypatch, kept: str) -> None:
    rng = random.Random(kept)
    copy = Copy(markup([noted("<p>{words} <b>{words}</b></p>", rng) for _ in range(5)]), ("b { padding: 0 1% }",))
    slowed(monkeypatch, *(name for name in SLOW if name != kept))
    made = pages(tmp_path, copy)
    slowed(monkeypatch, kept)
    assert pages(tmp_path, copy) == made


def test_only_what_is_out_of_the_common_is_drawn_the_old_way(tmp_path: Path, monkeypatch) -> None:
    drawn, original = [], drawing.draw_first_line

    def draw_first_line(stream, box, *rest):
        drawn.append(box.text)
        return original(stream, box, *rest)

    monkeypatch.setattr(drawing, "draw_first_line", draw_first_line)
    typesetter(tmp_path).set(Copy(markup(["A telegram, kerned: AVATAR.", "Of Uruk \U00012000"]), ()))
    assert drawn == ["Of Uruk \U00012000"]


def test_whole_notes_are_laid_out_once(tmp_path: Path, monkeypatch) -> None:
    laid, known = [], continued_notes.lay_out_known

    def lay_out_known(lay_out, context, note, space, skip, foot, *rest, **named):
        def counting(*told, **more):
            if isinstance(foot, boxes.FootnoteAreaBox):
                laid.append(note.element.get("id"))
            return lay_out(*told, **more)

        return known(counting, context, note, space, skip, foot, *rest, **named)

    monkeypatch.setattr(continued_notes, "lay_out_known", lay_out_known)
    paragraphs = [noted("<p>{words}</p>", random.Random(3))]
    typesetter(tmp_path).set(Copy(markup(paragraphs), ()))
    assert len(laid) == len(set(laid)) == 4


def test_weasyprint_is_itself_again(tmp_path: Path) -> None:
    owners = (setting.HTML, drawing, quick_drawing.drawing)
    before = [dict(vars(owner)) for owner in owners]
    typesetter(tmp_path).set(Copy(markup(["One."]), ()))
    assert [dict(vars(owner)) for owner in owners] == before


def test_the_sheets_of_the_press_are_read_once(tmp_path: Path) -> None:
    faulty = StyleSheet("@import 'none.css';\np { colour: red }", tmp_path, "own.css")
    first = StyleSheet("@import 'away.css';", tmp_path, "first.css")
    setter = typesetter(tmp_path, first, faulty)
    alone, own = setter.sheets_of(()), setter.sheets_of(("@import 'gone.css'; p { colour: red }",))
    assert own.sheets[: len(alone.sheets)] == alone.sheets
    assert len(own.sheets) == len(alone.sheets) + 1
    assert [(each.code, each.severity, each.place.file) for each in alone.found] == [
        ("L101", WARNING, "first.css"), ("L101", WARNING, "own.css"), ("L101", WARNING, "own.css"),
        ("L102", ERROR, "first.css"), ("L102", ERROR, "own.css")]
    assert own.found[:-1] == alone.found
    assert (own.found[-1].code, "gone.css" in own.found[-1].message) == ("L102", True)
    assert setter.sheets_of(()) is alone


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere libraries have other names")
def test_no_library_is_looked_for() -> None:
    told = (
        "import ctypes.util\nasked = []\nctypes.util.find_library = asked.append\n"
        "import kirovbook.export.engine\nprint(asked, ctypes.util.find_library == asked.append)"
    )
    said = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout
    assert said == "[] True\n"


def test_a_library_of_another_name_is_left_to_be_found(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "unnamed.py").write_text("print('where?')\nimport ctypes.util\nif not ctypes.util.find_library('x'):"
                                         " raise OSError\nfound = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("ctypes.util.find_library", str)
    found_libraries.load_by_full_names("unnamed")
    assert capsys.readouterr().out == ""
    import unnamed  # noqa: PLC0415

    assert unnamed.found
