"""Headings, notes, persons and quotations: small pages, each with one thing to recognise."""

from __future__ import annotations

from pathlib import Path

import pytest
from importer.reading_back import ReadBook, read_book

from kirovbook.config.people import read_people
from kirovbook.diagnostics import ERROR
from kirovbook.importer import Wishes, import_pages
from kirovbook.importer.dates import read_date
from kirovbook.importer.describe import describe, file_as, read_heading
from kirovbook.importer.people import find_people, render_people
from kirovbook.importer.plain_text import is_wrapped
from kirovbook.pipeline import check
from kirovbook.report import Report


@pytest.mark.parametrize(("words", "edtf"), [
    ("9th January, 1935", "1935-01-09"), ("9 January 1935", "1935-01-09"), ("January 9, 1935", "1935-01-09"),
    ("Jan. 9th, 1935", "1935-01-09"), ("November 1937", "1937-11"), ("November, 1937", "1937-11"), ("1893-99",
     "1893/1899"),
    ("1893–1899", "1893/1899"), ("c. 1905", "1905~"), ("1905", "1905"), ("Friday, 1st March, 1912", "1912-03-01"),
    ("99 January 1935", None), ("summer 1935", None), ("London, 1935", None), ("0935", None), ("", None),
])  # fmt: skip
def test_dates(words: str, edtf: str | None) -> None:
    found = read_date(words)
    assert (found.edtf if found else None) == edtf


WORKS = [
    ("Jane Roe, A Life on the River (1921)", "book", "author=Roe, Jane; title=A Life on the River; date=1921"),
    ("Jane Roe, A Life, and After (1921)", "book", "author=Roe, Jane; title=A Life, and After; date=1921"),
    ("Jane Roe, A Life (1921) page 33", "book", "author=Roe, Jane; title=A Life; date=1921; locator=p. 33"),
    ("Jane Roe, A Life (1921), pp. 33-35.", "book", "author=Roe, Jane; title=A Life; date=1921; locator=pp. 33–35"),
    ("Jane Roe and John Doe, A Life (1921)", "book", "author=Roe, Jane and Doe, John; title=A Life; date=1921"),
    ("Jane Roe, John Doe and Ann Poe, A Life (1921)", "book",
     "author=Roe, Jane and Doe, John and Poe, Ann; title=A Life; date=1921"),
    ("Jane Roe (ed.), Letters from the Mill (1921)", "collection",
     "editor=Roe, Jane; title=Letters from the Mill; date=1921"),
    ("Jane Roe, A Life (London, 1921)", "book", "author=Roe, Jane; title=A Life; date=1921"),
    ("J. M. de la Roe, A Life (1921)", "book", "author=de la Roe, J. M.; title=A Life; date=1921"),
    ("The New Barge (9th May, 1930)", "article", "journaltitle=The New Barge; date=1930-05-09"),
    ("The New Barge, 9 May 1930", "article", "journaltitle=The New Barge; date=1930-05-09"),
    ("Mill Times, editorial (9th May, 1930)", "article", "title=Editorial; journaltitle=Mill Times; date=1930-05-09"),
    ("Jane Roe, The Mill Monthly (May 1930)", "article",
     "author=Roe, Jane; journaltitle=The Mill Monthly; date=1930-05"),
    ('Jane Roe, "On Barges", The Mill Monthly (May 1930)', "article",
     "author=Roe, Jane; title=On Barges; journaltitle=The Mill Monthly; date=1930-05"),
    ('Jane Roe, "On Barges," in The Mill Reader (1930)', "incollection",
     "author=Roe, Jane; title=On Barges; booktitle=The Mill Reader; date=1930"),
    ("Jane Roe, speech to the Millers' Congress (1930)", "unpublished",
     "author=Roe, Jane; title=Speech to the Millers' Congress; type=speech; eventdate=1930"),
    ("Jane Roe, letter to John Doe (3rd March, 1912)", "letter",
     "author=Roe, Jane; title=Letter to John Doe; type=letter; date=1912-03-03"),
    ("Jane Roe, diary entry (3rd March, 1912)", "unpublished",
     "author=Roe, Jane; title=Diary entry; type=diary; date=1912-03-03"),
    ("Jane Roe, interviewed by John Doe (1988)", "interview",
     "author=Roe, Jane; title=Interviewed by John Doe; type=interview; date=1988"),
    ("Jane Roe, A Life on the River", "book", "author=Roe, Jane; title=A Life on the River"),
    ("Jane Roe was an officer who escaped to the coast.", "", ""),
    ("The Mill Encyclopaedia was published by the Millers in 1924. It had many lives.", "", ""),
    ("In his book, A Life (1921), John Doe described the mill.", "", ""),
    ("After the flood of 1921 the millers met.", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "kind", "fields"), WORKS)
