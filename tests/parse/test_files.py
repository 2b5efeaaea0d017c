"""Chapters and sources are made of their files, and the files are held against each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kirovbook.diagnostics import Diagnostic, Outcome
from kirovbook.model.blocks import Heading
from kirovbook.model.book import Manuscript, MatterPart, WrittenChapter, WrittenSource
from kirovbook.model.plain import plain_blocks, plain_inlines
from kirovbook.model.source import SourceKind
from kirovbook.parse import parse
from kirovbook.parse.chapters import parse_chapter
from kirovbook.parse.sources import parse_source
from kirovbook.project import ManuscriptFile, load


def chapter(
    text: str, path: str = "manuscript/chapters/01-urzhum.md", part: MatterPart = MatterPart.BODY
) -> Outcome[WrittenChapter]:
    return parse_chapter(ManuscriptFile(path, text), part, "en", frozenset())


def source(text: str, path: str = "manuscript/sources/02-orlov.md") -> Outcome[WrittenSource]:
    return parse_source(ManuscriptFile(path, text), "en", frozenset())


def said(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{found.code} {found.place.line}:{found.place.column}" for found in diagnostics]


@pytest.mark.parametrize(
    ("text", "id_", "title"),
    [
        ("# A *boy* {#boy}\n\nWords", "boy", "A boy"),
        ("---\nid: boy\n---\n# A boy\n\nWords", "boy", "A boy"),
        ("# A boy\n\nWords", "urzhum", "A boy"),
        ("Words\n\nA boy\n=====\n\nMore", "urzhum", "A boy"),
        ('---\ntitle: A "boy"\n---\nWords', "urzhum", "A “boy”"),
    ],
)
def test_a_chapter_is_named(text: str, id_: str, title: str) -> None:
    read = chapter(text)
    assert (read.value.id, plain_inlines(read.value.title), read.diagnostics) == (id_, title, ())
    assert not any(isinstance(block, Heading) for block in read.value.blocks)


def test_the_body_keeps_its_places_after_a_header() -> None:
    read = chapter("---\nid: a\n---\n\n# T {#a}\n\nWords")
    assert [(words, place.line) for words, place in plain_blocks(read.value.blocks)] == [("Words", 7)]
    assert read.value.place.line == 5


def test_roles() -> None:
    assert chapter("# T\n\nx").value.role == "chapter"
    assert chapter("---\nrole: preface\n---\n# T\n\nx", part=MatterPart.FRONT).value.role == "preface"
    assert chapter("# T\n\nx", part=MatterPart.BACK).value.role == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["M102 1:1", "M101 1:1"]),
        ("---\nid: a\n---\n\n<!-- later -->\n", ["M102 2:1", "M101 1:1"]),
        ("# A title alone\n", []),
        ("Words", ["M102 1:1"]),
        ("# One\n\n# Two\n\n> # Three", ["M103 3:3", "M103 5:5"]),
        ("---\nroll: preface\n---\n# T\n\nx", ["F104 2:1"]),
        ("---\nid: [a]\n---\n# T\n\nx", ["F105 2:5"]),
        ("---\nid: a b\n---\n# T\n\nx", ["F108 2:5"]),
        ("---\nid: a\n---\n# T {#b}\n\nx", ["F109 2:5"]),
        ("---\ntitle: U\n---\n# T\n\nx", ["F109 2:8"]),
        ("---\ntitle: T\n---\n# T\n\nx", []),
        ("---\na: [\n---\nWords", ["F101 3:1"]),
    ],
)
def test_what_is_wrong_with_a_chapter(text: str, expected: list[str]) -> None:
    assert said(chapter(text).diagnostics) == expected


def test_a_second_title_becomes_a_heading() -> None:
    headings = [block for block in chapter("# One\n\nx\n\n# Two").value.blocks if isinstance(block, Heading)]
    assert [(heading.level, plain_inlines(heading.content)) for heading in headings] == [(2, "Two")]


def test_an_unknown_key_is_told_the_nearest() -> None:
    (found,) = chapter("---\nroll: preface\n---\n# T\n\nx").diagnostics
    assert found.hint == "did you mean 'role'?"


WHOLE = """---
id: orlov
work: orlov1953
locator: p. 31
title: An officer's "view"
date: 1953
kind: extract
label: "2"
rights: {status: own-words, of: original, holder: H, basis: B, credit: C, until: 2043}
questions:
  - Who *says* so [@knight]?
  - {text: "Why's that?", marks: 4, lines: 6}
