"""Twelve kinds of work, first, again and at once again, are printed as plain Pandoc prints them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from settled_books import HERE, IBID, TWELVE, settle, words, works_of

from kirovbook.resolve import csl, pandoc
from kirovbook.resolve.works import describe, in_archival_order

WORKS = works_of(TWELVE)


def sentences(key: str, other: str) -> str:
    cited = [f"@{key}, p. 3", f"@{key}, p. 4", f"@{other}", f"@{key}", f"see @{key}, pp. 5-8, and elsewhere"]
    return " ".join(f"A [{one}]." for one in cited)


def chapters() -> list[str]:
    keys = [work.key for work in WORKS]
    return [sentences(key, other) for key, other in zip(keys, (*keys[1:], keys[0]), strict=True)]


def printed_by_pandoc(folder: Path) -> list[str]:
    """Have Pandoc itself read, number and print the same citations."""
    text = "\n\n".join(f"# {number} {{.reset-citation-positions}}\n\n{one}" for number, one in enumerate(chapters()))
    items = [in_archival_order(describe(work, work.key).value) for work in WORKS]
    (folder / "works.json").write_text(json.dumps(items), encoding="utf-8")
    (folder / "style.csl").write_text(csl.house_style().text, encoding="utf-8")
    options = ["--citeproc", "--csl=style.csl", "--bibliography=works.json", "-M", "suppress-bibliography"]
    command = [pandoc._program(), "-f", "markdown", "-t", "plain", "--wrap=none", "-M", "lang=en-US", *options]
    ran = subprocess.run(command, input=text, cwd=folder, capture_output=True, text=True, check=True)
    return [line.partition("] ")[2] for line in ran.stdout.split("\n") if line.startswith("[")]


def test_works_as_plain_pandoc_prints_them(tmp_path: Path):
    """The letter's chapter is left out: behind an archive's file a page keeps its "p." (see beside_pandoc.txt)."""
    book = settle(*chapters(), csl=IBID).value
    ours = [words(note) for chapter in book.chapters for note in chapter.notes]
    theirs = [line.replace("<", "").replace(">", "") for line in printed_by_pandoc(tmp_path)]
    assert len(ours) == len(theirs) == 60
    start = 5 * [work.key for work in WORKS].index("letter")
    del ours[start : start + 5], theirs[start : start + 5]
    assert ours == theirs


def test_twelve_works_as_they_were_read_and_found_right(golden):
    book = settle(*chapters(), csl=IBID).value
    lines = []
    for work, chapter in zip(WORKS, book.chapters, strict=True):
        lines.append(f"{work.key}\n")
        for note in chapter.notes:
            said, spelled = words(note), words(note, spelled_out=True)
            lines.append(f"  {note.number} {said}\n" + (f"    = {spelled}\n" if said != spelled else ""))
    golden("".join(lines), HERE / "twelve.txt")