def test_headings_describe_works_and_say_nothing_that_is_not_there(heading: str, kind: str, fields: str) -> None:
    found = describe(heading)
    assert (found.type if found else "") == kind
    if found:
        given = [f"{name}={value}" for name, value in found.fields] + (
            [f"locator={found.locator}"] if found.locator else []
        )
        assert "; ".join(given) == fields


def test_a_heading_may_go_on_as_a_headnote() -> None:
    text = "Jane Roe, A Life (1921). She was a miller's daughter, and wrote it late in life."
    heading = read_heading(text)
    assert heading.description is not None
    assert text[heading.length :] == "She was a miller's daughter, and wrote it late in life."


@pytest.mark.parametrize(("name", "filed"), [
    ("Jane Roe", "Roe, Jane"), ("Charles de Gaulle", "de Gaulle, Charles"), ("John Doe Jr.", "Doe, Jr., John"),
    ("Voltaire", "{Voltaire}"), ("Simon Sebag Roe", "Roe, Simon Sebag"),
])  # fmt: skip
def test_names_are_filed_by_family(name: str, filed: str) -> None:
    assert file_as(name) == filed


def test_spellings_of_one_person_are_grouped() -> None:
    text = ("He met Leonid Corvanov. Then Corvanov left, and Korvanov came back to see Corvanoff. After that Anna "
            "Berg and Peter Berg came; Berg was late. General Walter Orford spoke. In London the Central Committee met "
            "Orford.")  # fmt: skip
    people = {one.name: (one.forms, one.doubts) for one in find_people([text])}
    assert set(people) == {"Leonid Corvanov", "Anna Berg", "Peter Berg", "Walter Orford"}
    assert people["Walter Orford"][0] == ["Walter Orford", "Orford"]
    assert "Corvanov" in people["Leonid Corvanov"][0]
    assert people["Anna Berg"] == (["Anna Berg"], ["'Berg' alone may be Anna Berg or Peter Berg"])


def test_people_toml_is_read_without_complaint() -> None:
    text = (
        'He met Jane Roe and Jana Roe and José Ñandú; Roe spoke to Ñandú, and "Roe" again to Ñandú and to Jane Roe.' * 2
    )
    read = read_people(render_people(find_people([text])), "people.toml")
    assert read.diagnostics == ()
    assert {one.preferred for one in read.value} >= {"Roe, Jane", "Ñandú, José"}


def run(tmp_path: Path, text: str) -> tuple[ReadBook, Report, str]:
    (tmp_path / "page.txt").write_text(text, "utf-8")
    report = import_pages([tmp_path / "page.txt"], tmp_path / "book", Wishes())
    assert [found.message for found in report.diagnostics if found.severity is ERROR] == []
    assert [found.message for found in check(tmp_path / "book").diagnostics if found.severity is ERROR] == []
    book = read_book(tmp_path / "book")
    return book, report, "\n".join(body for _, body in book.chapters)


