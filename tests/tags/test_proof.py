"""The proof of the tags finds what is left out, cut, moved or untagged, and finds nothing where nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_books import noted_book
from tagged_books import Tagged, tagged

from kirovbook.check import tags_integrity
from kirovbook.check.expected import Passage
from kirovbook.check.pdf_text import read_tags
from kirovbook.check.tag_tree import Path, Tag, TagTree, Untagged
from kirovbook.check.tags_integrity import prove_tags, prove_tree
from kirovbook.diagnostics import ERROR, Diagnostic, Place
from kirovbook.manual import page_of

BOOK = noted_book(chapters=1, paragraphs=4, notes_each=2, note_words=30)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tagged:
    return tagged(BOOK, tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def tree(made: Tagged) -> TagTree:
    return read_tags(made.written)


def codes(found: tuple[Diagnostic, ...]) -> set[str]:
    assert all(each.severity is ERROR and page_of(each.code) for each in found)
    return {each.code for each in found}


def element(tree: TagTree, kind: str, index: int = 0, parent: str = "") -> Path:
    """Give the path of the n-th element of a kind, in reading order, perhaps among the children of a kind."""
    paths = sorted(path for path, tag in tree.tags.items() if tag.kind == kind
                   and (not parent or tree.tags[path[:-1]].kind == parent))
    return paths[index]


def paragraph(tree: TagTree, index: int) -> Path:
    """Give the path of a paragraph of the chapter: the first there is the chapter's number."""
    chapter = next(path[:-1] for path, tag in sorted(tree.tags.items()) if tag.kind == "Note")
    return sorted(path for path, tag in tree.tags.items() if path[:-1] == chapter and tag.kind == "P")[index]


def without(tree: TagTree, lost: Path) -> TagTree:
    return replace(tree, words={path: said for path, said in tree.words.items() if path[: len(lost)] != lost})


def moved(tree: TagTree, from_: Path, to: Path) -> TagTree:
    """Give the tree with an element at another place."""

    def go(path: Path) -> Path:
        return (*to, *path[len(from_):]) if path[: len(from_)] == from_ else path

    tags: dict[Path, Tag] = {go(path): tag for path, tag in tree.tags.items()}
    return replace(tree, tags=tags, words={go(path): said for path, said in tree.words.items()})


def test_of_a_good_tree_nothing_is_said(made: Tagged, tree: TagTree) -> None:
    assert prove_tree(tree, made.arranged) == ()


def test_a_paragraph_left_out_is_missed_with_its_line(made: Tagged, tree: TagTree) -> None:
    found = prove_tree(without(tree, paragraph(tree, 2)), made.arranged)
    assert [(each.code, str(each.place)) for each in found][:1] == [("P130", "chapters/01.md:2:1")]


def test_a_paragraph_in_two_is_no_paragraph(made: Tagged, tree: TagTree) -> None:
    whole = paragraph(tree, 1)
    last = max(path for path in tree.words if path[: len(whole)] == whole)
    rest = (*whole[:-1], whole[-1] + 0.5)  # type: ignore[arg-type] - between this element and the next
    cut = moved(tree, last, (*rest, 0))
    cut = replace(cut, tags={**cut.tags, rest: Tag("P", "", "", "")})
    assert codes(prove_tree(cut, made.arranged)) == {"P130"}


def test_two_paragraphs_changed_about_are_noticed(made: Tagged, tree: TagTree) -> None:
    first, second, aside = paragraph(tree, 1), paragraph(tree, 2), (9, 9)
    swapped = moved(moved(moved(tree, first, aside), second, first), aside, second)
    assert "P131" in codes(prove_tree(swapped, made.arranged))


def test_a_note_left_out_is_missed(made: Tagged, tree: TagTree) -> None:
    found = prove_tree(without(tree, element(tree, "Note", 2)), made.arranged)
    assert [(each.code, each.place.line) for each in found] == [("P132", 2)]
    assert "note 3" in found[0].message


