"""A quotation is held against its source, however it is edited, in any text, and fast."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quoted_books import judged, passages, source_file

from kirovbook.lint.quotations import Verdict
from kirovbook.lint.quotations.tokens import words_of

PATIENCE = 10  # seconds of the processor; a second is usual
SOURCES = passages(random.Random(3), 6)


def verdicts(chapter: str, folder: Path) -> list[Verdict]:
    sources = [source_file(number, " ".join(sentences)) for number, sentences in enumerate(SOURCES)]
    return [one.verdict for one in judged(f"# One\n\n{chapter}\n", sources, folder).judged]


@given(number=st.integers(0, 5), at=st.integers(0, 7), how=st.sampled_from([
    "“{0}” (see [@src:{1}]).", "He wrote: “{0}”[@w{2}]", '"{0}"[@w{2}]', "‘{0}’[@w{2}]", "«{0}» [@w{2}]",
    "> {0} [@w{2}]", "“*{0}*”[^n]\n\n[^n]: [@w{2}].", "“{0}”",
]))  # fmt: skip
@settings(max_examples=12)
def test_a_sentence_of_a_source_is_identical(
    number: int, at: int, how: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = how.format(SOURCES[number][at], f"s{number}", number)
    assert verdicts(text, tmp_path_factory.mktemp("book")) == [Verdict.IDENTICAL]


@given(number=st.integers(0, 5), at=st.integers(0, 6), cut=st.integers(3, 5), how=st.sampled_from([
    "ellipsis", "brackets", "letter", "inserted", "two sentences",
]))  # fmt: skip
@settings(max_examples=12)
def test_what_an_editor_does_is_no_difference(
    number: int, at: int, cut: int, how: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sentence = SOURCES[number][at]
    said = sentence.split(" ")
    edited = {
        "ellipsis": " ".join([*said[:cut], "…", *said[cut + 1 :]]),
        "brackets": " ".join([*said[:cut], "[. . .]", *said[cut + 1 :]]),
        "letter": f"[{sentence[0].lower()}]{sentence[1:]}",
        "inserted": " ".join([*said[:cut], "[of the town]", *said[cut:]]),
        "two sentences": f"{sentence} {SOURCES[number][at + 1]}",
    }[how]
    assert verdicts(f"“{edited}”[@w{number}]", tmp_path_factory.mktemp("book")) == [Verdict.IDENTICAL]


@pytest.mark.parametrize(("passage", "said"), [
    ("He and his men and his boys came to the old town.", "He and his men … and his boys came to the old town."),
    ("We went to the old house and to the mill.", "We went to … house and to the mill."),
    ("It was very very late when we came to the town.", "It was very … late when we came to the town."),
    ("It was very very late when we came to the town.", "It … very late when we came to the town."),
    ("Comrades, whatever they say, we have to go on.", "Comrades … we have to go on."),
    ("Go, and go at once, and go on to the end.", "Go … go on to the end."),
])  # fmt: skip
def test_a_word_that_comes_again_near_an_ellipsis_is_no_difference(passage: str, said: str, tmp_path: Path) -> None:
    (one,) = judged(f"# One\n\nHe wrote: “{said}”[@w0]\n", [source_file(0, passage)], tmp_path).judged
    assert one.verdict is Verdict.IDENTICAL


@pytest.mark.parametrize(("number", "at", "cut"), [(0, 3, 4), (0, 6, 3), (4, 6, 4)])
def test_a_part_is_not_drawn_to_a_word_of_its_neighbour(number: int, at: int, cut: int, tmp_path: Path) -> None:
    said = SOURCES[number][at].split(" ")
    # A word beside the one left out stands a second time in the sentence.
    assert len(set(said)) < len(said)
    assert verdicts(f"“{' '.join([*said[:cut], '…', *said[cut + 1 :]])}”[@w{number}]", tmp_path) == [Verdict.IDENTICAL]


@given(number=st.integers(0, 5), at=st.integers(0, 7), word=st.integers(1, 7))
@settings(max_examples=12)
def test_one_letter_is_a_difference_at_its_word(
    number: int, at: int, word: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = SOURCES[number][at].split(" ")
    said[word] = f"{said[word]}x" if not said[word].endswith(".") else f"x{said[word]}"
    text = f"“{' '.join(said)}”[@w{number}]"
    sources = [source_file(one, " ".join(sentences)) for one, sentences in enumerate(SOURCES)]
    (one,) = judged(f"# One\n\n{text}\n", sources, tmp_path_factory.mktemp("book")).judged
    assert one.verdict is Verdict.DIFFERING
    assert text[one.place.column - 1 :].startswith(said[word].rstrip("."))


@given(number=st.integers(0, 5), at=st.integers(0, 7), other=st.integers(1, 5))
@settings(max_examples=8)
def test_words_of_another_source_are_told(
    number: int, at: int, other: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = f"“{SOURCES[number][at]}” (see [@src:s{(number + other) % 6}])."
    assert verdicts(text, tmp_path_factory.mktemp("book")) == [Verdict.OTHER_SOURCE]


SCRAPS = st.sampled_from([
    "“", "”", '"', "'", "‘", "’", "«", "»", "„", "> ", "\n", "\n\n", "[@src:s0]", "[@w1, p. 3]", "[^1]", "[^1]: ", "^[",
    "]", "[", "(", ")", "...", "…", ". . .", "[...]", "[h]e ", "*", SOURCES[0][0], SOURCES[1][1], " ", "Word ", "<!-- ",
    "-->", "`", ":::\n", "::: extract\n", "---\n", "é", "@", "{", "}",
])  # fmt: skip


@given(text=st.one_of(st.lists(SCRAPS, max_size=30).map("".join), st.text(max_size=200)))
@settings(max_examples=25)
def test_in_any_text_every_place_exists(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("book")
    text = text.replace("\r", "").replace("\0", "").encode("utf-8", "ignore").decode()
    sources = [source_file(number, " ".join(sentences)) for number, sentences in enumerate(SOURCES[:2])]
    for one in judged(f"# One\n\n{text}\n", sources, folder).judged:
        lines = (folder / one.place.file).read_text(encoding="utf-8").split("\n")
        assert one.place.column + one.length <= len(lines[one.place.line - 1]) + 1
        for other in one.related:
            lines = (folder / other.place.file).read_text(encoding="utf-8").split("\n")
            assert other.place.column <= len(lines[other.place.line - 1]) + 1


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    for word in words_of(text, is_edited=True):
        assert 0 <= word.start < word.end <= len(text)


@pytest.mark.parametrize("text", [
    "“" * 200_000, '" ' * 100_000, "'a " * 60_000, "“ka ka ka ka ka” " * 10_000, "> ka\n" * 50_000, "[" * 100_000,
    "“[ka " * 30_000, ". . " * 50_000, "“ka[@src:s0] " * 10_000, "[^1]: “ka ka ka ka” [^1]\n\n" * 5_000,
])  # fmt: skip
def test_a_long_text_takes_no_long_time(text: str, tmp_path: Path) -> None:
    sources = [source_file(0, "ka " * 50_000), source_file(1, "“ka ro mi” " * 10_000)]
    judged("# One\n\nWords.\n", sources, tmp_path)
    (tmp_path / "manuscript/chapters/01.md").write_text(text, encoding="utf-8")
    from kirovbook.lint.quotations.finding import quoted_in  # noqa: PLC0415 - without the parser, which has its own test
    from kirovbook.project import ManuscriptFile  # noqa: PLC0415

    start = time.process_time()
    list(quoted_in((ManuscriptFile("a.md", text),), ()))
    assert time.process_time() - start < PATIENCE


def test_a_quotation_of_one_repeated_word_takes_no_long_time(tmp_path: Path) -> None:
    start = time.process_time()
    chapter = f"# One\n\n“{'ka ' * 4_000}”[@w0]\n"
    judged(chapter, [source_file(0, "ka " * 20_000)], tmp_path)
    assert time.process_time() - start < PATIENCE
