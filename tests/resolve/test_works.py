"""Works, their names and their dates are told to the citation processor as the author meant them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from settled_books import Case, read_cases, works_of

from kirovbook.diagnostics import Place
from kirovbook.model.source import Field, Work
from kirovbook.resolve.dates import read_date
from kirovbook.resolve.latex import decode, decode_title
from kirovbook.resolve.names import read_names
from kirovbook.resolve.works import describe

HERE = Path(__file__).parent


@pytest.mark.parametrize("case", read_cases(HERE / "works.md"), ids=lambda case: case.title)
def test_works(case: Case):
    outcome = describe(works_of(case.blocks["bib"])[0], "a")
    assert outcome.value == json.loads(case.blocks["json"])
    assert [found.code for found in outcome.diagnostics] == (["B111"] if "date that is none" in case.title else [])


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ("Orlov, Alexander", {"family": "Orlov", "given": "Alexander"}),
        ("Alexander Orlov", {"family": "Orlov", "given": "Alexander"}),
        ("Ludwig van Beethoven", {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"}),
        (
            "van der Berg, Jr, Piet",
            {"family": "Berg", "given": "Piet", "dropping-particle": "van der", "suffix": "Jr"},
        ),
        ("{NKVD}", {"literal": "NKVD"}),
        ("Kirov", {"family": "Kirov"}),
        ("Sergei {Kirov Kostrikov}", {"family": "Kirov Kostrikov", "given": "Sergei"}),
        ("C.~I.~P. Ferdinand", {"family": "Ferdinand", "given": "C. I. P."}),
        ("Bo{\\'e}tie, {\\'E}tienne", {"family": "Boétie", "given": "Étienne"}),
    ],
)
def test_a_name(written: str, family: dict[str, str]):
    assert read_names(written) == [family]


def test_names_part_only_outside_braces():
    assert [name.get("family") or name["literal"] for name in read_names("A, B and {C and D} AND E, F")] == [
        "A",
        "C and D",
        "E",
    ]


@pytest.mark.parametrize("written", ["1934-13", "34-1-1-1", "foo", "", "1934/foo", "1934-02-99", "XXXX", "c. 1934"])
def test_no_date(written: str):
    assert read_date(written) is None


def test_a_decade_in_another_language_is_no_english_word():
    assert read_date("193X", in_english=False) == {"literal": "193-"}


LATEX = st.text(alphabet="\\{}$~`'\"-^ abé%&_#", max_size=60)


@given(LATEX)
def test_any_latex_is_decoded(text: str):
    assert "\ue000" not in decode(text)
    assert decode_title(text).count("<span") == decode_title(text).count("</span>")


def test_nothing_of_a_title_is_lost():
    title = r"50% of {\'E}tienne's ``{GPU}'' \& \emph{Kirov} -- 1932--1939 \foo{bar}"
    assert decode(title) == "50% of Étienne's “GPU” & <i>Kirov</i> – 1932–1939 bar"
    assert decode("{" * 500 + "deep" + "}" * 500) == "deep"


FIELDS = ["author", "title", "subtitle", "date", "year", "month", "pages", "publisher", "library", "number", "langid"]


@given(
    st.sampled_from(["book", "article", "misc", "letter", "nonsense"]),
    st.dictionaries(st.sampled_from(FIELDS), st.one_of(LATEX, st.text(max_size=20))),
)
def test_any_work_is_described(kind: str, fields: dict[str, str]):
    place = Place("a.bib", 1)
    work = Work("k", kind, tuple(Field(name, value, place) for name, value in fields.items()), place)
    item = describe(work, "id").value
    assert item["id"] == "id"
    json.dumps(item)
