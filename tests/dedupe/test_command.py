"""`kirovbook dedupe`: what it says, and that the merged file loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kirovbook import dedupe
from kirovbook.diagnostics import CannotRunError
from kirovbook.parse.bibliography import read_bibliography
from kirovbook.project import ManuscriptFile
from kirovbook.resolve.dedupe import Verdict, find_duplicates, merge_works

ROOT = Path(__file__).parents[2]
FIRST = """\
% The first file.
@string{hw = "Hill and Wang"}
@comment{kept = as it is}

@book{knight1999,
  author    = {Knight, Amy},
  title     = {Who Killed {Kirov}?},
  publisher = hw # " Inc.",
  location  = {New York},
  date      = {1999}, % checked
  pagetotal = {331},
  langid    = {american},
}

@inbook(chapter1, title = {A Chapter}, crossref = {knight}, pages = {1--9})
@misc{lonely}
"""
SECOND = """\
@book{knight, author = {Knight, A.}, % unverified: the year
   title = {Who killed Kirov?}, year = 1999, isbn = {0-8090-6404-9}, ids = {amy},
   publisher = {Farrar}, address = {New York}}

% A remark.
@article{lenoe2002, author = {Lenoe, Matthew}, title = {Did Stalin Kill Kirov and Does It Matter?}, date = {2002}}
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def merged(*paths: Path) -> str:
    out = paths[0].parent / "out.bib"
    dedupe.merge(dedupe.find(paths), out)
    with out.open(encoding="utf-8", newline="") as file:
        return file.read()


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", "kirovbook", "dedupe", *words], cwd=folder, env=environment, check=False,
        capture_output=True, timeout=120,
    )  # fmt: skip
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


def check_nothing_is_lost(texts: list[str], out: str) -> None:
    """Every key works, no work is there twice, and every value still stands somewhere."""
    works = read_bibliography((ManuscriptFile("out.bib", out),)).value
    groups = find_duplicates(works)
    assert [group for group in groups if group.verdict is Verdict.SAME] == []
    left, aliases = merge_works(works, groups).value
    known = {work.key for work in left} | set(aliases)
    for text in texts:
        for work in read_bibliography((ManuscriptFile("a.bib", text),)).value:
            assert work.key in known
            letters = dedupe._letters(out)
            missing = [field for field in work.fields if dedupe._letters(field.value) not in letters]
            assert [field.name for field in missing if "hw" not in field.value] in ([], ["publisher"])


def test_groups_of_one_file_are_told_as_json(tmp_path: Path) -> None:
    text = "@book{a, title = {Kirov}, isbn = {0809064049}}\n\n@book{b, isbn = {978-0-8090-6404-5}}\n"
    written(tmp_path, "a.bib", text)
    code, out, told = run(tmp_path, "a.bib", "--json")
    assert code == 0
    assert json.loads(out) == {
        "groups": [
            {"keep": "a", "merge": ["b"], "verdict": "same", "reasons": ["same ISBN"], "places": ["a.bib:1", "a.bib:3"]}
        ]
    }
    assert "1 described more than once, 0 possibly so" in told


def test_keys_of_several_files_bear_the_files_name(tmp_path: Path) -> None:
    written(tmp_path, "a.bib", FIRST)
    written(tmp_path, "b.bib", SECOND)
    code, out, _ = run(tmp_path, "a.bib", "b.bib", "--json")
    assert code == 0
    (group,) = json.loads(out)["groups"]
    assert {group["keep"], *group["merge"]} == {"a.bib#knight1999", "b.bib#knight"}
    assert sorted(group["places"]) == ["a.bib:5", "b.bib:1"]


def test_the_report_is_readable(tmp_path: Path) -> None:
    written(tmp_path, "a.bib", "@book{a, title = {Kirov}, isbn = {0809064049}}\n@book{b, isbn = {0-8090-6404-9}}\n")
    code, out, _ = run(tmp_path, "a.bib")
    assert code == 0
    assert out == "same work: same ISBN\n   keep  a (a.bib:1)\n   merge b (a.bib:2)\n"


def test_csl_json_is_read(tmp_path: Path) -> None:
    items = [{"id": "x", "type": "book", "title": "Kirov", "ISBN": "0809064049", "author": [{"family": "Knight"}]}]
    written(tmp_path, "a.json", json.dumps(items))
    written(tmp_path, "b.bib", "@book{y, title = {Kirov}, isbn = {978-0-8090-6404-5}, pagetotal = {300}}\n")
    found = dedupe.find((tmp_path / "a.json", tmp_path / "b.bib"))
    assert [group.verdict for group in found.groups] == [Verdict.SAME]
    out = merged(tmp_path / "a.json", tmp_path / "b.bib")
    works, aliases = merge_works(read_bibliography((ManuscriptFile("o.bib", out),)).value, ()).value
    assert {*aliases, *(work.key for work in works)} == {"x", "y"}


