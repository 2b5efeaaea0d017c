"""A book of which little changed comes out as if it had been made from the beginning."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import diskcache
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kirovbook import memory, pipeline, proving
from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers, names_pages, saying_ibid, settle_pages
from kirovbook.arrange.passages import settle_variants
from kirovbook.cache import FOLDER, Recent, open_cache
from kirovbook.diagnostics import Diagnostic
from kirovbook.export.made import MadeEdition
from kirovbook.export.record import write_record
from kirovbook.memory import FORGETFUL, Memory, mark_of_content
from kirovbook.model.book import ArrangedBook, Book, Manuscript
from kirovbook.model.edition import EditionKind
from kirovbook.model.inlines import Emphasis, Strong, Text
from kirovbook.parse import manuscript as reading
from kirovbook.proving import prove_variants
from kirovbook.render import pages
from kirovbook.render.epub import render_epub
from kirovbook.render.epub.rendering import EpubRendering
from kirovbook.render.pages import Rendering, render_pages
from kirovbook.resolve.settled import Settling

EVERYTHING = Path(__file__).parent.parent / "books/everything"
_PART, _TOML = "manuscript/chapters/01a-part.md", "manuscript/book.toml"
_SECOND, _THIRD = "manuscript/chapters/02-second.md", "manuscript/chapters/03-third.md"
BRIDGE = """---
id: bridge
work: brown1901
title: A bridge
kind: extract
rights: {status: permission, holder: The Archive, basis: a letter, editions: [print]}
---
Mayor Green speaks.[@brown1901, p. 7] See [@note:green].

::: extract
The bridge is open.[^open] So says [Green]{person=green}.
:::

::: precis
Green opened the bridge.[@belov1925, p. 2]
:::

[^open]: It was closed.
"""
PEOPLE = """[green]
preferred = "Green, George"
variants = ["Mayor Green"]

[brown]
preferred = "Brown, Anne"
variants = []
"""
THIRD = """# The third, with a mention {#third}

Green and Anne Brown met; see [@note:green]. The [mill]{index="Mills!water"} stood.[^green]

## A place {#place}

Ibid. comes.[@belov1925, p. 2] An alias.[@alias, p. 4] And again.[@belov1925, p. 3]