SAID = "the barges came down at night with their lamps out and nobody asked where from"
TWO = f"""
Primary Sources

(1) Jane Roe, A Life (1921)

At first {SAID}. Then it was over.

(2) John Doe, The Mill (1930)

Nobody had asked the miller about any of it, and nobody ever would have asked him.
"""


@pytest.mark.parametrize(("narrative", "expected"), [
    (f'She later wrote: "{SAID}". It was so.', f'"{SAID}" ([@src:roe]).[@roe1921] It was so.'),
    (f"She later wrote: “{SAID}.” It was so.", f"“{SAID}.” ([@src:roe])[@roe1921] It was so."),
    ('John Doe has argued that "it was a very hard winter for everyone in the village". So it was.',
     '".[@doe1930] So it was.'),
    ('According to Doe: "It was a very hard winter for everyone." So it was.', '"[@doe1930] So it was.'),
])  # fmt: skip
def test_quotations_lead_to_sources_and_works(tmp_path: Path, narrative: str, expected: str) -> None:
    _, _, text = run(tmp_path, f"The River\n\n{narrative}\n{TWO}")
    assert expected in text


@pytest.mark.parametrize("narrative", [
    'She later wrote: "the barges came down the river one day and were all sold at once for a very low price". So.',
    'It was called "a mill" by John Doe.', "At first the barges came down at night with their lamps out, in May.",
])  # fmt: skip
def test_other_words_lead_nowhere(tmp_path: Path, narrative: str) -> None:
    _, _, text = run(tmp_path, f"The River\n\n{narrative}\n{TWO}")
    assert "[@" not in text


def test_a_speaker_with_two_works_is_asked_about(tmp_path: Path) -> None:
    more = TWO + "\n(3) John Doe, More of the Mill (1931)\n\nAnd so it went on for some years, until the end of them.\n"
    _, report, text = run(tmp_path, f'The River\n\nJohn Doe said: "It was a very hard winter for everyone."\n{more}')
    assert "[@doe" not in text
    assert [found.place.line for found in report.diagnostics if found.code == "I116"] == [3]


def test_numbers_in_brackets_are_notes_where_a_list_answers_them(tmp_path: Path) -> None:
    text = ("The River\n\nIt rose in spring. (1) It fell in autumn (2), and nobody saw it.\n\nThe Second Year Came\n\n"
            f"It rose again as it had before in the spring of the first year, and more of it than ever. (1)\n{TWO}\n"
            "References\n\n(1) Jane Roe, A Life (1921) page 21\n\n(2) John Doe, The Mill (1930) page 5\n\n"
            "(3) Unused\n")  # fmt: skip
    book, report, _ = run(tmp_path, text)
    assert [one.label for one in book.sources] == ["1", "2"]
    assert "spring.[^1] It fell in autumn[^2], and" in book.chapters[0][1]
    assert "[^1]: Jane Roe, A Life (1921) page 21" in book.chapters[0][1]
    assert "than ever.[^1][^3]" in book.chapters[1][1]
    assert "[^1]: Jane Roe, A Life (1921) page 21" in book.chapters[1][1]
    assert "I113" in {found.code for found in report.diagnostics}


def test_a_second_mark_of_a_note_in_one_chapter_refers_to_it(tmp_path: Path) -> None:
    text = ("The River\n\nIt rose in spring. (1) It fell in autumn (2), and rose. (1)\n\nNobody saw it. (2)\n\n"
            "References\n\n(1) Jane Roe, A Life (1921) page 21\n\n(2) John Doe, The Mill (1930) page 5\n")
    book, _, _ = run(tmp_path, text)
    assert "spring.[^1] It fell in autumn[^2], and rose. ([@note:1])" in book.chapters[0][1]
    assert "saw it. ([@note:2])" in book.chapters[0][1]


