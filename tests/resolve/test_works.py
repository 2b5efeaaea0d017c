"""Works, their names and their dates are told to the citation processor as the author meant them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import get_default_latex_context_db
from settled_books import Case, read_cases, works_of

from kirovbook.diagnostics import Place
from kirovbook.model.source import Field, Work
from kirovbook.resolve.dates import read_date, read_months
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


@pytest.mark.parametrize(("written", "date"), [
    ("1934", {"date-parts": [[1934]]}),
    ("1934/1937", {"date-parts": [[1934], [1937]]}),
    ("1934/", {"date-parts": [[1934], [0]]}),
    ("1934/..", {"date-parts": [[1934], [0]]}),
    ("/1934", {"literal": "–1934"}),
    ("../1934", {"literal": "–1934"}),
    ("1934~", {"date-parts": [[1934]], "circa": True}),
    ("1934-12?", {"date-parts": [[1934, 12]], "circa": True}),
    ("1934/1937~", {"date-parts": [[1934], [1937]], "circa": True}),
    ("193X", {"literal": "1930s"}),
    ("19XX", {"literal": "1900s"}),
    ("192X/193X", {"literal": "1920s–1930s"}),
    ("1934-XX", {"date-parts": [[1934]]}),
    ("1934-12-XX", {"date-parts": [[1934, 12]]}),
    ("1934-21", {"date-parts": [[1934]], "season": 1}),
    ("1934-24", {"date-parts": [[1934]], "season": 4}),
    ("-0043", {"date-parts": [[-44]]}),
    ("0000", {"date-parts": [[-1]]}),
    ("2004-04-25T14:34:00+05:00/2004-04-26T14:37:06Z", {"date-parts": [[2004, 4, 25], [2004, 4, 26]]}),
    ("1934-12-01T12:00:00", {"date-parts": [[1934, 12, 1]]}),
])
def test_a_date(written: str, date: dict[str, object]):
    assert read_date(written) == date


@pytest.mark.parametrize(("written", "months"), [
    ("12", (12,)), ("dec", (12,)), ("December", (12,)), ("{Sept.}", (9,)), ("jan--feb", (1, 2)),
    ("July/August", (7, 8)), ("13", None), ("Brumaire", None), ("", None), ("1-2-3", None), ("ju", None), ("٣", None),
])
def test_months(written: str, months: tuple[int, ...] | None):
    assert read_months(written) == months


@pytest.mark.parametrize(("fields", "said"), [
    ("year = {c. 1934}", "'c. 1934' is not a date: write 1934~"),
    (
        "year = 1934, month = {Brumaire}",
        "'Brumaire' is not a month: write a number from 1 to 12, and the day in a field of its own",
    ),
    ("year = {1934--1937}", ""),
    ("date = {forthcoming}", ""),
    ("year = {[n.d.]}", ""),
])
def test_what_is_said_of_a_date(fields: str, said: str):
    found = describe(works_of(f"@book{{a, title = {{A}}, {fields}}}")[0], "a").diagnostics
    assert [f"{one.message}: {one.hint}" for one in found] == ([said] if said else [])


@pytest.mark.parametrize(("latex", "words"), [
    (r"{\'e}\'{e}\'e", "ééé"), (r"\v{s}\v s", "šš"), (r'\"o{\"o}', "öö"), (r"Stra{\ss}e", "Straße"), (r"{\'\i}", "í"),
    (r"\cyrk\cyri\cyrr", "кир"), (r"\CYRK", "К"), (r"\emph{Kirov} {\em x}", "<i>Kirov</i> <i>x</i>"),
    (r"$n$-gram", "n-gram"),
    (r"A~B", "A\u00a0B"), (r"R\&D", "R&D"), (r"1932--1939", "1932–1939"), (r"\href{http://a}{b}", "b"),
    (r"\texttt{x}", "x"),
    (r"\noopsort{a}1973", "1973"), (r"\foreignlanguage{german}{Wort}", "Wort"), (r"\mbox{A} \unknown{b}", "A b"),
    (r"\textcyrillic{Киров}", "Киров"), (r"\c{c}\H{o}\k{a}\r{a}\.z\^{\i}", "çőąåżî"),
    ("\\href", ""), ("\\foreignlanguage{a", "a"),
])
def test_latex_becomes_words(latex: str, words: str):
    assert decode(latex) == words


def test_a_command_without_its_argument_is_no_trouble():
    context = get_default_latex_context_db()
    names = [name for category in context.category_list for name in context.d[category]["macros"]]
    assert len(names) > 500
    for name in (*names, "href", "foreignlanguage", "mkbibquote"):
        for form in (r"\%s", r"{\%s}", r"\%s{", r"\%s{a}", r"\%s{a}{b}", r"x \%s y"):
            assert "\ue000" not in decode(form % name)


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