[^green]: Green had said so, see [@note:green] and [@src:bridge, lines 1-2]. [Also](#place), [there](#note-ch-second-6).
"""


@dataclass(frozen=True)
class Stages:
    """All that is made of a book before it is laid out."""

    manuscript: Manuscript
    book: Book
    found: tuple[Diagnostic, ...]
    arranged: tuple[ArrangedBook, ...]
    renderings: tuple[tuple[Rendering, ...], ...]
    e_books: tuple[EpubRendering, ...]
    record: str


@pytest.fixture(autouse=True)
def own_citeproc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "run_pandoc", print_at_once)
    monkeypatch.setattr(pipeline, "now", lambda: datetime(2026, 1, 1, tzinfo=UTC))


def print_at_once(options: Sequence[str], text: str) -> str:
    """Print citations in Pandoc's place, a hundred times faster.

    What is printed depends on the style, the works that are cited, and what was cited before in the same unit.
    """
    document = json.loads(text)
    meta = {name: each["c"] for name, each in document["meta"].items()}
    listed = json.loads(b64decode(meta["bibliography"].partition(",")[2]))
    works, before = {one["id"]: one for one in listed}, ""
    blocks: list[object] = []
    for block in document["blocks"]:
        if block["t"] == "Header":
            before = ""
        if block["t"] == "Para":
            cite = block["c"][0] if block["c"][0]["t"] == "Cite" else block["c"][0]["c"][0]["c"][0]
            cited = [{**works[item["citationId"]], "id": ""} for item in cite["c"][0]]
            told = options, meta["csl"], meta["lang"], before, cited, [item["citationMode"] for item in cite["c"][0]]
            before = sha256(json.dumps(told).encode()).hexdigest()[:12]
            words = [node for item in cite["c"][0] for node in (*item["citationPrefix"], *item["citationSuffix"])]
            note = {"t": "Note", "c": [{"t": "Para", "c": [{"t": "Str", "c": f"Noted {before}"}, *words]}]}
            blocks.append({"t": "Para", "c": [{"t": "Str", "c": f"said {before}"}, note]})
    entries = ({"t": "Para", "c": [{"t": "Str", "c": json.dumps({**one, "id": ""})}]} for one in listed)
    refs = [{"t": "Div", "c": [[f"ref-{one['id']}", [], []], [entry]]}
            for one, entry in zip(listed, entries, strict=True)]
    return json.dumps({"blocks": [*blocks, {"t": "Div", "c": [["refs", [], []], refs]}]})


def book_at(root: Path) -> Path:
    shutil.copytree(EVERYTHING, root)
    with (root / "works.bib").open("a", encoding="utf-8") as works:
        works.write("@book{uncited1950, author = {Grey, Ada}, title = {Cited Nowhere}, date = {1950}}\n"
                    "@book{one1951, ids = {alias}, author = {Black, Ben}, title = {First of Two}, date = {1951}}\n"
                    "@book{two1952, author = {White, Eve}, title = {Later by a Year}, date = {1952}}\n")
    (root / "manuscript/people.toml").write_text(PEOPLE, encoding="utf-8")
    (root / _PART).write_text("---\nrole: part\ntitle: A part\n---\n", encoding="utf-8")
    (root / "manuscript/sources/03-bridge.md").write_text(BRIDGE, encoding="utf-8")
    (root / "manuscript/chapters/03-third.md").write_text(THIRD, encoding="utf-8")
    return root


def stages(root: Path, known: Memory) -> Stages:
    project, manuscript, book, found = pipeline.settle(root, known, is_draft=False)
    assert project is not None
    assert manuscript is not None
    assert book is not None
    editions = project.settings.editions
    variants = settle_variants(manuscript, book, editions, pipeline.settling(project, known, is_draft=False).value)
    found = (*found, *variants.diagnostics, *prove_variants(variants.value, known))
    arranged = tuple(arrange(variants.value[edition.name].book, edition) for edition in editions)
    printed = [one for one in arranged if one.edition.kind is EditionKind.PDF]
    renderings = []
    for folios in ({}, {"note-ch-third-1": "7", "note-ch-third-3": "9", "note-ch-blocks-1": "iv", "ch-third": "8"}):
        for one in printed:
            spelled = saying_ibid(one, known) if folios else frozenset()
            numbers = PageNumbers(folios, spelled)
            settled = settle_pages(one, numbers, known)
            assert settled == settle_pages(one, numbers)
            assert names_pages(one, known) == names_pages(one)
            each = tuple((leaf,) for leaf in settled.leaves)
            renderings.append(render_pages(settled, numbers.folios, 0, each, known))
            assert renderings[-1] == render_pages(settled, numbers.folios, 0, each)
        renderings.append(render_pages(settled, folios, 60, (), known))
    made = tuple(MadeEdition(one, f"{one.edition.name}.pdf", b"", (), {}) for one in printed)
    record = write_record(book, made, found, pipeline.mark_of(project))
    settled = [settle_pages(one, None, known) for one in arranged if one.edition.kind is EditionKind.EPUB]
    e_books = tuple(render_epub(one, (), folios, (), known) for one in settled
                    for folios in ({}, {"note-ch-third-1": "7"}))
    return Stages(manuscript, book, found, arranged, tuple(renderings), e_books, record)


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    if path.is_file():
        path.write_text(re.sub(old, new, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL), encoding="utf-8")


def write(root: Path, file: str, text: str) -> None:
    (root / file).write_text(text, encoding="utf-8")


def rename(root: Path, old: str, new: str) -> None:
    if (root / old).is_file():
        (root / old).rename(root / new)


def say(root: Path, key: str, value: str) -> None:
    """Say something of the book in its settings, once."""
    change(root, _TOML, rf"\n{key} = [^\n]*", "")
    change(root, _TOML, r"\n\n\[edit", f"\n{key} = {value}\n\n[edit")


EDITS: dict[str, Callable[[Path], None]] = {
    "a paragraph": lambda root: change(root, _SECOND, "Ibid. follows", "It follows, longer"),
    "a paragraph that shifts what is below": lambda root: change(root, _SECOND, "\n\nText", "\n\nFirst.\n\nText"),
    "words before a citation": lambda root: change(root, _SECOND, "Two works", "Now there are two works"),
    "a note": lambda root: change(root, _SECOND, "says so", "says so^[A new note, @belov1925 [p. 9].]"),
    "a citation of an unknown work": lambda root: change(root, _SECOND, "says so", "says so[@nobody1900]"),
    "a citation": lambda root: change(root, _THIRD, "And again", "And[@times1934] again"),
    "a work cited that was not": lambda root: change(root, _SECOND, "says so", "says so[@uncited1950]"),
    "an alias of another work": lambda root: change(
        root, "works.bib", r"ids = \{alias\}, (.*?)@book\{two1952,", r"\1@book{two1952, ids = {alias},"),
    "a work's keywords": lambda root: change(root, "works.bib", r", keywords = \{primary\}", ""),
    "a citation's words": lambda root: change(root, _SECOND, r"\[@belov1925\]", "[see [also](#place) @belov1925]"),
    "a new chapter": lambda root: write(root, "manuscript/chapters/00-new.md", "# New {#new}\n\nNew.[@belov1925]\n"),
    "a new part": lambda root: write(root, "manuscript/chapters/02a-new.md", "---\nrole: part\ntitle: New\n---\n"),
    "a part's title": lambda root: change(root, _PART, "A part", "Another part"),
    "a part less": lambda root: (root / _PART).unlink(missing_ok=True),
    "a chapter less": lambda root: (root / _SECOND).unlink(missing_ok=True),
    "a chapter of another name": lambda root: rename(root, _SECOND, "manuscript/chapters/09-second.md"),
    "a chapter of the same place": lambda root: rename(root, _THIRD, "manuscript/chapters/02-zthird.md"),
    "a title": lambda root: change(root, _THIRD, "The third, with a mention", "Another title of Green's"),
    "an id": lambda root: change(root, _THIRD, "{#third}", "{#other}"),
    "an id of a heading": lambda root: change(root, _THIRD, "{#place}", "{#elsewhere}"),
    "an id given twice": lambda root: change(root, _SECOND, "\n\nText", "\n\n## Here {#place}\n\nText"),
    "a label of a note": lambda root: change(root, _THIRD, r"\[\^green\]: Green", "[^green]: Mayor Green"),
    "notes before one that is referred to": lambda root: change(root, _THIRD, "Green and", "Green^[First.] and"),
    "a preface's title": lambda root: change(root, "manuscript/front/01-preface.md", "# Preface", "# Before"),
    "a role": lambda root: change(root, "manuscript/front/01-preface.md", "role: preface", "role: dedication"),
    "a work": lambda root: change(root, "works.bib", "Other Letters", "Further Letters"),
    "a work's key": lambda root: change(root, "works.bib", "times1934", "times1935"),
    "a work twice": lambda root: change(
        root, "works.bib", r"\A", "@book{again, author = {Brown, Anne}, title = {On NKVD \\& Other Letters}, "
        "publisher = {Hill and Dale}, date = {1901}}\n"),
    "an alias cited": lambda root: change(root, _SECOND, "Text in", "Text[@again, p. 1] in"),
    "a line in the bibliography": lambda root: change(root, "works.bib", r"\A", "% a remark\n"),
    "a person": lambda root: change(root, "manuscript/people.toml", 'Green, George"', 'Green, Gerald"'),
    "a variant": lambda root: change(root, "manuscript/people.toml", r"variants = \[\]", 'variants = ["Anne Brown"]'),
    "no people": lambda root: (root / "manuscript/people.toml").unlink(missing_ok=True),
    "rights": lambda root: change(root, "manuscript/sources/03-bridge.md", r"\[print\]", "[print, screen]"),
    "a source's work": lambda root: change(root, "manuscript/sources/02-poem.md", "work: belov1925", "work: times1934"),
    "a source less": lambda root: (root / "manuscript/sources/01-letter.md").unlink(missing_ok=True),
    "a precis": lambda root: change(root, "manuscript/sources/03-bridge.md", "opened the bridge", "closed it"),
    "the language": lambda root: change(root, _TOML, 'lang = "[^"]*"', 'lang = "fr"'),
    "the style": lambda root: say(root, "csl", '"chicago-author-date"'),
    "another style of notes": lambda root: say(root, "csl", '"oscola"'),
    "how sources are called": lambda root: say(root, "source_label", '"Text"'),
    "no index of names": lambda root: say(root, "names_index", "false"),
    "short forms": lambda root: say(root, "short_forms", '"book"'),
    "every work": lambda root: say(root, "nocite", '["*"]'),
    "the book's title": lambda root: change(root, _TOML, 'title = "[^"]*"', 'title = "Another"'),
    "an edition": lambda root: change(root, _TOML, 'sources = \\["letter"\\]', 'sources = ["*"]'),
    "notes at the end of the e-book": lambda root: change(
        root, _TOML, 'kind = "epub"(?!\nnotes)', 'kind = "epub"\nnotes = "end"'),
    "a link to a note": lambda root: change(root, _SECOND, "Two works", "[Two](#note-ch-blocks-9) works"),
    "a link to a note that is not there": lambda root: change(
        root, _SECOND, "Two works", "[Two](#note-ch-third-9) [works](#note-ch-third-4)"),
    "an id like a note's": lambda root: change(root, _THIRD, "{#place}", "{#note-ch-blocks-1}"),
    "a picture less": lambda root: (root / "manuscript/pictures/square.png").unlink(missing_ok=True),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    return tmp_path / "cache"


def warm(root: Path, recent: Recent | None) -> Stages:
    with open_cache(recent) as kept:
        return stages(root, Memory(kept))


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_book_is_the_same_as_one_made_from_the_beginning(edit: str, tmp_path: Path, folder: Path) -> None:
    root, recent = book_at(tmp_path / "book"), Recent()
    before = warm(root, recent)
    EDITS[edit](root)
    cold = stages(root, FORGETFUL)
    assert cold != before, "the edit changes nothing"
    assert warm(root, recent) == cold
    assert warm(root, None) == cold
    assert folder.is_dir()


def test_a_citation_of_an_unknown_work_counts_where_the_text_cites(tmp_path: Path, folder: Path) -> None:
    root, recent = book_at(tmp_path / "book"), Recent()
    EDITS["the style"](root)
    warm(root, recent)
    EDITS["a citation of an unknown work"](root)
    assert warm(root, recent) == stages(root, FORGETFUL)
    assert folder.is_dir()


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(edits=st.lists(st.sampled_from(sorted(EDITS)), min_size=2, max_size=4))
def test_no_row_of_edits_brings_back_what_was(
    edits: list[str], folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root, recent = book_at(tmp_path_factory.mktemp("edited") / "book"), Recent()
    warm(root, recent)
    for edit in edits:
        EDITS[edit](root)
        cold = stages(root, FORGETFUL)
        assert warm(root, recent) == cold, f"in the process, {edit}"
        assert warm(root, None) == cold, f"from disk, {edit}"
    assert folder.is_dir()


def test_a_paragraph_is_read_settled_and_written_alone(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, recent = book_at(tmp_path / "book"), Recent()
    before = warm(root, recent)
    assert before == stages(root, FORGETFUL)
    assert before == warm(root, recent)
    seen: list[str] = []
    for owner, name in ((reading, "parse_chapter"), (reading, "parse_source"), (Settling, "_settle"),
                        (pages, "_write_leaf"), (proving, "prove_settled"), (pipeline, "run_pandoc")):
        monkeypatch.setattr(owner, name, noting(seen, name, getattr(owner, name)))
    EDITS["a paragraph"](root)
    with open_cache(recent) as kept:
        after = stages(root, Memory(kept))
    assert folder.is_dir()
    told = Counter(seen)
    whole = {leaf.unit for one in after.arranged for leaf in one.leaves if leaf.kind in pages._OF_ITSELF}
    assert told["parse_chapter"] == 1
    assert told["parse_source"] == 0
    assert told["run_pandoc"] == 0
    # With an extract and with the precis in its place it is the same.
    assert told["_settle"] == told["prove_settled"] == 1
    assert len(whole) > 3
    assert after.book.chapters[0] is before.book.chapters[0]
    assert after.book.chapters[2] is not before.book.chapters[2]
    assert after.book.sources[0] is before.book.sources[0]
    kept_as_they_are = {id(one) for each in before.renderings for one in each}
    changed = [one for one in after.renderings[0] if id(one) not in kept_as_they_are]
    assert len(changed) == 1
    assert "It follows, longer" in changed[0].markup


def noting(seen: list[str], name: str, run: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*given: Any) -> Any:
        seen.append(name)
        return run(*given)

    return noted


def test_what_is_damaged_in_the_cache_is_made_anew(tmp_path: Path, folder: Path) -> None:
    root = book_at(tmp_path / "book")
    cold = warm(root, None)
    with diskcache.Cache(str(folder / "kept")) as kept:
        connection = sqlite3.connect(folder / "kept" / "cache.db")
        with connection:
            connection.execute("UPDATE Cache SET value = substr(value, 1, length(value) - 1) || x'00' WHERE rowid % 2")
        connection.close()
        assert len(kept) > 20
    assert warm(root, None) == cold


def test_what_another_book_has_kept_is_not_taken_for_this_ones(tmp_path: Path, folder: Path) -> None:
    """Two books with the same files have what they read in common, and nothing that their settings change."""
    one, other = book_at(tmp_path / "one"), book_at(tmp_path / "other")
    EDITS["the language"](other)
    EDITS["another style of notes"](other)
    recent = Recent()
    warm(one, recent)
    assert warm(other, recent) == stages(other, FORGETFUL)
    assert warm(one, recent) == stages(one, FORGETFUL)
    assert folder.is_dir()


def test_another_program_finds_nothing(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = book_at(tmp_path / "book")
    warm(root, None)
    seen: list[str] = []
    monkeypatch.setattr(reading, "parse_chapter", noting(seen, "parse_chapter", reading.parse_chapter))
    warm(root, None)
    assert not seen
    monkeypatch.setattr(memory, "program_mark", lambda: "another")
    warm(root, None)
    assert seen
    assert folder.is_dir()


def test_the_marks_of_values_tell_them_apart_and_nothing_else() -> None:
    one = Text("word")
    twice, equal = (one, one), (Text("word"), Text("word"))
    assert mark_of_content(twice) == mark_of_content(equal)
    assert mark_of_content(twice) != mark_of_content((one,))
    assert mark_of_content((Text("wordword"),)) != mark_of_content(twice)
    assert mark_of_content(Emphasis((one,))) != mark_of_content(Strong((one,)))