@pytest.mark.parametrize("lead", [TWO, ""])
@pytest.mark.parametrize("heading", ["", "Sources\n\n", "Notes\n\n"])
def test_a_list_of_notes_needs_no_heading(tmp_path: Path, lead: str, heading: str) -> None:
    text = (f"The River\n\nIt rose in spring. (1) It fell in autumn. (2)\n{lead}\n{heading}"
            "(1) Jane Roe, A Life (1921) page 21\n\n(2) John Doe, The Mill (1930) page 5\n")  # fmt: skip
    book, _, body = run(tmp_path, text)
    assert [one.label for one in book.sources] == (["1", "2"] if lead else [])
    assert "spring.[^1] It fell in autumn.[^2]" in body
    assert "[^2]: John Doe, The Mill (1930) page 5" in body


def test_numbers_in_brackets_without_a_list_are_text(tmp_path: Path) -> None:
    _, _, text = run(tmp_path, f"The River\n\nIt rose (1) in spring, and (2) in autumn.\n{TWO}")
    assert "It rose (1) in spring, and (2) in autumn." in text


@pytest.mark.parametrize("shape", ["({}) {}", "Source {}: {}", "[{}] {}", "Document {}. {}", "{}. {}"])
def test_shapes_of_numbers(tmp_path: Path, shape: str) -> None:
    heads = [shape.format(number, f"Jane Roe, Book {number} (192{number})") for number in (1, 2, 3)]
    body = "\n\n".join(f"{head}\n\nThis is a passage of some words, which stands here." for head in heads)
    book, _, _ = run(tmp_path, f"The River\n\nIt rose in spring of that year.\n\nDocuments:\n\n{body}\n")
    assert [(one.label, one.work) for one in book.sources] == [("1", "roe1921"), ("2", "roe1922"), ("3", "roe1923")]


def test_sources_that_no_heading_announces(tmp_path: Path) -> None:
    book, _, text = run(tmp_path, f"The River\n\nIt rose in spring of that year.\n{TWO.replace('Primary Sources', '')}")
    assert [one.label for one in book.sources] == ["1", "2"]
    assert text == "It rose in spring of that year."


def test_what_follows_the_sources_is_back_matter(tmp_path: Path) -> None:
    book, _, _ = run(tmp_path, f"The River\n\nIt rose.\n{TWO}\nFurther Reading\n\nJane Roe, More of My Life (1950).\n")
    assert len(book.sources) == 2
    (back,) = (tmp_path / "book" / "manuscript" / "back").iterdir()
    assert "# Further Reading\n\nJane Roe, More of My Life (1950)." in back.read_text("utf-8")


def test_a_paragraph_in_italics_before_the_passage_is_its_headnote(tmp_path: Path) -> None:
    text = TWO.replace("At first", "_She was a miller's daughter._\n\nAt first")
    book, _, _ = run(tmp_path, f"The River\n\nIt rose in spring.\n{text}")
    assert (book.sources[0].headnote, book.sources[0].passage[:8]) == ("*She was a miller's daughter.*", "At first")


def test_a_speech_stays_with_the_words_that_announce_it(tmp_path: Path) -> None:
    text = TWO.replace("Then it was over.", 'They made a toast:\n\n"To the mill!" said Roe.\n\n"Come in!"')
    book, _, _ = run(tmp_path, f"The River\n\nIt rose in spring.\n{text}")
    assert book.sources[0].passage.endswith('They made a toast:\n\n"To the mill!" said Roe.\n\n"Come in!"')


@pytest.mark.parametrize(("text", "wrapped"), [
    ("One line a paragraph, and a long one at that: " + "word " * 40 + "\n\n" + "word " * 60, False),
    ("\n".join(["A line of a paragraph that was wrapped to a width of seventy."] * 5), True),
    ("Short\nlines\nof verse\n\nand more", False), ("", False),
])  # fmt: skip
def test_wrapped_text_is_known_by_its_lines(text: str, wrapped: bool) -> None:
    assert is_wrapped(text) is wrapped