---
The headnote.[^1]

::: extract
The passage [@orlov1953].
:::

[^1]: A note.
"""


def test_a_source_is_read_whole() -> None:
    read = source(WHOLE)
    header = read.value.header
    assert read.diagnostics == ()
    assert (header.id, header.work, header.locator, header.date, header.kind, header.label) == (
        "orlov",
        "orlov1953",
        "p. 31",
        "1953",
        SourceKind.EXTRACT,
        "2",
    )
    assert (header.place.line, header.place.column, header.work_place.line, header.work_place.column) == (2, 5, 3, 7)
    assert plain_inlines(header.title) == "An officer’s “view”"
    rights = header.rights
    assert (rights.status, rights.of, rights.holder, rights.basis, rights.credit, rights.until) == (
        "own-words",
        "original",
        "H",
        "B",
        "C",
        "2043",
    )
    assert [(plain_inlines(question.content), question.marks, question.lines) for question in header.questions] == [
        ("Who says so ?", 0, 0),
        ("Why’s that?", 4, 6),
    ]
    assert [words for words, _ in plain_blocks(read.value.headnote)] == ["The headnote."]
    assert [words for words, _ in plain_blocks(read.value.passage)] == ["The passage ."]
    assert [note.label for note in read.value.notes] == ["1"]


def test_a_question_knows_where_its_citation_stands() -> None:
    (question, _) = source(WHOLE).value.header.questions
    assert [inline.place.column for inline in question.content if hasattr(inline, "place")] == [19]


BODY = "::: precis\nWords.\n:::\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BODY, ["S101 1:1"]),
        ("---\ntitle: T\n---\nWords.", ["S102 4:1"]),
        (f"---\ntitle: T\nkind: extract\n---\n{BODY}", ["S103 3:7"]),
        (f"---\ntitle: T\nkind: extrakt\n---\n{BODY}", ["S104 3:7"]),
        (f"---\ntitle: T\n---\n{BODY}\n{BODY}", ["S105 8:1"]),
        (f"---\ntitle: T\n---\n{BODY}\nMore.", ["S106 8:1"]),
        (f"---\ntitle: T\nwrok: x\n---\n{BODY}", ["F104 3:1"]),
        (f"---\ntitle: T\nrights: {{state: x}}\n---\n{BODY}", ["F104 3:10"]),
        (f"---\ntitle: T\nrights: mine\n---\n{BODY}", ["F105 3:9"]),
        (f"---\ntitle: T\nrights: {{status: permision}}\n---\n{BODY}", ["R201 3:18"]),
        (f"---\ntitle: T\nrights: {{of: 'translaton'}}\n---\n{BODY}", ["R201 3:15"]),
        (f"---\ntitle: T\nrights: {{until: next spring}}\n---\n{BODY}", ["R202 3:17"]),
        (f"---\ntitle: T\nrights: {{until: 2043-02-30}}\n---\n{BODY}", ["R202 3:17"]),
        (f"---\ntitle: T\nrights: {{editions: {{a: b}}}}\n---\n{BODY}", ["F105 3:20"]),
        (f"---\ntitle: T\nrights: {{editions: [print, [epub]]}}\n---\n{BODY}", ["F105 3:20"]),
        (f"---\ntitle: T\nrights: {{until: '2043', editions: print, of: , status: }}\n---\n{BODY}", []),
        (f"---\ntitle: T\nkind: precis\n---\n{BODY}\n::: extract\nE.\n:::\n", ["S103 3:7"]),
        (f"---\ntitle: T\n---\n{BODY}\nMore.\n\n::: extract\nE.\n:::\n", ["S106 8:1"]),
        (f"---\ntitle: T\n---\n{BODY}\n::: extract\nE.\n:::\n\n{BODY}", ["S105 12:1"]),
        ("---\ntitle: T\n---\n::: extract\nE.\n:::\n\n::: facsimile\nF.\n:::\n", ["S105 8:1"]),
        (f"---\ntitle: T\nquestions: Why?\n---\n{BODY}", ["F105 3:12"]),
        (f"---\ntitle: T\nquestions: [{{text: a, marks: many}}, '']\n---\n{BODY}", ["F105 3:30", "F105 3:38"]),
        (f"---\ntitle: T\nquestions: ['a^[b]']\n---\n{BODY}", ["M107 3:15"]),
        (f"---\ntitle: [\n---\n{BODY}", ["F101 3:1"]),
        (f"---\ntitle: T\n---\n# T\n\n{BODY}", ["M103 4:3"]),
    ],
)
def test_what_is_wrong_with_a_source(text: str, expected: list[str]) -> None:
    assert said(source(text).diagnostics) == expected


def test_nothing_of_a_misshapen_source_is_lost() -> None:
    read = source(f"---\ntitle: T\n---\n{BODY}\n::: precis\nTwo.\n:::\n\nMore.").value
    assert [words for words, _ in plain_blocks((*read.headnote, *read.passage))] == ["More.", "Words.", "Two."]


def test_a_precis_beside_an_extract_stands_in_for_it_whichever_comes_first() -> None:
    for text in (f"{BODY}\n::: extract\nTwo.\n:::\n", f"::: extract\nTwo.\n:::\n\n{BODY}"):
        read = source(f"---\ntitle: T\nkind: extract\n---\n{text}")
        assert read.diagnostics == ()
        assert read.value.header.kind is SourceKind.EXTRACT
        assert [words for words, _ in plain_blocks(read.value.passage)] == ["Two."]
        assert [words for words, _ in plain_blocks(read.value.stand_in)] == ["Words."]


def test_what_is_said_of_rights_has_its_places() -> None:
    header = "title: T\nrights:\n  status: permission\n  holder: the author's heirs\n  editions: [print, epub]"
    rights = source(f"---\n{header}\n---\n{BODY}").value.header.rights
    assert rights.holder == "the author’s heirs"
    assert [(one.name, one.place.line, one.place.column) for one in rights.editions] == [
        ("print", 6, 14), ("epub", 6, 21),
    ]
    assert {name: (place.line, place.column) for name, place in rights.places} == {
        "status": (4, 11), "holder": (5, 11), "editions": (6, 13),
    }


def test_the_kind_is_the_divisions_where_the_header_is_silent() -> None:
    assert source(f"---\ntitle: T\n---\n{BODY}").value.header.kind is SourceKind.PRECIS


def test_a_source_without_an_id_is_called_after_its_file() -> None:
    assert source(BODY).value.header.id == "orlov"
    assert source(BODY, "manuscript/sources/1934.md").value.header.id == "1934"


def book(folder: Path, files: dict[str, str]) -> Outcome[Manuscript]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    project = load(folder, date(2026, 1, 1)).value
    assert project is not None
    return parse(project)


def test_a_book_is_read_in_order(tmp_path: Path) -> None:
    read = book(
        tmp_path,
        {
            "manuscript/front/01-preface.md": "# Preface\n\nx",
            "manuscript/chapters/02-b.md": "# B\n\nx",
            "manuscript/chapters/01-a.md": "# A\n\n![p](../pictures/p.png)",
            "manuscript/pictures/p.png": "",
            "manuscript/sources/01-s.md": f"---\ntitle: S\n---\n{BODY}",
            "manuscript/back/01-end.md": "# End\n\nx",
            "bibliography.bib": "@book{k, title = {T}}",
        },
    )
    manuscript = read.value
    assert [one.id for one in (*manuscript.front_matter, *manuscript.chapters, *manuscript.back_matter)] == [
        "preface",
        "a",
        "b",
        "end",
    ]
    assert [one.header.id for one in manuscript.sources] == ["s"]
    assert not any(found.code.startswith(("M1", "F", "S")) for found in read.diagnostics)


def test_two_files_with_one_id_name_each_other(tmp_path: Path) -> None:
    read = book(
        tmp_path,
        {
            "manuscript/chapters/01-a.md": "# A\n\nx",
            "manuscript/chapters/02-a.md": "# A\n\nx",
            "manuscript/back/01-b.md": "# B {#a}\n\nx",
            "manuscript/sources/01-a.md": f"---\ntitle: S\n---\n{BODY}",
            "manuscript/sources/02-b.md": f"---\nid: a\ntitle: S\n---\n{BODY}",
        },
    )
    shared = [found for found in read.diagnostics if found.code == "F110"]
    assert [(found.place.file, found.related[0].place.file) for found in shared] == [
        ("manuscript/chapters/02-a.md", "manuscript/chapters/01-a.md"),
        ("manuscript/back/01-b.md", "manuscript/chapters/01-a.md"),
        ("manuscript/sources/02-b.md", "manuscript/sources/01-a.md"),
    ]
