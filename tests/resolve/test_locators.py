"""Pages, chapters, volumes and leaves behind a key are understood in each language as Pandoc understands them."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_pandoc import print_plainly
from settled_books import IBID, settle, words

from kirovbook.diagnostics import Place
from kirovbook.parse.punctuation import quotes_of
from kirovbook.resolve.csl import find_style, with_quotes

BIB = """@book{tucker, author = {Tucker, Robert C.}, title = {Stalin in Power}, publisher = {Norton}, date = {1990}}
@archive{kirov, author = {Kirov, S. M.}, title = {Notes}, date = {1934}, archive = {RGASPI}, fond = {80}, opis = {18}}
@archive{box, author = {Nicolaevsky, B. I.}, title = {Notes}, date = {1936}, library = {Hoover Institution, box 12}}
"""
LOCATORS = {
    "en-US": (
        "p. 3", "pp. 3-5", "pp. 3--5", "pp. 3–5", "3", "3-5", "chap. 1", "vol. 2, p. 3", "vol. 2", "f. 12", "l. 3",
        "ll. 3-4", "§ 5", "¶ 6", "{pp. iv, vi-xi}", "p. iv", "pp. iv-vi", "p. 3, n. 4", "n. 4", "and *passim*",
        "p. 3 and *passim*", "sec. 2", "bk. 3", "no. 4", "fig. 2", "p. 3ff.", "pp. 3, 5, and 9", "p. 3 [sic]",
        "s.v. Kirov", "p. 12, where he doubts it", "{p. 3} and more", "{}, 33", "с. 12", "л. 3",
    ),
    "en-GB": ("p. 3", "pp. 3-5", "chap. 1", "vol. 2, p. 3", "n. 4"),
    "de-DE": (
        "S. 12", "S. 12-14", "S. iv", "12", "Bd. 2", "Bd. 2, S. 3", "Kap. 3", "§ 5", "Anm. 4", "S. 12 f.", "Bl. 3",
        "Nr. 4", "p. 3",
    ),
    "fr-FR": (
        "p. 12", "p. 12-14", "pp. 12-14", "p. iv", "t. 2", "vol. 2, p. 3", "chap. 3", "§ 5", "f. 12", "fol. 12",
        "l. 3", "n. 4",
    ),
    "ru-RU": (
        "с. 12", "с. 12-14", "С. 12", "12", "т. 2, с. 3", "гл. 3", "л. 3", "§ 5", "№ 4", "прим. 4", "р. 3", "p. 3",
        "кн. 2", "вып. 3",
    ),
    "es-ES": ("p. 12", "pp. 12-14", "t. 2", "vol. 2", "cap. 3", "f. 12", "n. 4", "§ 5"),
    "it-IT": ("p. 12", "pp. 12-14", "vol. 2", "cap. 3", "f. 12", "n. 4", "§ 5"),
    "nl-NL": ("p. 12", "pp. 12-14", "dl. 2", "deel 2", "hfst. 3", "hoofdstuk 3", "f. 12", "n. 4", "§ 5"),
    "pl-PL": ("s. 12", "s. 12-14", "t. 2", "t. 2, s. 3", "rozdz. 3", "r. 3", "k. 3", "§ 5", "p. 3"),
}  # fmt: skip


def printed(lang: str, cites: tuple[str, ...]) -> list[str]:
    """Give the note of each citation, each in a chapter of its own."""
    book = settle(*(f"A [{cite}]." for cite in cites), bib=BIB, lang=lang).value
    return [words(chapter.notes[0]) for chapter in book.chapters]


def printed_by_pandoc(lang: str, cites: tuple[str, ...], folder: Path) -> list[str]:
    style = find_style(IBID, Place("")).value
    assert style is not None
    (folder / "style.csl").write_text(with_quotes(style, quotes_of(lang)).text, encoding="utf-8")
    (folder / "works.bib").write_text(BIB, encoding="utf-8")
    text = "\n\n".join(f"# Piece {{.reset-citation-positions}}\n\nA [{cite}]." for cite in cites)
    lines = print_plainly(text, folder, "--csl=style.csl", "--bibliography=works.bib", "-M", f"lang={lang}")
    # Pandoc's reader binds "p." and "vol." to their numbers by spaces without a break.
    return [line.partition("] ")[2].replace("\xa0", " ") for line in lines if line.startswith("[")]


@pytest.mark.parametrize("lang", LOCATORS)
def test_locators_as_plain_pandoc_prints_them(lang: str, tmp_path: Path):
    cites = tuple(f"@tucker, {locator}" for locator in LOCATORS[lang])
    ours = [line.replace("\xa0", " ") for line in printed(lang, cites)]
    theirs = [line.replace("*", "") for line in printed_by_pandoc(lang, cites, tmp_path)]
    assert dict(zip(LOCATORS[lang], ours, strict=True)) == dict(zip(LOCATORS[lang], theirs, strict=True))


@pytest.mark.parametrize(
    ("lang", "written", "said"),
    [
        ("en-US", "@kirov, l. 3", "“Notes,” 1934, RGASPI, f. 80, op. 18, l. 3."),
        ("en-US", "@kirov, ll. 3-5, 9", "“Notes,” 1934, RGASPI, f. 80, op. 18, ll. 3–5, 9."),
        ("en-US", "@kirov, d. 92, l. 3 ob.", "“Notes,” 1934, RGASPI, f. 80, op. 18, d. 92, l. 3 ob."),
        ("en-US", "@kirov, pp. 3-5", "“Notes,” 1934, RGASPI, f. 80, op. 18, pp. 3–5."),
        ("en-US", "@kirov, л. 3-4", "“Notes,” 1934, RGASPI, f. 80, op. 18, л. 3–4."),
        ("fr-FR", "@kirov, l. 3", "« Notes », 1934, RGASPI, f. 80, op. 18, l. 3."),
        ("en-US", "@box, l. 3", "“Notes,” 1936, box 12, Hoover Institution, l. 3."),
        ("en-US", "@box, p. 3", "“Notes,” 1936, box 12, p. 3, Hoover Institution."),
        ("ru-RU", "@tucker, стр. 12-14", "Stalin in Power (Norton, 1990), 12–14."),
        ("en-US", "@tucker, l. 3", "Stalin in Power (Norton, 1990), line 3."),
    ],
)
def test_where_a_historian_means_another_thing_than_pandoc(lang: str, written: str, said: str):
    """Behind an archive's description "l." is a leaf, and pages keep their "p."; a Russian "стр." is a page."""
    (note,) = printed(lang, (written,))
    assert note.partition(", ")[2].replace("\xa0", " ").replace("\u202f", " ") == said


def test_a_russian_day_has_its_month_in_the_genitive():
    bib = """@article{a, entrysubtype={newspaper}, title={Речь}, journaltitle={Правда}, date={1934-12-04}}
    @article{b, entrysubtype={newspaper}, title={Речь}, journaltitle={Правда}, date={1934-03-18}}
    @article{c, entrysubtype={magazine}, title={Речь}, journaltitle={Звезда}, date={1934-05}}"""
    book = settle("A [@a]. B [@b]. C [@c].", bib=bib, lang="ru-RU").value
    said = [words(note).replace("\xa0", " ").replace("\u202f", " ") for note in book.chapters[0].notes]
    assert [one.split(", ")[-1] for one in said] == ["4 декабря 1934 г.", "18 марта 1934 г.", "май 1934 г."]


def test_a_leaf_behind_ibid():
    book = settle("A [@kirov, l. 3]. B [@kirov, l. 4]. C [@tucker, p. 1]. D [@kirov, ll. 5-6].", bib=BIB).value
    assert [words(note) for note in book.chapters[0].notes][1::2] == ["Ibid., l. 4.", "Kirov, “Notes,” ll. 5–6."]
