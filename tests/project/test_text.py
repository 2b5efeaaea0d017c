"""An author's file becomes text, or the first thing that is wrong with it is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.diagnostics import WARNING, Outcome, Place
from kirovbook.project.text import decode


def said(outcome: Outcome[str | None]) -> list[str]:
    return [f"{one.place.line}:{one.place.column} {one.code} {one.message}" for one in outcome.diagnostics]


@pytest.mark.parametrize(("data", "text"), [
    (b"", ""),
    (b"a\r\nb\rc\n", "a\nb\nc\n"),
    (b"\xef\xbb\xbf# T", "# T"),
    ("Киров\t漢".encode(), "Киров\t漢"),
])
def test_text_is_read(data: bytes, text: str) -> None:
    assert decode(data, "f") == Outcome(text)


def test_the_first_bad_byte_is_named_and_the_rest_is_read() -> None:
    outcome = decode("é1\r\né2 ".encode() + b"\x93quoted\x94", "f")
    assert outcome.value == "é1\né2 \ufffdquoted\ufffd"
    assert said(outcome) == ["2:4 M201 the byte 0x93 is not UTF-8"]
    assert outcome.diagnostics[0].hint == "save the file as UTF-8; in Windows-1252 this byte is '“'"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised(encoding: str) -> None:
    outcome = decode("# A chapter\r\n\r\nwith words\r\n".encode(encoding), "f")
    assert outcome.value == "# A chapter\n\nwith words\n"
    assert said(outcome) == ["1:1 M201 the file is in UTF-16, not in UTF-8"]
    assert outcome.diagnostics[0].severity is WARNING


@pytest.mark.parametrize("data", [b"PK\x03\x04zip", b"%PDF-1.7", b"{\\rtf1", b"\x89PNG\r\n", b"\x00\x01\x02ab" * 9])
def test_a_file_that_is_no_text_is_left_out(data: bytes) -> None:
    outcome = decode(data, "f")
    assert outcome.value is None
    assert [one.code for one in outcome.diagnostics] == ["M203"]


def test_control_characters_are_replaced_by_what_they_mean() -> None:
    outcome = decode("a\nb\x0bc\x1fd\u2028e\x07f".encode(), "f")
    assert outcome.value == "a\nb c\u00add e\ufffdf"
    assert said(outcome) == ["2:2 M202 U+000B is a control character, not a letter, the first of 4 in this file"]


@given(st.binary())
def test_any_bytes_can_be_read(data: bytes) -> None:
    outcome = decode(data, "f")
    lines = (outcome.value or "").split("\n")
    for found in outcome.diagnostics:
        assert found.place == Place("f", found.place.line, found.place.column)
        assert found.place.line <= len(lines)
        assert found.place.column <= len(lines[found.place.line - 1]) + 1
    if outcome.value is not None:
        assert not set(outcome.value) & set("\r\0\x0b\x0c\x85\u2028")


LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff\ufeff")


@given(st.text(LETTERS, min_size=1))
def test_a_text_without_controls_is_kept_as_it_is(text: str) -> None:
    outcome = decode(text.encode(), "f")
    if outcome.diagnostics:
        assert text.startswith(("%PDF-", "{\\rtf"))
    else:
        assert outcome.value == text
