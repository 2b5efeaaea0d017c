"""A note begins on the page of its mark, and what has no room there goes on at the foot of the next page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from kirovbook.export.continued_notes import notes_continued
from kirovbook.export.engine import HTML, boxes
from kirovbook.export.notes_mending import lost_notes_mended

PAGE = """
    @page { size: 200px 100px; margin: 0; @footnote { padding-top: 2px } }
    @page continued { @footnote { padding-top: 5px } }
    html { font: 10px/10px monospace; orphans: 1; widows: 1 }
    body, p, table, h1 { margin: 0; font: inherit } td, th { padding: 0 }
    span { float: footnote; display: block; footnote-policy: line; orphans: 2; widows: 2 }
    span::footnote-call { content: "" } span::footnote-marker { content: "" }
"""


@dataclass(frozen=True)
class Page:
    """The lines of the text and of the notes, from above; where the notes begin and the space above their words."""

    text: tuple[str, ...]
    notes: tuple[str, ...]
    lowest: float
    foot: float
    padding: float


def lines_of(box) -> list[tuple[str, float, float]]:
    return [
        ("".join(each.text for each in line.descendants() if isinstance(each, boxes.TextBox)), line.position_y,
         line.position_y + line.height)
        for line in box.descendants() if isinstance(line, boxes.LineBox) and line.height
    ]


def pages_of(
    body: str, css: str = "", mending: Callable[[], AbstractContextManager[None]] = notes_continued,
) -> list[Page]:
    with mending():
        document = HTML(string=f"<style>{PAGE}{css}</style>{body}").render()
    made = []
    for page in document.pages:
        text, notes, padding = [], [], 0
        for child in page._page_box.children:
            if isinstance(child, boxes.FootnoteAreaBox):
                notes, padding = lines_of(child), child.padding_top
            elif not isinstance(child, boxes.MarginBox):
                text += lines_of(child)
        made.append(Page(tuple(words for words, _, _ in text if words), tuple(words for words, _, _ in notes if words),
                         max((bottom for _, _, bottom in text), default=0),
                         min((top for _, top, _ in notes), default=100), padding))
    return made


def note(name: str, lines: int) -> str:
    return f"<span>{'<br>'.join(f'{name}{number}' for number in range(1, lines + 1))}</span>"


def text(name: str, lines: int) -> str:
    return f"<p>{'<br>'.join(f'{name}{number}' for number in range(1, lines + 1))}</p>"


def every_note(pages: list[Page]) -> list[str]:
    return [line for page in pages for line in page.notes]


def test_a_note_that_fits_stays_whole() -> None:
    pages = pages_of(f"<p>mark{note('n', 4)}</p>{text('t', 12)}")
    assert pages[0].notes == ("n1", "n2", "n3", "n4")
    assert pages[0].text[:2] == ("mark", "t1")


@pytest.mark.parametrize("lines", [10, 11, 14, 40, 133])
def test_a_note_longer_than_a_page_runs_on_and_loses_no_line(lines: int) -> None:
    pages = pages_of(f"<p>mark{note('n', lines)}</p>{text('t', 12)}")
    assert every_note(pages) == [f"n{number}" for number in range(1, lines + 1)]
    assert pages[0].text[0] == "mark"
    assert pages[0].notes[:2] == ("n1", "n2")
    assert all(page.lowest <= page.foot for page in pages)
    assert all(page.foot >= 0 for page in pages)


def test_the_text_goes_on_above_a_note_that_takes_more_than_a_page() -> None:
    pages = pages_of(f"<p>mark{note('n', 30)}</p>{text('t', 20)}")
    assert all(page.text for page in pages[:3])
    assert [line for page in pages for line in page.text] == ["mark", *(f"t{number}" for number in range(1, 21))]


def test_without_the_change_a_long_note_runs_off_the_page() -> None:
    assert any(page.foot < 0 for page in pages_of(f"<p>mark{note('n', 14)}</p>", mending=lost_notes_mended))


def test_only_the_last_note_of_a_page_runs_on() -> None:
    body = "".join(f"<p>mark{number}{note(f'n{number}-', 6)}</p>" for number in range(1, 6))
    pages = pages_of(body)
    assert every_note(pages) == [f"n{number}-{line}" for number in range(1, 6) for line in range(1, 7)]
    for number in range(1, 6):
        (page,) = [page for page in pages if f"mark{number}" in page.text]
        assert f"n{number}-1" in page.notes, "a note begins on the page of its mark"


@pytest.mark.parametrize("before", range(5, 10))
def test_a_mark_at_the_foot_goes_over_with_its_note_where_no_two_lines_have_room(before: int) -> None:
    pages = pages_of(f"{text('t', before)}<p>mark{note('n', 8)}</p>{text('u', 3)}")
    (page,) = [page for page in pages if "mark" in page.text]
    assert page.notes[:2] == ("n1", "n2")
    assert every_note(pages) == [f"n{number}" for number in range(1, 9)]


def test_neither_one_line_is_left_behind_nor_one_sent_on() -> None:
    for before in range(9):
        pages = pages_of(f"{text('t', before)}<p>mark{note('n', 7)}</p>{text('u', 3)}")
        assert all(len(page.notes) != 1 for page in pages), before


def test_many_notes_called_on_one_line_keep_their_order() -> None:
    body = f"<p>mark{''.join(note(f'n{number}-', 5) for number in range(1, 11))}</p>{text('t', 30)}"
    pages = pages_of(body)
    assert every_note(pages) == [f"n{number}-{line}" for number in range(1, 11) for line in range(1, 6)]
    assert pages[0].notes[0] == "n1-1"


def test_a_note_over_a_chapters_end_gets_a_page_before_the_next() -> None:
    body = f"<section><p>mark{note('n', 14)}</p></section><section class=next>{text('t', 2)}</section>"
    pages = pages_of(body, ".next { break-before: page }")
    assert [page.text for page in pages] == [("mark",), (), ("t1", "t2")]
    assert every_note(pages[:2]) == [f"n{number}" for number in range(1, 15)]


def test_a_note_at_the_books_end_is_whole_though_pages_are_made_again() -> None:
    body = (f'<p><a href="#end">see</a></p><section class=next><p id=end>mark{note("n", 24)}</p></section>')
    css = "a::after { content: target-counter(attr(href), page) } .next { break-before: page }"
    assert every_note(pages_of(body, css)) == [f"n{number}" for number in range(1, 25)]


def test_a_note_called_by_the_next_line_waits_on_a_page_of_notes_alone() -> None:
    pages = pages_of(f"<p>mark{note('n', 24)}</p><p>next{note('m', 2)}</p>{text('t', 3)}")
    (page,) = [page for page in pages if "next" in page.text]
    assert "m1" in page.notes
    assert any(not page.text for page in pages)
    assert every_note(pages) == [*(f"n{number}" for number in range(1, 25)), "m1", "m2"]


def test_a_page_that_begins_with_a_rest_has_the_style_for_it() -> None:
    pages = pages_of(f"<p>mark{note('n', 14)}</p>{text('t', 9)}")
    assert [page.padding for page in pages if page.notes] == [2, 5, 5]


def test_a_picture_sends_a_rest_on_that_has_no_room_beside_it() -> None:
    for height in (30, 60, 85, 95):
        plate = f'<p><img style="width: 50px; height: {height}px; display: block"></p>'
        pages = pages_of(f"{text('t', 5)}<p>mark{note('n', 14)}</p>{plate}{text('u', 4)}")
        assert every_note(pages) == [f"n{number}" for number in range(1, 15)], height
        assert all(page.lowest <= page.foot + 0.1 for page in pages), height


def test_the_note_of_a_tables_head_is_not_left_behind_by_its_table() -> None:
    head, row = f"<thead><tr><th>head{note('n', 2)}</th></tr></thead>", "<tr><td>a<br>b<br>c</td></tr>"
    pages = pages_of(f"{text('t', 7)}<table style='break-inside: avoid'>{head}{row}</table>")
    (page,) = [page for page in pages if "head" in page.text]
    assert page.notes == ("n1", "n2")


@pytest.mark.parametrize("holder", [
    "<blockquote><p>{}</p></blockquote>", "<ul><li>{}</li></ul>", "<table><tr><td>{}</td><td>x</td></tr></table>",
    "<h1 style='break-after: avoid'>{}</h1><p>under</p>", "<figure><figcaption>{}</figcaption></figure>",
    "<table><caption>{}</caption><tr><td>x</td></tr></table>", "<div style='border-left: 1px solid'><p>{}</p></div>",
])
@pytest.mark.parametrize("before", [0, 3, 8])
def test_a_note_runs_on_from_wherever_it_is_called(holder: str, before: int) -> None:
    called = holder.format(f"mark{note('n', 14)}")
    pages = pages_of(f"{text('t', before)}{called}{text('u', 12)}", "blockquote, ul, figure { margin: 0 }")
    assert every_note(pages) == [f"n{number}" for number in range(1, 15)]
    (page,) = [page for page in pages if any("mark" in line for line in page.text)]
    assert page.notes[0] == "n1"
    assert all(page.lowest <= page.foot + 0.1 for page in pages)


def test_a_note_of_paragraphs_and_a_quotation_runs_on_between_them() -> None:
    parts = ["<br>".join(f"{part}{number}" for number in range(5)) for part in "abc"]
    body = f"<div>{parts[0]}</div><div>{parts[1]}</div><blockquote>{parts[2]}</blockquote>"
    pages = pages_of(f"<div>mark<span>{body}</span></div>{text('t', 9)}", "blockquote { margin: 3px }")
    assert len(every_note(pages)) == 15
    assert all(page.lowest <= page.foot for page in pages)


def test_a_paragraph_that_goes_on_has_no_first_line_on_its_second_page() -> None:
    with notes_continued():
        document = HTML(string=f"<style>{PAGE} p::first-line {{ font-size: 5px }}</style>{text('t', 14)}").render()
    second = document.pages[1]._page_box
    sizes = {each.style["font_size"] for each in second.descendants() if isinstance(each, boxes.TextBox)}
    assert sizes == {10}


def test_weasyprint_is_left_as_it_was() -> None:
    from kirovbook.export.engine import LayoutContext, block, page  # noqa: PLC0415

    before = (block._linebox_layout, block.block_level_layout, page.remake_page, LayoutContext.layout_footnote)
    with notes_continued():
        assert block._linebox_layout is not before[0]
    assert before == (block._linebox_layout, block.block_level_layout, page.remake_page, LayoutContext.layout_footnote)
