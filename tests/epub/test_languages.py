"""A book in Cyrillic, in Greek, and in Arabic from right to left: the same parts as in English, and nothing to find."""

from __future__ import annotations

import re
from collections import defaultdict
from ctypes import c_double
from dataclasses import dataclass
from types import SimpleNamespace
from zipfile import ZipFile

import pypdfium2
import pytest
from accessibility import ace_findings
from PIL import Image

from kirovbook.check.epub_reading import read_epub
from kirovbook.check.epubcheck import run_epubcheck
from kirovbook.check.page_list_reading import read_page_list
from kirovbook.diagnostics import ADVICE, Place
from kirovbook.pdf_objects import open_pdf
from kirovbook.pipeline import Order, build

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of a small book; authors and persons are given in the order of their alphabet."""

    lang: str
    title: str
    printer: str
    source_label: str
    chapters: tuple[str, str]
    sentence: str
    remark: str
    heading: str
    source: str
    question: str
    authors: tuple[tuple[str, str], ...]
    works: tuple[str, ...]
    town: str
    press: str
    persons: tuple[str, ...]


RUSSIAN = Tongue(
    "ru", "Зима в гавани", "Общество печатников", "Документ", ("Гавань", "Архив"),
    "Комитет собрался зимой и выслушал продолжительные телеграммы уполномоченных", "Замечание к сказанному",
    "Лёд на реке", "Письмо начальника порта", "Кто написал это письмо и кому?",
    (("Абрамов", "Пётр"), ("Ёлкин", "Иван"), ("Жуков", "Семён"), ("Щербаков", "Олег")),
    ("Хроника порта", "Зимние суда", "Письма моряков", "Ледовая дорога"), "Ленинград", "Наука",
    ("Акимов, Николай", "Ершов, Павел", "Яковлев, Антон"),
)
GREEK = Tongue(
    "el", "Χειμώνας στο λιμάνι", "Εταιρεία τυπογράφων", "Πηγή", ("Το λιμάνι", "Το αρχείο"),
    "Η επιτροπή συνήλθε τον χειμώνα και άκουσε τα μακροσκελή τηλεγραφήματα των αντιπροσώπων", "Σχόλιο στα παραπάνω",
    "Ο πάγος του ποταμού", "Επιστολή του λιμενάρχη", "Ποιος έγραψε την επιστολή και σε ποιον;",
    (("Άννινος", "Πέτρος"), ("Γεωργίου", "Ιωάννης"), ("Ξένος", "Σπύρος"), ("Ωραίος", "Νίκος")),
    ("Χρονικό του λιμένος", "Χειμερινά πλοία", "Επιστολές ναυτικών", "Ο δρόμος των πάγων"), "Αθήνα", "Εστία",
    ("Αλεξίου, Παύλος", "Έλλης, Νικόλαος", "Χατζής, Αντώνης"),
)
ARABIC = Tongue(
    "ar", "شتاء في الميناء", "جمعية الطباعين", "وثيقة", ("الميناء", "الأرشيف"),
    "اجتمعت اللجنة في الشتاء واستمعت إلى البرقيات الطويلة التي أرسلها المندوبون", "ملاحظة على ما سبق",
    "جليد النهر", "رسالة مدير الميناء", "من كتب هذه الرسالة وإلى من؟",
    (("أحمد", "بطرس"), ("جابر", "يوسف"), ("سليمان", "خالد"), ("ياسين", "عمر")),
    ("تاريخ الميناء", "سفن الشتاء", "رسائل البحارة", "طريق الجليد"), "القاهرة", "دار المعارف",
    ("أنور، نقولا", "حسن، بولس", "يعقوب، أنطون"),
)

HEBREW = Tongue(
    "he", "חורף בנמל", "אגודת המדפיסים", "תעודה", ("הנמל", "הארכיון"),
    "הוועדה התכנסה בחורף ושמעה את המברקים הארוכים ששלחו הנציגים", "הערה לנאמר",
    "הקרח על הנהר", "מכתבו של מנהל הנמל", "מי כתב את המכתב ולמי?",
    (("אברהם", "יוסף"), ("גולן", "דוד"), ("לוי", "משה"), ("שרון", "רות")),
    ("תולדות הנמל", "אוניות החורף", "מכתבי ימאים", "דרך הקרח"), "חיפה", "עם עובד",
    ("אלון, יגאל", "כהן, שרה", "רבין, נחום"),
)

SETTINGS = """[book]
title = "{title}"
slug = "tongue"
lang = "{lang}"
publisher = "{press}"
authors = ["{printer}"]
source_label = "{source_label}"
bibliography = ["../b.bib"]
line_numbers = 5
[editions.print]
kind = "pdf"
trim = "4in 6in"
[editions.epub]
kind = "epub"
"""
WORK = """@book{{w{n}, author = {{{family}, {given}}}, title = {{{title}}}, date = {{193{n}}},
  publisher = {{{press}}}, location = {{{town}}}, langid = {{{lang}}}}}
