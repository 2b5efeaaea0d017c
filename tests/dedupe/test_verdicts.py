"""What is one work, what may be, what tells two apart, and the words that say so."""

from __future__ import annotations

import pytest

from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile
from kirovbook.resolve.dedupe import Verdict, find_duplicates
from kirovbook.resolve.dedupe.description import describe
from kirovbook.resolve.dedupe.verdicts import Court, Judgement

BOOK = "author = {Knight, Amy}, title = {Who Killed Kirov?}, publisher = {Hill and Wang}, date = {1999}"
PAPER = "author = {Lenoe, M.}, title = {Did Stalin Kill Kirov and Does It Matter?}, date = {2002}"


def judge(one: str, other: str) -> Judgement | None:
    works = read_bibliography((ManuscriptFile("a.bib", f"{one}\n{other}"),)).value
    first, second = (describe(work) for work in works)
    forwards, backwards = Court().judge(first, second), Court().judge(second, first)
    assert (forwards and forwards.verdict) == (backwards and backwards.verdict)
    return forwards


def book(key: str, more: str, fields: str = BOOK) -> str:
    return f"@book{{{key}, {fields}, {more}}}"


def paper(key: str, more: str) -> str:
    return f"@article{{{key}, {PAPER}, {more}}}"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (book("a", ""), book("b", ""), "same title and author, 1999 in both"),
        ("@book{a, title = {Kirov}, isbn = {0-8090-6404-9}}", "@book{b, isbn = {978-0-8090-6404-5}}", "same ISBN"),
        ("@misc{a, title = {x}, doi = {10.1086/3434}}", "@misc{b, doi = {https://doi.org/10.1086/3434}}", "same DOI"),
        (
            "@archive{a, title = {Report}, archive = {РГАСПИ}, f = {671}, op = {1}, d = {114}, l = {5}}",
            "@misc{b, title = {Доклад}, library = {RGASPI, f. 671, op. 1, d. 114, l. 5}}",
            "same archive and shelf-mark",
        ),
        (
            "@article{a, title = {От Центрального Комитета}, journaltitle = {Правда}, date = {1934-12-02}}",
            "@article{b, title = {Ot Tsentral'nogo Komiteta}, journaltitle = {Pravda}, date = {1934-12-02}}",
            "same title in the same journal, 1934 in both",
        ),
    ],
)
def test_these_are_the_same(one: str, other: str, reason: str) -> None:
    assert judge(one, other) == Judgement(Verdict.SAME, (reason,))


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (book("a", ""), book("b", "", BOOK.replace("Killed", "Kiled")), ("titles differ in one letter", "same author")),
        (book("a", ""), book("b", "", BOOK.replace("date", "x")), ("same title and author", "one has no year")),
        (
            book("a", "isbn = {0-8090-6404-9}"),
            book("b", "isbn = {0809064049}, edition = {2}", BOOK.replace("1999", "2000")),
            ("same ISBN", "but the years differ: 1999 and 2000"),
        ),
        (
            book("a", "isbn = {0-8090-6404-9}, volume = 1"), book("b", "isbn = {0-8090-6404-9}, volume = 2"),
            ("same ISBN", "but the volumes differ: 1 and 2"),
        ),
        (
            "@article{a, title = {A Great Trial}, doi = {10.1000/x1}, year = 1936}",
            "@article{b, title = {Wholly Other Things}, doi = {10.1000/x1}, year = 1936}",
            None,
        ),
        (paper("a", "journaltitle = {Pravda}"), paper("b", "journaltitle = {Leningradskaia pravda}"), None),
    ],
)  # fmt: skip
def test_these_are_possible(one: str, other: str, reasons: tuple[str, ...] | None) -> None:
    found = judge(one, other)
    assert found
    assert found.verdict is Verdict.POSSIBLE
    assert reasons is None or found.reasons[: len(reasons)] == reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (book("a", "edition = {1}"), book("b", "edition = {2nd}", BOOK.replace("1999", "2001"))),
        (book("a", "edition = {Second}"), book("b", "edition = {Third revised}")),
        (book("a", "volume = {XII}"), book("b", "volume = {13}")),
        (book("a", "part = 1"), book("b", "part = 2")),
        (book("a", "translator = {Shukman, Harold}"), book("b", "translator = {Shriver, George}")),
        (book("a", "langid = {russian}"), book("b", "langid = {british}")),
        (book("a", ""), f"@review{{b, {BOOK}}}"),
        (book("a", ""), f"@article{{b, {BOOK.replace('Who', 'Review of Who')}}}"),
        (book("a", ""), f"@incollection{{b, {BOOK}, booktitle = {{Murders}}}}"),
        (book("a", ""), f"@phdthesis{{b, {BOOK}}}"),
        (book("a", "", BOOK.replace("Killed", "16 Killed")), book("b", "", BOOK.replace("Killed", "17 Killed"))),
        (book("a", "", BOOK.replace("Who", "XVI Who")), book("b", "", BOOK.replace("Who", "XVII Who"))),
        (paper("a", "pages = {352--380}"), paper("b", "pages = {381--390}")),
        (paper("a", "number = 2"), paper("b", "number = 3")),
        (paper("a", "journaltitle = {Pravda}"), paper("b", "journaltitle = {Izvestiia}")),
        ("@article{a, title = {News of the Day}, date = {1934-12-02}}",
         "@article{b, title = {News of the Day}, date = {1934-12-03}}"),
        ("@archive{a, title = {Report on it}, archive = {RGASPI}, f = 1, op = 1, d = 1, l = 5}",
         "@archive{b, title = {Report on it}, archive = {RGASPI}, f = 1, op = 1, d = 1, l = 6}"),
        ("@archive{a, title = {Report on it}, archive = {RGASPI}, f = 1, op = 1, d = 1}",
         "@archive{b, title = {Report on it}, archive = {GARF}, f = 1, op = 1, d = 1}"),
        ("@article{a, title = {On one thing}, archive = {JSTOR}, number = 2}",
         "@article{b, title = {Of cabbages and kings}, archive = {JSTOR}, number = 2}"),
        ("@book{a, author = {Knight, Amy}}", "@book{b, author = {Knight, Amy}}"),
        ("@misc{a, note = {x}}", "@misc{b, note = {x}}"),
    ],
)  # fmt: skip
def test_these_are_two_works(one: str, other: str) -> None:
    assert judge(one, other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Montefiore, Simon Sebag", "Sebag Montefiore, S."), ("Kirov, S. M.", "Sergei Kirov"),
        ("Stalin, J. V.", "Сталин, Иосиф"), ("Trotsky, Leon", "Trotzki, L."), ("{NKVD}", "НКВД"),
        ("Smith, J. and others", "Smith, John and Doe, Jane and Roe, Richard"), ("Knight, Bob", "Knight, Robert"),
    ],
)  # fmt: skip
def test_these_are_one_person(one: str, other: str) -> None:
    found = judge(book("a", "", BOOK.replace("Knight, Amy", one)), book("b", "", BOOK.replace("Knight, Amy", other)))
    assert found
    assert found.verdict is Verdict.SAME


def test_a_name_alone_in_two_scripts_is_only_possible() -> None:
    found = judge("@book{a, author = {Сталин}, title = {Киров}, year = 1935}",
                  "@book{b, author = {Stalin}, title = {Kirov}, year = 1935}")  # fmt: skip
    assert found
    assert found.verdict is Verdict.POSSIBLE


def test_introductions_of_one_author_in_one_year_are_only_possible() -> None:
    entry = "author = {Getty, J. Arch}, title = {Introduction}, year = 1993"
    found = judge(f"@incollection{{a, {entry}}}", f"@incollection{{b, {entry}}}")
    assert found
    assert found.verdict is Verdict.POSSIBLE


def test_descriptions_that_say_the_same_but_little_are_named_together() -> None:
    text = "\n".join(f"@misc{{k{number}, title = {{Letters}}}}" for number in range(5))
    groups = find_duplicates(read_bibliography((ManuscriptFile("a.bib", text),)).value)
    assert [(group.keep, group.merged, group.verdict) for group in groups] == [
        ("k0", ("k1", "k2", "k3", "k4"), Verdict.POSSIBLE)
    ]
