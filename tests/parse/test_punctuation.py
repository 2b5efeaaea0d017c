"""Straight marks become those of the language, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.model.plain import plain_inlines
from kirovbook.parse.markdown import parse_inlines
from kirovbook.parse.punctuation import QUOTES, Run, RunKind, quotes_of, set_punctuation

ENGLISH = [
    ("'34 was the boys' year", "’34 was the boys’ year"),
    ("\"the 'n roll\" boys' game", "“the ’n roll” boys’ game"),
    ("\"a 'b' c\" 'x'", "“a ‘b’ c” ‘x’"),
    ("'34 and '35, the '30s", "’34 and ’35, the ’30s"),
    ("'34–'35", "’34–’35"),
    ("'34' is a number", "‘34’ is a number"),
    ("'tis don't the boys' game", "’tis don’t the boys’ game"),
    ("a--b --- c...", "a–b — c…"),
    ("----- and -", "—– and -"),
    ('"*word*" and *"word"* and "**a** b"', "“word” and “word” and “a b”"),
    ('("a") ["b"] —"c"— he said:"d"', "(“a”) [“b”] —“c”— he said:“d”"),
    ("\"'a' b\" and 'a \"b\"'", "“‘a’ b” and ‘a “b”’"),
    ('"never closed', "“never closed"),
    ("5' 10\" tall", "5’ 10” tall"),
    ('"..." "--a"', "“…” “–a”"),
    (r"\"x\" and \'y\' and &quot;z&quot;", '"x" and \'y\' and "z"'),
    ('`"x" -- y...` "z"', '"x" -- y... “z”'),
    ('<https://a.b/x--y> "z"', "https://a.b/x--y “z”"),
    ('"a"[@k] "[@k] b" "c.[@k]"', "“a” “ b” “c.”"),
    ('["ja"]{lang=de} "yes"', "„ja“ “yes”"),
    ("“already” ‘curled’", "“already” ‘curled’"),
]
OTHERS = [
    ("de", "\"Das 'so' ist\"", "„Das ‚so‘ ist“"),
    ("de-CH", '"so"', "«so»"),
    ("fr", '"Oui", dit-il; l\'homme', "«\u202fOui\u202f», dit-il; l’homme"),
    ("ru", '"да" и "нет"', "«да» и «нет»"),
    ("ru-RU", "\"да 'нет'\"", "«да „нет“»"),
    ("pl", '"tak"', "„tak”"),
    ("sv", '"ja"', "”ja”"),
    ("en-GB", '"yes"', "“yes”"),
    ("xx", '"yes"', "“yes”"),
]


def said(text: str, lang: str) -> str:
    return plain_inlines(parse_inlines(text, "a.md", 1, 1, lang).value)


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english(text: str, expected: str) -> None:
    assert said(text, "en") == expected


@pytest.mark.parametrize(("lang", "text", "expected"), OTHERS)
def test_other_languages(lang: str, text: str, expected: str) -> None:
    assert said(text, lang) == expected


def test_addresses_are_left_alone() -> None:
    (link,) = parse_inlines('[x](https://a.b/"x"--y...)', "a.md", 1, 1, "en").value
    assert link.target == "https://a.b/%22x%22--y..."


@given(st.text(alphabet=list("ab \"'-.,“()\n")), st.sampled_from(sorted(QUOTES)))
def test_only_marks_change(text: str, lang: str) -> None:
    (made,) = set_punctuation([Run(RunKind.WORDS, text)], lang)
    marks = re.compile("[" + re.escape("".join("".join(quotes) for quotes in QUOTES.values())) + "\"'’“…–—.-]")
    assert marks.sub("", made) == marks.sub("", text)


@given(st.lists(st.text(alphabet=list("ab \"'-")), max_size=6), st.sampled_from(["en", "de", "fr"]))
def test_it_makes_no_difference_where_emphasis_begins(pieces: list[str], lang: str) -> None:
    whole = "".join(pieces).replace("--", "-")
    parts = [Run(RunKind.WORDS, piece.replace("-", ".")) for piece in pieces]
    parted = [run for part in parts for run in (part, Run(RunKind.EDGE))]
    joined = set_punctuation([Run(RunKind.WORDS, "".join(part.words for part in parts))], lang)
    assert whole is not None
    assert "".join(set_punctuation(parted, lang)).replace("…", "...") == "".join(joined).replace("…", "...")


def test_an_unknown_language_is_set_as_english() -> None:
    assert quotes_of("tlh") == quotes_of("en")
    assert quotes_of("de_AT") == quotes_of("de")
