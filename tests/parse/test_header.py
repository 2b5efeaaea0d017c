"""A header is read with the place of each value, and whatever is wrong with it is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.parse.header import Mapping, Scalar, Sequence, Value, read_header

FILE = "manuscript/sources/01-a.md"


def plain(value: Value) -> object:
    match value:
        case Scalar(words):
            return words
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key.words: plain(item) for key, item in entries}


def test_values_are_the_authors_words() -> None:
    header = "id: orlov\ndate: 1953\nlabel: '2'\nyes: no\nnone: ~\nrights: {until: 2043}\nq: [a, {text: b}]"
    text = f"---\n{header}\n---\nBody\n"
    read = read_header(text, FILE)
    assert plain(read.value.header) == {
        "id": "orlov",
        "date": "1953",
        "label": "2",
        "yes": "no",
        "none": "",
        "rights": {"until": "2043"},
        "q": ["a", {"text": "b"}],
    }
    assert (read.value.body, read.value.first_line, read.diagnostics) == ("Body\n", 10, ())


def test_values_know_their_places() -> None:
    text = '---\ntitle: "A \'b\'"\nq:\n  - plain [@a]\n  - "a\\u0301"\n  - |\n    two\n    lines\n---\n'
    header = read_header(text, FILE).value.header
    title, questions = header.get("title"), header.get("q")
    assert isinstance(title, Scalar)
    assert (title.place.line, title.place.column, title.verbatim) == (2, 9, True)
    assert isinstance(questions, Sequence)
    found = [
        (item.place.line, item.place.column, item.verbatim) for item in questions.items if isinstance(item, Scalar)
    ]
    assert found == [
        (4, 5, True),
        (5, 5, False),
        (6, 5, False),
    ]


@pytest.mark.parametrize(
    ("text", "body", "first_line"),
    [
        ("Words\n", "Words\n", 1),
        ("", "", 1),
        ("---\n\nWords", "---\n\nWords", 1),
        ("---\nid: a\n---\n\nWords", "\nWords", 4),
        ("---\nid: a\n...\nWords", "Words", 4),
        ("---\nid: a\n---", "", 3),
        ("---\n---\nWords", "Words", 3),
        ("---\nA line under a rule.\n", "---\nA line under a rule.\n", 1),
        ("----\nid: a\n----\n", "----\nid: a\n----\n", 1),
    ],
)
def test_a_file_is_parted_where_the_header_ends(text: str, body: str, first_line: int) -> None:
    read = read_header(text, FILE)
    assert (read.value.body, read.value.first_line, read.diagnostics) == (body, first_line, ())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("a: b: c", "F101 2:5"),
        ("a: [b", "F101 3:1"),
        ("id: x\n\ttitle: y", "F101 3:1"),
        ('a: "\\U00110000"', "F101 2:1"),
        ('a: "\\ud800"', "F101 2:4"),
        ("a: \x07", "F101 2:4"),
        ("- a\n- b", "F103 2:1"),
        ("words", "F103 2:1"),
        ("a: &x [b]\nc: *x", "F107 3:4"),
        ("a: " + "[" * 20 + "]" * 20, "F107 2:14"),
        ("a: " + "x" * 70_000, "F107 1:1"),
        ("a: 1\nb: 2\na: 3", "F106 4:1"),
        ("? [a]\n: b", "F105 2:3"),
        ("%YAML 1.1", "F101 3:1"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(header: str, expected: str) -> None:
    read = read_header(f"---\n{header}\n---\nBody\n", FILE)
    (found,) = read.diagnostics
    assert f"{found.code} {found.place.line}:{found.place.column}" == expected
    assert read.value.body == "Body\n"
    assert read.value.is_sound == (found.code in {"F105", "F106"})


def test_a_header_never_closed_is_an_error_and_stays_text() -> None:
    read = read_header("---\nid: a\n\nWords", FILE)
    assert [found.code for found in read.diagnostics] == ["F102"]
    assert read.value.body == "---\nid: a\n\nWords"


def test_aliases_cannot_grow() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    read = read_header("---\n" + "\n".join(lines) + "\n---\n", FILE)
    assert [found.code for found in read.diagnostics] == ["F107"]


SIGNS = st.sampled_from([*":-[]{}&*!|>'%@`#?,\n \tab\\", '"'])


@given(st.text(alphabet=st.one_of(SIGNS, st.characters()), max_size=60))
def test_any_header_is_read(text: str) -> None:
    whole = f"---\n{text}\n---\nBody"
    lines = whole.split("\n")
    for found in read_header(whole, FILE).diagnostics:
        assert 1 <= found.place.line <= len(lines)
        assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1
