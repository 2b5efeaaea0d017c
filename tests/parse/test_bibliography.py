"""Every entry of a bibliography is read, or named by a diagnostic at its place."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.parse import bibtex
from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile
from kirovbook.project.text import decode
from kirovbook.resolve.works import describe

TABLE = (Path(__file__).parent / "bibliography.md").read_text("utf-8")
CASES = [
    (part.partition("\n")[0], *re.findall(r"^~~~ (?:bib|json|expected)\n(.*?)^~~~$", part, re.MULTILINE | re.DOTALL))
    for part in re.split(r"^## ", TABLE, flags=re.MULTILINE)[1:]
]


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_bibliography(title: str, text: str, expected: str):
    name = "works.json" if "JSON" in title else "works.bib"
    outcome = read_bibliography((ManuscriptFile(name, text),))
    lines = []
    for work in outcome.value:
        fields = (f"{one.name}@{one.place.line}:{one.place.column}={one.value}" for one in work.fields)
        lines.append(f"{work.key} {work.type} " + " ".join(fields))
    for found in outcome.diagnostics:
        places = (found.place, *(related.place for related in found.related))
        lines.append(f"{found.code} " + " ".join(f"{place.line}:{place.column}" for place in places))
    works, said = lines[: len(outcome.value)], lines[len(outcome.value) :]
    wanted = expected.splitlines()
    assert works == wanted[: len(works)]
    assert sorted(said) == sorted(wanted[len(works) :])


def test_two_files_are_one_bibliography():
    first = ManuscriptFile("a.bib", "@book{a, title = {A}, crossref = {b}}")
    second = ManuscriptFile("b.bib", "@collection{b, publisher = {P}}\n@book{a, title = {Z}}")
    outcome = read_bibliography((first, second))
    assert [(work.key, work.get("publisher")) for work in outcome.value] == [("a", "P"), ("b", "P")]
    (found,) = outcome.diagnostics
    assert (found.code, str(found.place), str(found.related[0].place)) == ("B102", "b.bib:2:1", "a.bib:1:1")


SCRAPS = st.sampled_from(
    [*'@{}",=#%()\n\\ ', "@book{", "@string{x=", "title", "a", "1934", "crossref={a}", "@article{a,", "é", "\t", "jan"]
)


@given(st.lists(SCRAPS, max_size=60).map("".join), st.sampled_from(["a.bib", "a.json"]))
def test_any_text_is_read_and_every_place_exists(text: str, name: str):
    outcome = read_bibliography((ManuscriptFile(name, text),))
    lines = text.split("\n")
    places = [found.place for found in outcome.diagnostics]
    places += [place for work in outcome.value for place in (work.place, *(one.place for one in work.fields))]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.lists(st.sampled_from(["@book{k%d, title = {A {B} c}}", "@misc{k%d,\n  date = 1934\n}"]), max_size=8))
def test_no_good_entry_is_lost_behind_a_bad_one(entries: list[str]):
    text = "\n@book{bad, title = {open\n".join(entry % number for number, entry in enumerate(entries))
    outcome = read_bibliography((ManuscriptFile("a.bib", text),))
    assert [work.key for work in outcome.value] == [f"k{number}" for number in range(len(entries))]
    assert len(outcome.diagnostics) == max(0, len(entries) - 1)


HEAD = re.compile(r"^[ \t]*@[ \t]*(?!(?:string|comment|preamble)\b)\w+[ \t\n]*[{(]", re.IGNORECASE | re.MULTILINE)
REMARK = re.compile(r"^@comment\{\n@book\{gone.*\n\}$", re.MULTILINE)
FIXTURES = sorted({*Path(__file__).parents[1].rglob("*.bib"), Path(__file__).parents[2] / "bibliography.bib"})
ENOUGH = 4_000_000  # bytes to read in all; a longer file is cut at fewer places
MANY_FORMS = """\ufeff% Encoding: UTF-8
@string{yup = "Yale " # {University Press}}\r
@book{orlov1953,
  author = {Orlov, Alexander and {NKVD} and others}, title = "The {Secret} History", % a remark
  publisher = yup # { in } # "London", year = 1953, month = dec,
  file = {C:\\Books\\},
}
@comment{
@book{gone, title = {Gone}}
}
@article(ki{rov}
@Article(kirov:1934, title = {S. M. Kirov: «Речь»}, pages = {12--15,20}, date = {1934-12-01/})\r
@preamble{"x"}
@misc{ends, crossref = {orlov1953}, xdata = {ends}, note = "a \\"o {"} b"}"""


def everything_is_used_or_told(data: bytes) -> None:
    """Hold what was read against each head that the text has."""
    text = decode(data, "a.bib").value or ""
    outcome = read_bibliography((ManuscriptFile("a.bib", text),))
    told = {work.place.line for work in outcome.value} | {found.place.line for found in outcome.diagnostics}
    for head in HEAD.finditer(REMARK.sub(lambda remark: re.sub(r"[^\n]", " ", remark[0]), text)):
        line = text.count("\n", 0, text.index("@", head.start())) + 1
        assert line in told, (line, text[: head.end()][-80:])
    lines = text.split("\n")
    for place in (found.place for found in outcome.diagnostics):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    for work in outcome.value[-1:]:  # the others have been described at an earlier cut
        describe(work, "x")


@pytest.mark.parametrize("file", [*FIXTURES, None], ids=lambda file: file.parent.name if file else "many forms")
def test_a_bibliography_cut_off_anywhere_loses_nothing_in_silence(file: Path | None):
    data = file.read_bytes() if file else MANY_FORMS.encode()
    step = 1 + len(data) ** 2 // ENOUGH
    for cut in range(0, len(data) + 1, step):
        everything_is_used_or_told(data[:cut])


GOOD = '{"id": "k%d", "type": "book", "author": [{"family": "A"}, {"family": "B"}]}'
BAD = st.sampled_from(
    ['{"id": "bad", "author": [{"family": C}, {"family": "D"}]}', '{"id": }', '"x"', "{}", '{"type": "book"}']
)


@given(st.lists(BAD, min_size=1, max_size=6))
def test_no_good_item_is_lost_behind_a_bad_one(bad: list[str]):
    items = [item for number, one in enumerate(bad) for item in (one, GOOD % number)]
    outcome = read_bibliography((ManuscriptFile("a.json", "[" + ",\n".join(items) + "]"),))
    assert [work.key for work in outcome.value] == [f"k{number}" for number in range(len(bad))]
    assert {found.place.line for found in outcome.diagnostics if found.code == "B101"} >= {
        number * 2 + 1 for number in range(len(bad))
    }


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["1934", "a, b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "type", "author", "issued", "date-parts", "family", "literal", "raw", "season", "page",
                         "items", "circa", "given", "title", "citation-key", "suffix"]), inner, max_size=6),
    max_leaves=25,
))
def test_any_json_is_read_and_described(value: object):
    text = json.dumps(value, indent=1)
    outcome = read_bibliography((ManuscriptFile("a.json", text),))
    lines = text.split("\n")
    for found in (*outcome.diagnostics, *(seen for work in outcome.value for seen in describe(work, "x").diagnostics)):
        assert 1 <= found.place.line <= len(lines)
        assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1


@pytest.mark.parametrize(
    "scrap", ["{", "[", '{"id": ', '{"a":}, ', '{"id": "a"}, ', '"', "},{", '{"items": [', ", ", "9"]
)
def test_long_json_takes_no_long_time(scrap: str):
    start = time.process_time()
    for before in ("", "[", '{"id": "a", "x": '):
        read_bibliography((ManuscriptFile("a.json", before + scrap * (200_000 // len(scrap))),))
    assert time.process_time() - start < PATIENCE


BIBTEX = st.sampled_from([
    *'@{}",=#%()\n\\ ~$&', "\n@book{", "\n@misc(k", "\n@string{x=", "@comment{", "title = ", "{a}", "a,", "1934",
    "date = {1934/}", "crossref={a}", "\n@article{a,", "é", "\t", "jan", "author = {", "family=A, given=B", " and ",
    "\\'e", "\\emph{", "{\\i}", "month = {", "xdata={a}", "{xdata=a-title-9}", "year = {193X}", "-", "url={\\url{",
])  # fmt: skip


@given(st.lists(BIBTEX, max_size=50).map("".join))
def test_any_bibliography_is_read_and_described(text: str):
    outcome = read_bibliography((ManuscriptFile("a.bib", text),))
    lines = text.split("\n")
    for found in (*outcome.diagnostics, *(seen for work in outcome.value for seen in describe(work, "x").diagnostics)):
        assert 1 <= found.place.line <= len(lines)
        assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1


PIECES = st.sampled_from(["@book{k,\n", "title = {a},\n", "title = {a\n", "}\n", '"\n', "x = y\n", "@misc(z\n"])


@given(st.lists(PIECES))
def test_no_head_disappears(pieces: list[str]):
    text = "".join(pieces)
    outcome = read_bibliography((ManuscriptFile("a.bib", text),))
    told = {work.place.line for work in outcome.value} | {found.place.line for found in outcome.diagnostics}
    assert {number for number, line in enumerate(text.split("\n"), 1) if line.startswith("@")} <= told


@pytest.mark.parametrize("scrap", [
    "@", "@book{", "@comment{", "@book{a, ", "{", '"', "@string{a = a # ", "@a(", "x = y, ", "@book{a,b\n", "%", "# ",
    "}", "\n@", "@,", "@book{a, t = {x} u = ", "@x ", "   ", "@misc{a, crossref = {b}}", "@misc{k, x = yy}\n", "a=1\n",
])  # fmt: skip
def test_a_long_text_takes_no_long_time(scrap: str):
    start = time.process_time()
    read_bibliography((ManuscriptFile("a.bib", scrap * (200_000 // len(scrap))),))
    read_bibliography((ManuscriptFile("a.bib", "@misc{a, t = " + scrap * (200_000 // len(scrap))),))
    assert time.process_time() - start < PATIENCE


PATIENCE = 10  # seconds; a fifth of one is usual, and quadratic time takes minutes


def test_abbreviations_that_double_one_another_do_not_fill_the_memory():
    doubling = "\n".join(f"@string{{a{number + 1} = a{number} # a{number}}}" for number in range(60))
    text = "@string{a0 = {xx}}\n" + doubling + "\n@book{a, title = a60 # a60}"
    (work,) = read_bibliography((ManuscriptFile("a.bib", text),)).value
    assert len(work.get("title")) == 20_000


def test_an_abbreviation_of_one_file_is_known_in_the_next():
    first, second = ManuscriptFile("a.bib", "@string{x = {X}}"), ManuscriptFile("b.bib", "@book{b, title = x}")
    assert read_bibliography((first, second)).diagnostics == ()
    (found,) = read_bibliography((second, first)).diagnostics
    assert (found.code, found.message) == ("B104", "the @string 'x' is defined only further down")


def test_the_nearest_type_is_said():
    (found,) = read_bibliography((ManuscriptFile("a.bib", "@articles{a, title = {A}}"),)).diagnostics
    assert found.message == "'articles' is not a type of work; it is taken for 'article'"
    assert found.hint == "write @article"


ROOT = Path(__file__).parents[2]
SOUND = [
    ROOT / "bibliography.bib",
    ROOT / "kirovbook/house/starter/bibliography.bib",
    *sorted((ROOT / "tests/resolve").glob("*.bib")),
]


def not_called(*_: object) -> None:
    raise AssertionError("a sound file needs no salvage")


@pytest.mark.parametrize("file", SOUND, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_sound_file_is_read_by_bibtexparser_alone(file: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    parse_string = bibtex.entrypoint.parse_string

    def parse(text: str, **options: object) -> object:
        asked.append(text)
        return parse_string(text, **options)

    monkeypatch.setattr(bibtex.entrypoint, "parse_string", parse)
    monkeypatch.setattr(bibtex.Salvage, "read", not_called)
    text = file.read_text("utf-8")
    outcome = read_bibliography((ManuscriptFile("a.bib", text),))
    assert {work.place.line for work in outcome.value} == {
        text.count("\n", 0, head.end()) + 1 for head in HEAD.finditer(text)
    }
    assert [len(one) for one in asked] == [len(text)]


def test_comments_strings_and_keys_given_twice_need_no_salvage(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bibtex.Salvage, "read", not_called)
    text = """% Encoding: "UTF-8" {
@string(up = "University " # {Press},)
@comment{jabref-meta: 50% of it;} @preamble{"{x}"}
Made by hand.
@Book( a, % the {first
  title = {50% of \\{it\\}}, % its "title
  publisher = {Yale } # % and
  up, TITLE = "a {"} b@c", note = {to \\
  @ home}
) @misc{a}"""
    outcome = read_bibliography((ManuscriptFile("a.bib", text),))
    (work,) = outcome.value
    assert [(one.name, one.value, one.place.line, one.place.column) for one in work.fields] == [
        ("title", "50% of \\{it\\}", 6, 3),
        ("publisher", "Yale University Press", 7, 3),
        ("note", "to \\ @ home", 8, 28),
    ]
    assert [(found.code, found.place.line, found.place.column) for found in outcome.diagnostics] == [
        ("B108", 8, 7),
        ("B102", 10, 3),
    ]


@pytest.mark.parametrize(
    "scrap", ["@book{k,\n", "@comment(", "@k{a b}c,", "@misc{k}", "@misc{k, a = {b} c = {d}}", "a = {b} "]
)
def test_a_hundred_thousand_heads_in_one_line_or_many_take_no_long_time(scrap: str):
    start = time.process_time()
    read_bibliography((ManuscriptFile("a.bib", "@misc{k, t = {x}, " + scrap * 50_000),))
    read_bibliography((ManuscriptFile("a.bib", scrap * 100_000 + "}"),))
    assert time.process_time() - start < 6 * PATIENCE
