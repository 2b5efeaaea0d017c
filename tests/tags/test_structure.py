"""The tree of a tagged edition is that of the book, whatever the pages make of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_books import noted_book
from tagged_books import RIGHT_TO_LEFT, Tagged, at, running_on, tagged

from kirovbook.check.pdf_text import read_tags
from kirovbook.check.tag_tree import Block, TagTree, blocks_of
from kirovbook.check.tags_integrity import prove_tags
from kirovbook.diagnostics import WARNING
from kirovbook.export.tags.endings import Ending, find_endings
from kirovbook.export.tags.survey import Survey, Words
from kirovbook.export.tags.tree import Run
from kirovbook.model.blocks import Cell, Definition, DefinitionList, Heading, Paragraph, Table
from kirovbook.model.inlines import PLAIN, Emphasis, LineBreak, Strong, Text

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tagged:
    return tagged(running_on(), tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def tree(made: Tagged) -> TagTree:
    return read_tags(made.written)


@pytest.fixture(scope="module")
def blocks(tree: TagTree) -> tuple[Block, ...]:
    return blocks_of(tree)


def kinds_under(tree: TagTree, kind: str) -> Counter[str]:
    """Count the kinds of the children of all elements of a kind."""
    return Counter(tag.kind for path, tag in tree.tags.items() if path[:-1] in tree.tags
                   and tree.tags[path[:-1]].kind == kind)


def test_what_runs_on_over_pages_is_proved_to_be_one(made: Tagged) -> None:
    assert prove_tags(made.written, made.arranged) == ()


def test_a_table_of_many_pages_is_one_table_whose_head_is_read_once(tree: TagTree) -> None:
    assert Counter(tag.kind for tag in tree.tags.values())["Table"] == 1
    assert kinds_under(tree, "Table") == Counter({"Caption": 1, "THead": 1, "TBody": 1})
    assert kinds_under(tree, "TR") == Counter({"TH": 2, "TD": 120})


def test_a_list_over_a_page_turn_is_one_list(tree: TagTree) -> None:
    items = Counter(path[:-1] for path, tag in tree.tags.items() if tag.kind == "LI")
    assert sorted(items.values()) == [1, 1, 2, 2, 13], "the index, the term, two sources' questions, and the list"
    assert kinds_under(tree, "LI").keys() == {"Lbl", "LBody"}


def test_a_note_has_its_number_and_its_paragraphs(tree: TagTree) -> None:
    assert kinds_under(tree, "Note") == Counter({"Lbl": 6, "P": 10})
    ids = [tag.id for tag in tree.tags.values() if tag.kind == "Note"]
    assert sorted(ids) == sorted({*ids})
    assert all(ids)


def test_a_note_is_heard_behind_the_block_of_its_mark(blocks: tuple[Block, ...]) -> None:
    heard = [block.note or block.kind for block in blocks]
    assert heard[heard.index("note-ch-1-1") - 1] == "TD"
    assert heard[heard.index("note-ch-1-2") - 1] == "P"
    verse = next(index for index, block in enumerate(blocks) if block.words.strip() == "Line 39 of a long verse")
    assert heard[verse + 1] == "note-ch-1-3"


def test_what_stands_in_the_margins_is_not_heard(blocks: tuple[Block, ...]) -> None:
    title = "A Book of Proofs"
    kinds = [block.kind for block in blocks if " ".join(block.words.split()) == title]
    assert kinds == ["P", "H1"], "half title and title"
    assert not [block for block in blocks if block.words.strip() in {"2", "3", "4", "iv"}]


def test_words_from_right_to_left_are_heard_in_their_order_and_language(
    tree: TagTree, blocks: tuple[Block, ...],
) -> None:
    assert f"In Hebrew: {RIGHT_TO_LEFT} and so on." in [block.words for block in blocks]
    assert "he" in [tag.lang for tag in tree.tags.values() if tag.kind == "Span"]


def test_words_are_parted_at_a_lines_end_and_a_hyphen_of_the_line_is_told_from_a_words(
    made: Tagged, blocks: tuple[Block, ...],
) -> None:
    chapter = made.arranged.book.chapters[0]
    last = chapter.blocks[-1].content[0].words  # type: ignore[union-attr]
    heard = max((block.words for block in blocks if block.words.startswith(last[:30])), key=len)
    assert "\u00ad" in heard
    assert " ".join(heard.replace("\u00ad", "").split()) == last


def test_marks_and_notes_lead_to_each_other(made: Tagged) -> None:
    with pikepdf.open(BytesIO(made.written)) as pdf:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        named = {str(names[index]): names[index + 1] for index in range(0, len(names), 2)}
        note, mark = named["note-ch-1-2"], named["mark-ch-1-2"]
        assert (str(note.S), str(mark.S)) == ("/Note", "/Reference")
        assert mark.Ref[0].objgen == note.objgen
        assert note.K[0].Ref[0].objgen == mark.objgen
        assert str(mark.K[0].Alt) == "Note 2"


def test_each_link_has_one_area_that_says_where_it_leads(made: Tagged) -> None:
    with pikepdf.open(BytesIO(made.written)) as pdf:
        areas = [area for page in pdf.pages for area in page.get("/Annots", [])]
        said = Counter(str(area.Contents) for area in areas)
        assert all("/StructParent" in area for area in areas)
        assert said["Note 2"] == 1
        assert said["Back to the text"] == 6


def test_each_pages_marks_lead_to_the_elements_that_hold_them(made: Tagged) -> None:
    with pikepdf.open(BytesIO(made.written)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        holders = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
        for index, page in enumerate(pdf.pages):
            assert page.StructParents == index
            assert page.Tabs == pikepdf.Name.S
            for number, holder in enumerate(holders[index]):
                assert number in held(holder, page)


def held(element: pikepdf.Object, page: pikepdf.Page) -> list[int]:
    """Give the numbers that an element holds on a page."""
    numbers = []
    for kid in element.K:
        if isinstance(kid, int):
            numbers += [kid] if element.Pg.objgen == page.obj.objgen else []
        elif kid.get("/Type") == pikepdf.Name.MCR and kid.Pg.objgen == page.obj.objgen:
            numbers.append(int(kid.MCID))
    return numbers


def test_what_a_style_makes_transparent_is_tagged_all_the_same(tmp_path: Path) -> None:
    book = noted_book(chapters=1, paragraphs=3, notes_each=1, note_words=12)
    faint = tagged(book, tmp_path, ".note, .chapter p:nth-of-type(2) { opacity: 0.7 }")
    assert prove_tags(faint.written, faint.arranged) == ()


def test_the_newer_standard_is_proved_as_well(tmp_path: Path) -> None:
    book = noted_book(chapters=1, paragraphs=2, notes_each=1, note_words=12)
    other = tagged(book, tmp_path, variant="pdf/ua-2")
    assert prove_tags(other.written, other.arranged) == ()
    assert read_tags(other.written).tags


@pytest.mark.parametrize(("variant", "said"), [("pdf/ua-1", "/None"), ("pdf/ua-2", "/Description")])
def test_terms_and_their_meanings_are_called_so_where_the_format_has_a_word(
    tmp_path: Path, variant: str, said: str
) -> None:
    meaning = ((Paragraph((Text("what it means"),), at(3)),),)
    terms = DefinitionList((Definition((Text("A term"),), meaning, at(2)),), at(2))
    book = noted_book(chapters=1, paragraphs=2, notes_each=1, note_words=12)
    chapter = replace(book.chapters[0], blocks=(*book.chapters[0].blocks, terms))
    made = tagged(replace(book, chapters=(chapter,)), tmp_path, variant=variant)
    with pikepdf.open(BytesIO(made.written)) as pdf:
        lists = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/L"]
        of_terms = [each for each in lists if [str(kid.S) for kid in each.K[0].K] == ["/Lbl", "/LBody"]
                    and str(each.A.ListNumbering) != "/Decimal"]
        assert [str(each.A.ListNumbering) for each in of_terms] == [said]


def test_an_edition_without_a_tagged_standard_has_no_tags(tmp_path: Path) -> None:
    book = noted_book(chapters=1, paragraphs=2, notes_each=1, note_words=12)
    plain = tagged(book, tmp_path, variant="")
    assert [found.code for found in prove_tags(plain.written, plain.arranged)].count("P134") == 2


def test_the_levels_of_headings_have_no_gap(tmp_path: Path) -> None:
    book = noted_book(chapters=1, paragraphs=1, notes_each=1, note_words=12)
    chapter = book.chapters[0]
    headings = tuple(Heading(level, (Text(f"Of level {level}"),), PLAIN, at(level)) for level in (4, 6, 2))
    uneven = tagged(replace(book, chapters=(replace(chapter, blocks=(*headings, *chapter.blocks)),)), tmp_path)
    heard = {block.words: block.kind for block in blocks_of(read_tags(uneven.written))}
    assert [heard[f"Of level {level}"] for level in (4, 6, 2)] == ["H2", "H3", "H2"]
    assert prove_tags(uneven.written, uneven.arranged) == ()


ODD = (
    "\u00ad", "soft\u00adhy\u00adphens " * 40, "‐ - — /", "Straße ﬁne ﬀ " * 30, "a" * 300,
    "e\u0301\u0323" * 60, "\u200bzero\u200b", "no\u00a0break " * 40, "twenty-one—and/or " * 40,
    "אבג abc 123 דהו " * 20, "مرحبا بالعالم " * 20, "  two  spaces  ", "日本語の文" * 40,
    "👩\u200d👩\u200d👧 family", "(a) [b] <c> & \\ / %",
)


def test_odd_words_are_tagged_as_any_others(tmp_path: Path) -> None:
    book = noted_book(chapters=1, paragraphs=1, notes_each=1, note_words=12)
    chapter = book.chapters[0]
    plain = tuple(Paragraph((Text(words),), at(line)) for line, words in enumerate(ODD, start=10))
    empty = Cell((), at(40))
    odd = (Table((), (), (empty, empty), ((empty, Cell((Text(ODD[-1]),), at(41))), (empty, empty)), at(40)), *plain)
    bold = tuple(Paragraph((Strong((Text(words),)), Text(words), LineBreak(), Emphasis((Text(words),))), at(line))
                 for line, words in enumerate(ODD, start=50))
    made = tagged(replace(book, chapters=(replace(chapter, blocks=(*odd, *bold, *chapter.blocks)),)), tmp_path)
    found = prove_tags(made.written, made.arranged)
    assert [(each.code, each.severity, each.place.line) for each in found] == [("P136", WARNING, 40)]


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=8), st.booleans())
def test_any_words_in_any_pieces_have_endings(written: str, cuts: list[int], hyphen: bool) -> None:
    edges = [0, *sorted(cuts), len(written)]
    pieces = [written[start:end].strip() for start, end in pairwise(edges)]
    element = ET.Element("p")
    element.text = written
    runs = [
        Words(Run(0, number), text + "\u2010" * hyphen, element, is_generated=False, is_spaced=False)
        for number, text in enumerate(pieces) if text
    ]
    survey = Survey(element, {}, words=runs)
    endings = find_endings(survey)
    assert set(endings) <= {words.run for words in runs}


@pytest.mark.parametrize(("pieces", "endings"), [
    (["the arch", "ive"], {}),
    (["the arch\u2010", "ive of"], {0: Ending.SOFT_HYPHEN}),
    (["the", "archive"], {0: Ending.SPACE}),
    (["the ", "archive"], {}),
    (["the", " archive"], {}),
    (["the archive of twenty-", "one"], {}),
    (["the archive of twenty-one", "towns"], {0: Ending.SPACE}),
])
def test_how_a_line_ends(pieces: list[str], endings: dict[int, Ending]) -> None:
    element = ET.Element("p")
    element.text = "the archive of twenty-one\ntowns"
    runs = [Words(Run(0, number), text, element, is_generated=False, is_spaced=False)
            for number, text in enumerate(pieces)]
    expected = {Run(0, number): ending for number, ending in endings.items()}
    assert find_endings(Survey(element, {}, words=runs)) == expected
