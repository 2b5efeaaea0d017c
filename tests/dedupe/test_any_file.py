"""Whatever a file holds: nothing raises, and merging keeps every key and leaves no work twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kirovbook import dedupe
from kirovbook.diagnostics import has_errors
from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile
from kirovbook.resolve.dedupe import Verdict, find_duplicates, merge_works

VALUES = {
    "author": ("Kirov, S. M.", "Киров, Сергей", "Knight, Amy and others", r"Erd{\H{o}}s, P."),
    "title": ("Who Killed Kirov?", "Who {Killed} Kirov?", "Collected Works of Him", "Собрание его сочинений"),
    "year": ("1934", "1999"), "volume": ("1", "2"), "isbn": ("0809064049", "9780809064045"), "crossref": ("k1", "k2"),
    "note": ("100\\% of it", "an @book{within}", "{}"), "ids": ("old, older", "k3"), "publisher": ("Yale", "Hill"),
    "date": ("1934-12-02", "1999"), "doi": ("10.1000/a",),
}  # fmt: skip
FORMS = ("@{kind}{{{key},\n{fields}\n}}\n\n", "@{kind}({key}, {fields})\n", "% x\n@{kind}{{{key},{fields}}} words ")
entries = st.lists(
    st.tuples(
        st.sampled_from(("book", "misc", "article")),
        st.sampled_from(("k1", "k2", "k3", "k4", "k5", "k6")),
        st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}),
        st.sampled_from(FORMS),
    ),
    max_size=7,
    unique_by=lambda entry: entry[1],
)


def merged(*texts: str) -> tuple[dedupe.Found, str | None]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(texts):
            (folder / f"{number}.bib").write_bytes(text.encode(errors="replace"))
        found = dedupe.find([folder / f"{number}.bib" for number in range(len(texts))])
        dedupe.render_text(found)
        dedupe.render_json(found)
        report = dedupe.merge(found, folder / "out.bib")
        assert has_errors(report.diagnostics) != (folder / "out.bib").exists()
        return found, (folder / "out.bib").read_bytes().decode() if report.artifacts else None


@given(entries, st.sampled_from(("\n", "\r\n")))
def test_merging_keeps_every_key_and_leaves_no_work_twice(made: list, line_end: str) -> None:
    text = "".join(
        form.format(kind=kind, key=key, fields=",\n  ".join(f"{name} = {{{value}}}" for name, value in fields.items()))
        for kind, key, fields, form in made
    ).replace("\n", line_end)
    _, out = merged(text)
    if out is None:
        return
    works = read_bibliography((ManuscriptFile("out.bib", out.replace("\r\n", "\n")),)).value
    groups = find_duplicates(works)
    assert [group for group in groups if group.verdict is Verdict.SAME] == []
    left, aliases = merge_works(works, groups).value
    assert {key for _, key, _, _ in made} <= {work.key for work in left} | set(aliases)
    assert merged(out)[1] == out


@given(st.text(alphabet='@book{}(),="#%\\\n\r abk1\ufeff', max_size=80), st.text(max_size=30))
def test_any_text_can_be_read_and_merged(first: str, second: str) -> None:
    merged(first, second)
