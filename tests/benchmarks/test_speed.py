"""The benchmark of speed measures what it says it does: tried on the smallest book there is."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from long_books import add_a_note, add_a_page, change_a_word, chapter_file, extent_of, write_book
from speed import rivals
from speed.editing import GROWN, NOTED, SAME
from speed.facts import Facts, Stretch
from speed.growth import Point, are_bounded, draw, exponent, growth_table
from speed.rounds import Measured, measure
from speed.stages import STAGES, profile, stages_table
from speed.table import are_kept, details, table
from speed.watch import FailedError, environment, python, run

BEFORE = Facts(40, 1_000, (Stretch(6, 12), Stretch(18, 11), Stretch(30, 9)), 80)
LONGER = replace(BEFORE, pages=42, chapters=(Stretch(6, 13), Stretch(20, 11), Stretch(32, 9)))


@pytest.mark.slow
def test_every_figure_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "has_lualatex", lambda: False)
    measured = measure(10, 1, tmp_path, lambda _: None)
    assert measured.ours.notes == extent_of(10).notes
    assert measured.plain.pages == measured.ours.pages
    assert set(measured.seconds) >= {"plain", "cold", "nothing", "same", "grown", "noted", "warm"}
    assert all(seconds > 0 for times in measured.seconds.values() for seconds in times)
    assert measured.together["cold"] and measured.largest["plain"] > 10_000_000  # noqa: PT018 - both are memory
    assert not any("not measured" in line for line in table([measured]) if "Typst" not in line)
    assert "LuaLaTeX, until its contents stay            not installed" in "\n".join(details(measured))


@pytest.mark.slow
def test_each_stage_is_there_and_the_stages_add_up(tmp_path: Path) -> None:
    write_book(tmp_path / "book", extent_of(10))
    found = profile(tmp_path / "book", tmp_path / "dist", None)
    assert not found["missing"], "name the stages of a build as they are called now"
    assert {name for name, calls in found["calls"].items() if calls} == set(STAGES)
    lines = list(stages_table({"cold": found}))
    assert lines[-1].startswith("together")
    assert float(lines[-1].split()[-1]) == pytest.approx(sum(float(line.split()[-1]) for line in lines[1:-1]), abs=0.1)


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(FailedError, match=r"gave 3:\s+no such book"):
        run(python("-c", "import sys; print('no such book', file=sys.stderr); sys.exit(3)"), environment())


def test_the_memory_of_children_is_seen() -> None:
    child = "import time; held = bytearray(90_000_000); time.sleep(0.5)"
    taken = run(python("-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"),
                environment(), is_watched=True)
    assert taken.largest > 90_000_000
    assert taken.together > 90_000_000
    assert taken.seconds > 0.5 > taken.processor > 0


@pytest.mark.parametrize(("kind", "after", "answer"), [
    (SAME, BEFORE, True),
    (SAME, LONGER, False),
    (SAME, replace(BEFORE, pages=38), False),
    (SAME, replace(BEFORE, chapters=LONGER.chapters), False),
    (SAME, replace(BEFORE, notes=81), False),
    (GROWN, LONGER, True),
    (GROWN, BEFORE, False),
    (GROWN, replace(LONGER, chapters=(Stretch(6, 14), Stretch(20, 11), Stretch(32, 9))), False),
    (GROWN, replace(LONGER, chapters=(Stretch(6, 13), Stretch(20, 12), Stretch(32, 9))), False),
    (GROWN, replace(LONGER, notes=81), False),
    (NOTED, replace(BEFORE, notes=81), True),
    (NOTED, BEFORE, False),
])
def test_an_edit_that_did_something_else_is_not_counted(kind, after: Facts, answer: bool) -> None:
    assert kind.is_true(BEFORE, after, 0) is answer


def test_an_edit_changes_the_middle_of_one_chapter(tmp_path: Path) -> None:
    write_book(tmp_path, extent_of(50))
    file = chapter_file(tmp_path, 2)
    for edit in (change_a_word, lambda one: add_a_page(one, random.Random(1)),
                 lambda one: add_a_note(one, random.Random(1))):
        before = file.read_text(encoding="utf-8").split("\n\n")
        edit(file)
        after = file.read_text(encoding="utf-8").split("\n\n")
        changed = [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        assert len(changed) == 1
        assert 0.2 * len(after) < changed[0] < 0.8 * len(after)
    assert after[changed[0]].count("[@") == before[changed[0]].count("[@") + 1


def test_a_book_is_the_same_each_time_it_is_written(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_book(tmp_path / name, extent_of(20))
    assert chapter_file(tmp_path / "one", 1).read_bytes() == chapter_file(tmp_path / "other", 1).read_bytes()


def test_the_table_says_what_is_kept_and_what_is_not() -> None:
    names = ("cold", "nothing", "same", "grown", "noted", "warm")
    measured = Measured(
        168, {"plain": [10.0, 20.0, 12.0], **{name: [0.4] for name in names}, "cold": [6.1]}, {"cold": [11.25]},
        dict.fromkeys((*names, "plain"), 100), ours=BEFORE, plain=replace(BEFORE, size=900, notes=78))
    lines = list(table([measured]))
    assert lines[0] == "| what | 40 pages, 80 notes |"
    assert lines[2].endswith("| 0.51 (at most 0.50) NOT |")
    assert lines[4].endswith("| 0.40 s, 0.11 s at the bounds' pace (at most 0.80 s) ok |")
    assert lines[9].endswith("| 1.11 (at most 1.10) NOT |")
    assert lines[10].endswith("| not measured |")
    assert lines[11].endswith("| not measured |")
    assert "2 of 80 notes lost" in "\n".join(details(measured))
    assert " 11.25 " in "\n".join(details(measured))
    assert "took 0.300 s a page" in "\n".join(details(measured))
    assert not are_kept([measured])
    measured.seconds["cold"], measured.ours = [5.9], replace(BEFORE, size=989)
    assert are_kept([measured])
    measured.seconds["nothing"] = [1.6]
    assert not are_kept([measured])


def test_growth_is_the_slope_from_a_hundred_pages_on(tmp_path: Path) -> None:
    points = [Point(pages, pages**1.1, 7.0, pages, 5) for pages in (100, 300, 1_000, 2_000)]
    points.insert(0, Point(10, 999.0, 7.0, 999, 5))
    assert exponent(points, "cold") == pytest.approx(1.1)
    assert exponent(points, "edit") == pytest.approx(0.0)
    assert exponent(points[:2], "cold") is None
    assert not are_bounded(points)
    lines = "\n".join(growth_table(points))
    assert "1.10 (at most 1.05) NOT" in lines
    assert "0.00 (at most 1.05) ok" in lines
    assert draw(points, tmp_path / "growth.png") == (tmp_path / "growth.png").exists()


def test_a_chapter_for_typst_holds_each_note_where_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "001.md"
    file.write_text("# Of * rope\n\nTar.[@w1, p. 2] Ice.[^2]\n\nEnd.\n\n[^2]: Said @w2 [p. 3].\n", encoding="utf-8")
    assert rivals.typst_chapter(file, ["W, 2.", "Said W_ 3."]) == (
        "= Of \\* rope\n\nTar.#footnote[W, 2.] Ice.#footnote[Said W\\_ 3.]\n\nEnd.")
    with pytest.raises(AssertionError, match="fewer calls"):
        rivals.typst_chapter(file, ["W, 2.", "Said W_ 3.", "Lost."])