"""
CHAPTER = """# {name} {{#ch{n}}}

{paragraph}[@w{n}, {n}2] {sentence}.[^note] {more}, [the harbour office]{{lang=en}}.

## {heading}

> {paragraph} {sentence}.[@w{other}]

- {sentence};
- *{sentence}*.

1. {sentence}.
2. {sentence}.

| {name} | {heading} |
|:---|---:|
| {sentence} | 1934 |
| {remark} | 12 |

: {heading}

![{remark}. {sentence}](../pictures/plan.png)

| {sentence}
|   {remark}

{body}

[@src:letter], [@ch:ch1].

[^note]: {remark}: {sentence}.
"""
SOURCE = """---
id: letter
work: w1
title: {source}
date: 1934-12-01
kind: extract
rights: {{status: public-domain, basis: "{press}"}}
questions:
  - {{text: "{question}", marks: 4, lines: 3}}
---
{paragraph}[@w2] {more}.

::: extract
{paragraph}[^1]

{paragraph}
:::

[^1]: {remark}.
"""


def write_book(root, tongue):
    values = {name: getattr(tongue, name) for name in tongue.__slots__}
    mentioned = [" ".join(reversed(re.split("[,،] ", name))) for name in tongue.persons]
    values |= {"more": f"{tongue.remark}: {'; '.join(mentioned)}", "paragraph": " ".join([f"{tongue.sentence}."] * 3)}
    manuscript = root / "manuscript"
    for folder in ("chapters", "sources", "pictures"):
        (manuscript / folder).mkdir(parents=True)
    Image.new("RGB", (640, 400), (120, 140, 160)).save(manuscript / "pictures/plan.png")
    (manuscript / "book.toml").write_text(SETTINGS.format_map(values), encoding="utf-8")
    (manuscript / "people.toml").write_text("".join(
        f'[p{n}]\npreferred = "{name}"\nvariants = ["{spelt}"]\n'
        for n, (name, spelt) in enumerate(zip(tongue.persons, mentioned, strict=True))), encoding="utf-8")
    (root / "b.bib").write_text("".join(
        WORK.format_map(values | {"n": n, "family": family, "given": given, "title": title})
        for n, ((family, given), title) in enumerate(zip(tongue.authors, tongue.works, strict=True), start=1)),
        encoding="utf-8")
    for n, (name, other) in enumerate(zip(tongue.chapters, (4, 3), strict=True), start=1):
        body = "\n\n".join(f"{values['paragraph']} ({k}) {values['paragraph']}[@w{1 + k % 4}, {k}]" for k in range(5))
        written = CHAPTER.format_map(values | {"n": n, "name": name, "other": other, "body": body})
        (manuscript / f"chapters/{n:02}.md").write_text(written, encoding="utf-8")
    (manuscript / "sources/01.md").write_text(SOURCE.format_map(values), encoding="utf-8")


@pytest.fixture(scope="module", params=[RUSSIAN, GREEK, ARABIC], ids=lambda tongue: tongue.lang)
def made(request, tmp_path_factory):
    """The e-book and the printed book in one tongue, built from the manuscript."""
    root = tmp_path_factory.mktemp(request.param.lang)
    write_book(root, request.param)
    report = build(root, Order(uses_cache=False))
    path = root / "dist/tongue.epub"
    assert [each for each in report.diagnostics if each.severity is not ADVICE] == []
    with ZipFile(path) as archive:
        files = {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}
    texts = {name: written.decode() for name, written in files.items() if name.endswith((".xhtml", ".opf", ".ncx"))}
    return SimpleNamespace(tongue=request.param, path=path, print=root / "dist/tongue-print.pdf", texts=texts)


def pages_of(made):
    return read_page_list(made.path, read_epub(made.path))


def entries(made, page):
    """Give what stands before the places in each line of an index."""
    found = re.findall('<span class="entry">(.*?)</span>\n?[,<]', made.texts[page])
    return [re.sub("<[^>]+>", "", entry) for entry in found]


def test_every_printed_page_has_its_break_and_its_line(made):
    with pypdfium2.PdfDocument(made.print) as printed:
        labels = [printed.get_page_label(n) for n in range(len(printed))]
    assert len(labels) > 24
    assert [label for label, _ in pages_of(made).lines] == labels
    assert [each.label for file in pages_of(made).files for each in file.breaks] == labels


def test_an_e_book_runs_as_its_language_does(made):
    pages = {name: text for name, text in made.texts.items() if name.endswith(".xhtml")}
    turned = {name for name, text in pages.items() if re.search('<html [^>]*xml:lang="ar" dir="rtl">', text)}
    is_arabic = made.tongue.lang == "ar"
    assert turned == (set(pages) if is_arabic else set())
    assert ('<spine toc="ncx" page-progression-direction="rtl">' in made.texts["content.opf"]) == is_arabic


def test_no_made_part_is_in_english(made):
    words = re.sub("<[^>]+>", " ", "".join(text for name, text in made.texts.items() if name.endswith(".xhtml")))
    latin = set(re.findall("[A-Za-z]{2,}", words)) - {"the", "harbour", "office", "vi"}
    assert {each for each in latin if each not in {"ISBN", "iv", "ii", "iii"}} == set()


def words_of(page):
    """Give the left, lower and right edge of each run of words on a page, in points, and the words."""
    text = page.get_textpage()
    for left, low, right, high in [text.get_rect(n) for n in range(text.count_rects())]:
        yield left, low, right, text.get_text_bounded(left, low, right, high)


def test_the_printed_book_runs_as_its_language_does(made):
    """The text begins on a recto, with its folio at the fore-edge, and its lines begin where reading does."""
    with pypdfium2.PdfDocument(made.print) as printed:
        page = next(page for n, page in enumerate(printed) if printed.get_page_label(n) == "1")
        runs = list(words_of(page))
    opening = made.tongue.sentence.split()[0].casefold()
    left, _, right, _ = next(run for run in runs if opening in run[3].casefold())
    folio, *_ = min(runs, key=lambda run: run[1])
    is_arabic = made.tongue.lang == "ar"
    width = 4 * 72
    assert (folio < width / 2) == is_arabic
    assert (width - right < 62) if is_arabic else (left < 62)


def drawn_lines(page):
    """Give the letters of each line from left to right, as the eye finds them."""
    text, lines = page.get_textpage(), defaultdict(list)
    x, y = c_double(), c_double()
    for n in range(text.count_chars()):
        pypdfium2.raw.FPDFText_GetCharOrigin(text, n, x, y)
        lines[round(y.value)].append((x.value, text.get_text_range(n, 1)))
    return ["".join(letter for _, letter in sorted(line)) for line in lines.values()]


def test_the_printed_index_names_the_page_before_the_note(made):
    """In "15n7" there are pages up to 29, and no chapter has more notes than 8."""
    with pypdfium2.PdfDocument(made.print) as printed:
        drawn = " ".join(line for page in printed for line in drawn_lines(page))
    places = [tuple(map(int, place)) for place in re.findall(r"(\d+)n(\d+)", drawn)]
    assert len(places) > 10
    assert max(note for _, note in places) <= 8 < max(page for page, _ in places)


def test_a_viewer_knows_on_which_side_the_printed_book_is_bound(made):
    with open_pdf(made.print) as printed:
        preferences = printed.Root.get("/ViewerPreferences", {})
        assert ("/Direction" in preferences) == (made.tongue.lang == "ar")


def test_foreign_words_say_what_they_are(made):
    assert '<span lang="en" xml:lang="en">the harbour office</span>' in made.texts["ch-ch1.xhtml"]


def test_indexes_are_in_the_order_of_the_alphabet(made):
    families = [family for family, _ in made.tongue.authors]
    works = [entry.split(",")[0].split("،")[0] for entry in entries(made, "source-index.xhtml")]
    assert works == families
    assert entries(made, "names-index.xhtml") == list(made.tongue.persons)


@pytest.mark.java
@pytest.mark.usefixtures("java")
def test_epubcheck_finds_nothing(made):
    assert run_epubcheck(made.path, Place("manuscript/book.toml", 1, 1)) == ()


@pytest.mark.browser
def test_ace_finds_nothing(made, ace, tmp_path):
    assert ace_findings(ace, made.path, tmp_path / "ace") == []


def test_a_book_whose_made_parts_are_in_another_script_is_proved_too(tmp_path):
    """There are no Hebrew words for them yet, and its English ones are read back in another order."""
    write_book(tmp_path, HEBREW)
    report = build(tmp_path, Order(uses_cache=False))
    assert [each for each in report.diagnostics if each.severity is not ADVICE] == []
