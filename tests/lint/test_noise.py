"""No rule says anything about sound prose.

The texts in ``sound/`` were written for this test, in as many shapes as histories come in: tables, verse, lists, notes,
sums of money, degrees and titles, foreign words, letters. They are no source of facts. Where a new rule finds something
in them, look first whether the text is right: then the rule is wrong.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kirovbook import pipeline
from kirovbook.diagnostics import Diagnostic

SOUND = Path(__file__).parent / "sound"
LANGUAGES = {"british": "en-GB", "american": "en-US", "german": "de", "french": "fr", "russian": "ru"}
SLIP = "He came to the the station of the Ministry of Ways [@nobody, pp. 1–2]."


def check(folder: Path, name: str, added: str = "") -> list[Diagnostic]:
    """Make a book of one of the texts, and give what is found in it."""
    chapter = folder / "manuscript" / "chapters" / "01-sound.md"
    chapter.parent.mkdir(parents=True)
    shutil.copy(SOUND / f"{name}.bib", folder / "bibliography.bib")
    text = (SOUND / f"{name}.md").read_text(encoding="utf-8")
    chapter.write_text(f"{text}\n{added}\n" if added else text, encoding="utf-8")
    header = f'[book]\ntitle = "Sound Prose"\nauthors = ["The Editors"]\nlang = "{LANGUAGES[name]}"\n'
    (folder / "manuscript" / "book.toml").write_text(header, encoding="utf-8")
    return list(pipeline.check(folder).diagnostics)


@pytest.mark.parametrize("name", LANGUAGES)
def test_sound_prose_is_left_alone(name: str, tmp_path: Path) -> None:
    assert [f"{one.place} {one.code} {one.message}" for one in check(tmp_path, name)] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_slip_in_it_is_found(name: str, tmp_path: Path) -> None:
    assert {"C101", "T101"} <= {one.code for one in check(tmp_path, name, SLIP)}
