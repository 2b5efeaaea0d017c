"""A text in an old encoding is read in it where it is sure which; else nothing is guessed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.diagnostics import ERROR, WARNING
from kirovbook.project.encodings import guess_encoding
from kirovbook.project.text import decode

RUSSIAN = "@book{belov1925, author = {Белов, Пётр}, title = {История одного города}, location = {Ленинград}}"


@pytest.mark.parametrize(("text", "encoding", "name"), [
    ("@book{a, author = {Müller, Jane}, title = {Rivers}}", "latin-1", "Latin-1"),
    ("Über die Straße ging Müller, größer als je zuvor.", "latin-1", "Latin-1"),
    ("He said “it is so” — and it’s so.", "cp1252", "Windows-1252"),
    ("L’été dernier, à l’œuvre : « oui » dit-il — ça va", "cp1252", "Windows-1252"),
    ("España en los años treinta", "latin-1", "Latin-1"),
    ("Ærø og Tromsø på høsten", "latin-1", "Latin-1"),
    ("it cost 5 €", "cp1252", "Windows-1252"),
    (RUSSIAN, "cp1251", "Windows-1251"),
    (RUSSIAN, "koi8-r", "KOI8-R"),
    (RUSSIAN, "cp866", "CP866"),
    (RUSSIAN, "mac-cyrillic", "Mac Cyrillic"),
    ("убийство", "koi8-r", "KOI8-R"),
    ("убийство", "cp1251", "Windows-1251"),
    ("Příběh české země, Dvořák", "cp1250", "Windows-1250"),
    ("Příběh české země a žluťoučký kůň", "iso-8859-2", "Latin-2"),
    ("Dzieje miasta Gdańska, źródła", "cp1250", "Windows-1250"),
    ("Petőfi Sándor, gyűjtő", "cp1250", "Windows-1250"),
    ("Ιστορία της πόλης", "cp1253", "Windows-1253"),
    ("Müller, Jörg: Größe und “Ehre”", "mac-roman", "Mac Roman"),
])
def test_an_encoding_is_known_by_its_words(text: str, encoding: str, name: str) -> None:
    outcome = decode(f"first\r\n{text}\r\n".encode(encoding), "f")
    assert outcome.value == f"first\n{text}\n"
    (found,) = outcome.diagnostics
    assert (found.severity, found.code, found.message) == (WARNING, "M201", f"the file is in {name}, not in UTF-8")
    first = next(index for index, sign in enumerate(text) if sign > "\x7f")
    assert (found.place.line, found.place.column, found.length) == (2, first + 1, 1)


@pytest.mark.parametrize(("text", "encoding"), [
    ("日本の歴史と文化", "shift-jis"),
    ("中国历史与文化", "gbk"),
    ("ספר ההיסטוריה", "cp1255"),
    ("Türkiye'nin şehirleri ığdır", "cp1254"),
])
def test_what_is_not_sure_is_not_guessed(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert guess_encoding(data) is None
    (found,) = decode(data, "f").diagnostics
    assert (found.severity, found.code) == (ERROR, "M201")


@pytest.mark.parametrize(
    "line", ["% Encoding: Shift_JIS", "% -*- coding: shift_jis -*-", "% !TeX encoding = SHIFT-JIS"]
)
def test_a_first_line_may_name_the_encoding(line: str) -> None:
    text = f"{line}\n@book{{a, title = {{日本の歴史}}}}"
    assert decode(text.encode("shift-jis"), "f").value == text


@pytest.mark.parametrize("line", ["% Encoding: UTF-8", "% Encoding: rot13", "% Encoding: nonsense"])
def test_a_first_line_that_is_wrong_is_not_believed(line: str) -> None:
    text = f"{line}\nMüller und Söhne"
    assert decode(text.encode("latin-1"), "f").value == text


def test_a_few_wrong_bytes_in_utf_8_are_damage() -> None:
    outcome = decode("à la carte à Paris ".encode() + b"\xe9", "f")
    assert outcome.value == "à la carte à Paris \ufffd"
    assert outcome.diagnostics[0].severity is ERROR


def test_ten_megabytes_take_no_long_time() -> None:
    start = time.process_time()
    assert decode("Über die Straße ging Müller.\n".encode("latin-1") * 350_000, "f").value
    assert decode(b"a" * 10_000_000 + b"\xe9", "f").value
    assert time.process_time() - start < 5


@given(st.binary())
def test_any_bytes_get_one_answer(data: bytes) -> None:
    assert guess_encoding(data) == guess_encoding(data)