def test_a_note_without_its_number_is_no_note(made: Tagged, tree: TagTree) -> None:
    assert codes(prove_tree(without(tree, element(tree, "Lbl", 2, parent="Note")), made.arranged)) == {"P132"}


@pytest.mark.parametrize("place", [0, 99])
def test_a_note_elsewhere_than_behind_its_mark_is_noticed(made: Tagged, tree: TagTree, place: int) -> None:
    note = element(tree, "Note", 2)
    far = moved(tree, note, (*note[:-1], place - 0.5))  # type: ignore[arg-type] - before all, or behind all
    assert [(each.code, each.place.line) for each in prove_tree(far, made.arranged)] == [("P133", 2)]


def test_what_is_not_tagged_is_named_with_its_page(made: Tagged, tree: TagTree) -> None:
    found = prove_tree(replace(tree, untagged=(Untagged(6, "stray words"), Untagged(7, ""))), made.arranged)
    assert [each.code for each in found] == ["P134"]
    assert "'stray words' on page 7" in found[0].message
    assert "1 others" in found[0].message


def test_a_picture_without_words_is_noticed(made: Tagged, tree: TagTree) -> None:
    silent = replace(tree, tags={**tree.tags, (8, 8): Tag("Figure", "", "", "")})
    assert codes(prove_tree(silent, made.arranged)) == {"P135"}


def test_no_tags_at_all(made: Tagged) -> None:
    assert "P134" in codes(prove_tree(TagTree({}, {}, ()), made.arranged))


def drop_a_note(pdf: pikepdf.Pdf) -> None:
    note = next(each for each in elements(pdf.Root.StructTreeRoot.K[0]) if str(each.S) == "/Note")
    note.P.K = pikepdf.Array([kid for kid in note.P.K if isinstance(kid, int) or kid.objgen != note.objgen])


def turn_the_sections_about(pdf: pikepdf.Pdf) -> None:
    body = pdf.Root.StructTreeRoot.K[0].K[-1]
    body.K = pikepdf.Array(list(reversed(body.K)))


def drawn_on(page: pikepdf.Page) -> bytes:
    page.contents_coalesce()
    return page.Contents.read_bytes()


def forget_a_mark(pdf: pikepdf.Pdf) -> None:
    page = next(page for page in pdf.pages if b"MCID 9" in drawn_on(page))
    drawn = page.Contents.read_bytes().replace(b"<</MCID 9>>\nBDC", b"BMC", 1).replace(b"/Span\nBMC", b"/Span BMC")
    page.Contents = pdf.make_stream(drawn)


def take_the_tree_away(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Give an element and all below it."""
    held = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [element, *(below for kid in held for below in elements(kid))]


@pytest.mark.parametrize(("break_it", "code"), [
    (drop_a_note, "P132"), (turn_the_sections_about, "P131"), (forget_a_mark, "P134"), (take_the_tree_away, "P134"),
])
def test_what_is_broken_in_the_file_is_noticed(
    made: Tagged, break_it: Callable[[pikepdf.Pdf], None], code: str,
) -> None:
    with pikepdf.open(BytesIO(made.written)) as pdf:
        break_it(pdf)
        out = BytesIO()
        pdf.save(out)
    assert code in codes(prove_tags(out.getvalue(), made.arranged))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3))), st.integers(0, 10))
def test_a_line_ends_where_the_next_of_the_manuscript_begins(found: list[tuple[int, int]], mark: int) -> None:
    starts = [(start, Passage("paragraph", "", Place("a.md", line, 1), "ch-1")) for start, line in sorted(found)]
    lines = [(start, passage.place.line) for start, passage in starts]
    before = [line for start, line in lines if start < mark]
    behind = [start for start, line in lines if start >= mark and before and line != before[-1]]
    last = max((start for start, _ in lines), default=0)
    end = tags_integrity._end_of_line(starts, mark)
    assert end == (behind[0] if behind else len(tags_integrity._BREAK) + last + tags_integrity._FAR)
