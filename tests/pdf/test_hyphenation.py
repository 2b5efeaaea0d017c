"""Words are divided where the author says: seen at the ends of the lines of a narrow page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from small_books import IDENTITY, PRINT, noted_book, with_edition

from kirovbook.arrange.matter import arrange
from kirovbook.arrange.pages import PageNumbers
from kirovbook.check.pdf_integrity import prove_pdf
from kirovbook.check.tags_integrity import prove_tags
from kirovbook.export.engine import line_break
from kirovbook.export.hyphenation import divided_as_said
from kirovbook.export.pdf import lay_out, write_pdf
from kirovbook.export.press import Press, StyleSheet, house_style
from kirovbook.model.blocks import Paragraph
from kirovbook.model.index import SourceIndex
from kirovbook.model.inlines import Emphasis, Text
from kirovbook.model.typography import Typography

BOOK = noted_book(chapters=1, paragraphs=1, notes_each=0)
NARROW = "@page { margin: 60pt 160pt } @page :left { margin: 60pt 160pt } @page :right { margin: 60pt 160pt }"
CITIES = "".join(f"{'o' * length} Leningrad, {'a' * length} LENINGRAD’S, " for length in range(1, 16))


def in_a_column(folder: Path, words: str, *divisions: str, variant: str = "", lang: str = "en-GB") -> str:
    """Set words in a column of some 25 letters, upright and slanted, prove them, and give the pages' text."""
    (chapter,), edition = BOOK.chapters, with_edition(variant=variant) if variant else PRINT
    block = Paragraph((Text(words), Emphasis((Text(words),))), chapter.place)
    book = replace(BOOK, chapters=(replace(chapter, blocks=(block,), notes=()),), sources=(), index=SourceIndex(),
                   identity=replace(IDENTITY, lang=lang), typography=Typography(divisions=divisions))
    styles = (house_style("book"), StyleSheet(NARROW, folder, "styles/own.css"))
    laid, found = lay_out(arrange(book, edition), Press(folder, styles, PRINT.place), PageNumbers({}))
    assert (laid is not None, found) == (True, ())
    written = write_pdf(laid)
    assert prove_pdf(written, laid.arranged, laid.labels, laid.anchors) == ()
    if variant:
        assert prove_tags(written, laid.arranged) == ()
    with pypdfium2.PdfDocument(BytesIO(written)) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def line_ends(text: str) -> set[str]:
    """Give what stands before a hyphen at the end of a line, as far as it begins a city."""
    ends = {line.split()[-1].rstrip("‐") for line in text.splitlines() if line.endswith("‐")}
    return {end for end in ends if end.upper().startswith("L")}


def test_without_the_authors_word_the_dictionary_divides(tmp_path: Path) -> None:
    assert {"Lenin", "LEN"} <= line_ends(in_a_column(tmp_path, CITIES))


@pytest.mark.parametrize("division", ["Leni-ngrad", "leni-ngrad", "LENI-NGRAD"])
def test_a_word_is_divided_at_the_authors_hyphens_alone(tmp_path: Path, division: str) -> None:
    assert line_ends(in_a_column(tmp_path, CITIES, division)) == {"Leni", "LENI"}


def test_two_letters_may_stand_before_an_authors_hyphen(tmp_path: Path) -> None:
    assert {"Le", "LE"} <= line_ends(in_a_column(tmp_path, CITIES, "Le-nin-grad")) <= {
        "Le", "Lenin", "LE", "LENIN",
    }


def test_a_word_without_a_hyphen_is_never_divided(tmp_path: Path) -> None:
    text = in_a_column(tmp_path, CITIES, "Kirov", "Leningrad")
    assert line_ends(text) == set()
    assert text.count("Leningrad") == 2 * 15


def test_a_word_is_the_authors_only_if_it_is_whole(tmp_path: Path) -> None:
    longer = CITIES.replace("Leningrad", "Leningraders")
    assert "Lenin" in line_ends(in_a_column(tmp_path, longer, "Leningrad", "ningraders"))


def test_other_words_of_a_line_are_divided_as_ever(tmp_path: Path) -> None:
    lines = in_a_column(tmp_path, CITIES.replace("a", "representatives "), "Leningrad").splitlines()
    ends = [line.split()[-1] for line in lines if line.endswith("‐")]
    assert any("representatives".startswith(end.rstrip("‐")) for end in ends)


def test_a_word_in_cyrillic_is_divided_too(tmp_path: Path) -> None:
    words = "".join(f"{'о' * length} Ленинград, " for length in range(1, 16))
    lines = in_a_column(tmp_path, words, "Ленинг-рад", lang="ru").splitlines()
    ends = {line.split()[-1] for line in lines if "Л" in line}
    assert "Ленинг‐" in ends
    assert not ends & {"Ле‐", "Лен‐", "Лени‐", "Ленин‐", "Ленингр‐"}


def test_the_tags_have_the_word_whole(tmp_path: Path) -> None:
    text = in_a_column(tmp_path, CITIES, "Leni-ngrad", variant="pdf/ua-1")
    # So pdfium tells a hyphen that is the line's and not the word's.
    assert "Leni\x02ngrad" in text
    assert "Lenin\x02grad" not in text


def test_the_dictionaries_are_put_back() -> None:
    original = line_break.pyphen
    with divided_as_said(("Le-nin-grad", "O'Bri-en")):
        dictionary = line_break.pyphen.Pyphen(lang="en_GB", left=3, right=3)
        assert list(dictionary.iterate("O’BRIEN")) == [("O’BRI", "EN")]
        assert [first for first, _ in dictionary.iterate("Leningrad’s")] == ["Lenin", "Le"]
    assert line_break.pyphen is original