def test_the_merged_file_keeps_everything_else_as_it_was(tmp_path: Path) -> None:
    out = merged(written(tmp_path, "a.bib", FIRST), written(tmp_path, "b.bib", SECOND))
    check_nothing_is_lost([FIRST, SECOND], out)
    for kept in (
        '% The first file.\n@string{hw = "Hill and Wang"}\n@comment{kept = as it is}\n\n',
        '  publisher = hw # " Inc.",\n  location  = {New York},\n  date      = {1999}, % checked\n',
        "@misc{lonely}\n",
        SECOND.partition("\n\n")[2],
    ):
        assert kept in out
    assert "% 'knight' has: publisher = {Farrar}\n" in out
    assert "% 'knight' has the comment: unverified: the year\n" in out
    assert "  ids = {knight, amy},\n  isbn = {0-8090-6404-9},\n  author    = {Knight, Amy},\n" in out


def test_an_entry_that_points_to_a_merged_one_follows_it(tmp_path: Path) -> None:
    text = FIRST + SECOND
    out = merged(written(tmp_path, "a.bib", text))
    found = dedupe.find((tmp_path / "out.bib",))
    assert not [one for one in found.report.diagnostics if one.code == "B106"]
    (chapter,) = [work for work in found.works if work.key == "chapter1"]
    assert "Killed" in chapter.get("booktitle") or "killed" in chapter.get("booktitle")
    check_nothing_is_lost([text], out)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path, mark: str) -> None:
    text = mark + (FIRST + SECOND).replace("\n", "\r\n")
    out = merged(written(tmp_path, "a.bib", text))
    assert out.startswith(mark + "% The first file.\r\n")
    assert out.count("\n") == out.count("\r\n")
    assert '  publisher = hw # " Inc.",\r\n  location  = {New York},\r\n' in out
    assert "@book{knight1999,\r\n  ids = {knight, amy},\r\n" in out
    assert "@book{knight," not in out


def test_a_file_without_doublets_stays_as_it_is(tmp_path: Path) -> None:
    assert merged(written(tmp_path, "a.bib", FIRST.replace("knight}", "knight1999}"))) == FIRST.replace(
        "knight}", "knight1999}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "@book{a,isbn={0809064049}}@book{b,isbn={0809064049},title={x}}",
        "@book(a, isbn = {0809064049})\nwords @misc{b, isbn = {0809064049}, ids = {z}} more\n",
        """@book{a, ids = {q}, isbn = {0809064049}}\n@book{a, isbn = {0809064049}}
@book{c, isbn = {0809064049}, ids = r}""",
        """@book{a\n,\n title="x {y} z"\n,isbn=0809064049\n}
@book{b, % the @ {sign}\n isbn = {0809064049}, note = {a@b.c}}""",
    ],
)
def test_odd_forms_are_merged_as_well(tmp_path: Path, text: str) -> None:
    out = merged(written(tmp_path, "a.bib", text))
    works = read_bibliography((ManuscriptFile("o.bib", out),))
    assert [found.code for found in works.diagnostics if found.severity == "error"] == []
    assert len(works.value) == 1
    left, aliases = merge_works(works.value, ()).value
    wanted = {work.key for work in read_bibliography((ManuscriptFile("a.bib", text),)).value}
    assert wanted <= {left[0].key, *aliases}
    again = tmp_path / "again.bib"
    dedupe.merge(dedupe.find((tmp_path / "out.bib",)), again)
    assert again.read_bytes() == (tmp_path / "out.bib").read_bytes()


def test_one_key_for_two_works_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    written(tmp_path, "a.bib", "@book{lenoe, title = {The Kirov Murder}, year = 2010}\n")
    written(tmp_path, "b.bib", "\n@book{lenoe, title = {Closer to the Masses}, year = 2004}\n")
    code, out, told = run(tmp_path, "a.bib", "b.bib", "--merge", "-o", "out.bib")
    assert code == 1
    assert out == ""
    assert "b.bib:2:1: error B202 the key 'lenoe' stands for two different works" in told
    assert not (tmp_path / "out.bib").exists()
    code, _, told = run(tmp_path, "a.bib", "a.bib")
    assert code == 0


def test_an_input_is_written_over_only_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, "a.bib", FIRST + SECOND)
    before = path.read_bytes()
    merged(path)
    assert path.read_bytes() == before
    code, _, _ = run(tmp_path, "a.bib", "--merge", "-o", "a.bib")
    assert code == 0
    assert path.read_bytes() == (tmp_path / "out.bib").read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.bib", "out.bib"]


@pytest.mark.parametrize(
    "words",
    [("nothing.bib",), ("a.bib", "--merge"), ("a.bib", "-o", "x.bib"), ("a.bib", "--merge", "-o", "no/x.bib"), ()],
)
def test_what_cannot_run_ends_with_two(tmp_path: Path, words: tuple[str, ...]) -> None:
    written(tmp_path, "a.bib", FIRST)
    code, out, told = run(tmp_path, *words)
    assert (code, out) == (2, "")
    assert "Traceback" not in told


def test_a_folder_is_no_bibliography(tmp_path: Path) -> None:
    with pytest.raises(CannotRunError):
        dedupe.find((tmp_path,))
