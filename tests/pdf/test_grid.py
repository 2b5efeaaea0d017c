"""The lines of the text stand on a grid of 13.5 pt, whatever comes between them, so that facing pages keep register."""

from __future__ import annotations

from pathlib import Path

from grid import body_lines, laid_out


def test_every_line_of_the_text_stands_on_the_grid(tmp_path: Path) -> None:
    lines = body_lines(laid_out(tmp_path))
    assert len(lines) > 200
    assert any("section.part" in line.within for line in lines)
    assert [line for line in lines if not line.is_on_grid] == []


def test_what_is_no_whole_line_is_seen(tmp_path: Path) -> None:
    assert not all(line.is_on_grid for line in body_lines(laid_out(tmp_path, "td { padding: 1pt }")))
