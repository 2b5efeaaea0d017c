"""The tree of a tagged edition is that of the book, whatever the pages make of it."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from small_books import noted_book
from tagged_books import RIGHT_TO_LEFT, Tagged, running_on, tagged

from kirovbook.check.pdf_text import read_tags
from kirovbook.check.tag_tree import Block, TagTree, blocks_of
from kirovbook.check.tags_integrity import prove_tags

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
    assert [block.kind for block in blocks if block.words.strip() == title] == ["H1"]
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


def test_an_edition_without_a_tagged_standard_has_no_tags(tmp_path: Path) -> None:
    book = noted_book(chapters=1, paragraphs=2, notes_each=1, note_words=12)
    plain = tagged(book, tmp_path, variant="")
    assert [found.code for found in prove_tags(plain.written, plain.arranged)].count("P134") == 2
