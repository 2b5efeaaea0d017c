"""What book.toml says is understood, and what it leaves out has a good default."""

from __future__ import annotations

import re
from datetime import date

import pytest
from weasyprint.pdf import VARIANTS as WEASYPRINT_VARIANTS

from kirovbook.config import Settings, read_people, read_settings
from kirovbook.config.editions import VARIANTS
from kirovbook.config.roles import BOOK_ROLES, is_role, nearest_role
from kirovbook.config.values import (
    checked_isbn,
    checked_issn,
    parse_bleed,
    parse_isbn,
    parse_lang,
    parse_trim,
    slug_of,
)
from kirovbook.diagnostics import Place
from kirovbook.model.apparatus import Apparatus, Grouping, Ibid, ShortForms
from kirovbook.model.book import Authority, Contributor
from kirovbook.model.catalogue import AccessClaim, Series, SubjectCode, SubjectScheme
from kirovbook.model.edition import Edition, EditionKind, Trim
from kirovbook.model.house_rules import USUAL_HOUSE, DashForm, DateForm, RuleNamed, Spelling
from kirovbook.model.rights import USUAL_RIGHTS, RightsRules
from kirovbook.model.typography import USUAL_TYPOGRAPHY, Theme, Typography

TODAY = date(2026, 11, 23)
PAPERBACK = Trim(432, 648)


def read(toml: str | None) -> Settings:
    outcome = read_settings(toml, "manuscript/book.toml", TODAY, "The First Heading")
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def editions(toml: str) -> dict[str, Edition]:
    return {edition.name: edition for edition in read('[book]\ntitle = "T"\n' + toml).editions}


def test_without_a_file_everything_has_a_default() -> None:
    settings = read(None)
    assert settings.identity.title == "The First Heading"
    assert settings.identity.slug == "the-first-heading"
    assert settings.identity.date == TODAY
    assert [pattern.text for pattern in settings.chapters] == ["manuscript/chapters/*.md"]
    assert not settings.chapters[0].is_written
    assert [edition.name for edition in settings.editions] == ["print", "screen", "handout", "epub"]
    assert [edition.kind for edition in settings.editions] == ["pdf", "pdf", "pdf", "epub"]
    assert [edition.is_handout for edition in settings.editions] == [False, False, True, False]


def test_a_tagged_edition_of_the_whole_book_begins_with_its_cover() -> None:
    assert [edition.cover for edition in read(None).editions] == [False, True, False, False]
    made = editions("""
        [editions.print]
        paper = {caliper = "0.1mm"}
        [editions.press]
        variant = "pdf/x-4"
        icc = "p.icc"
        [editions.heard]
        variant = "pdf/ua-2"
        [editions.bare]
        variant = "pdf/ua-1"
        cover = false
        [editions.seen]
        cover = true
        [editions.class]
        variant = "pdf/ua-1"
        sources = ["orlov"]
    """)
    assert {name for name, edition in made.items() if edition.cover} == {"heard", "seen"}


def test_an_e_books_pictures_are_as_large_as_the_author_wants() -> None:
    made = editions('[editions.epub]\n[editions.small]\nkind = "epub"\nmax_image = "800 px"')
    assert {name: edition.max_image for name, edition in made.items()} == {"epub": 1600, "small": 800}


def test_paths_are_seen_from_the_books_folder() -> None:
    settings = read('[book]\ntitle = "T"\nbibliography = ["../a.bib"]\nback = ["./more/../back/*.md"]\ncsl = "x.csl"')
    assert settings.bibliography[0].text == "a.bib"
    assert settings.back[0].text == "manuscript/back/*.md"
    assert settings.csl == "manuscript/x.csl"
    assert settings.csl_place == Place("manuscript/book.toml", 5, 7)
    assert settings.bibliography[0].place == Place("manuscript/book.toml", 3, 17)


def test_the_type_is_as_the_author_wants_it() -> None:
    assert read(None).typography == read('[book]\ntitle = "T"').typography == USUAL_TYPOGRAPHY
    toml = '[book]\ntitle = "T"\ntheme = "plain"\n[book.hyphenate]\nwords = ["Le-nin-grad", "Kirov", "le-nin-grad"]'
    assert read(toml).typography == Typography(Theme.PLAIN, ("Le-nin-grad", "Kirov"))


def test_the_house_has_its_own_rules() -> None:
    assert read(None).house_rules == USUAL_HOUSE
    toml = '[book]\ntitle = "T"\n[lint]\nallow = ["doubled-word"]\nerrors = ["C104"]\nspelling = "ize"\n'
    house = read(toml + 'dates = "1 December 1934"\ndashes = "spaced"').house_rules
    assert house.allow == (RuleNamed("doubled-word", Place("manuscript/book.toml", 4, 10)),)
    assert house.errors == (RuleNamed("C104", Place("manuscript/book.toml", 5, 11)),)
    assert (house.spelling, house.dates, house.dashes) == (Spelling.IZE, DateForm.DAY_FIRST, DashForm.SPACED)


def test_the_rights_are_as_the_author_chose() -> None:
    assert read(None).apparatus.rights == USUAL_RIGHTS
    chosen = read(
        '[book]\ntitle = "T"\n[rights]\nenforce = true\nlimits = { one = 100, each = 50, total = 150 }\n'
        'anthology_share = 0\nnotice = "Write to us."\nacknowledgements = false'
    ).apparatus.rights
    assert chosen == RightsRules(True, 100, 50, 150, 0.0, "Write to us.", False)


def test_the_apparatus_is_as_the_author_chose() -> None:
    assert read(None).apparatus == Apparatus(ShortForms.CHAPTER, Ibid.STYLE, Grouping.KIND, ())
    chosen = read(
        '[book]\ntitle = "T"\nshort_forms = "book"\nibid = "page"\nsource_index = "archive"\n'
        'nocite = ["getty", "@{odd key}", "@*"]'
    ).apparatus
    assert (chosen.short_forms, chosen.ibid, chosen.grouping) == (ShortForms.BOOK, Ibid.PAGE, Grouping.ARCHIVE)
    assert [(work.key, work.place.column) for work in chosen.nocite] == [("getty", 11), ("odd key", 20), ("*", 34)]


def test_authors_and_people_make_the_book() -> None:
    settings = read('[book]\ntitle = "T"\nauthors = ["A"]\n[[book.people]]\nname = "B"\nrole = "edt"\nfile_as = "B,"')
    assert settings.identity.contributors == (Contributor("A"), Contributor("B", "edt", "B,"))


def test_a_trim_that_is_not_written_is_that_of_the_print_edition() -> None:
    made = editions('[editions.screen]\n[editions.handout]\n[editions.large]\n[editions.print]\ntrim = "A5"')
    assert made["screen"].trim == made["large"].trim == made["print"].trim == parse_trim("A5")
    assert made["handout"].trim == parse_trim("A4")


def test_the_handouts_trim_is_its_own() -> None:
    made = editions('[editions.handout]\ntrim = "A3"\n[editions.screen]')
    assert made["screen"].trim == PAPERBACK


def test_the_well_known_editions_are_so_by_name() -> None:
    made = editions("[editions.print]\n[editions.screen]\n[editions.handout]\n[editions.epub]\n")
    assert made["screen"].variant == "pdf/ua-1"
    assert made["handout"].sources == ("*",)
    assert made["handout"].questions
    assert made["epub"].kind is EditionKind.EPUB
    assert made["print"].trim == PAPERBACK


@pytest.mark.parametrize(("toml", "sources"), [
    ('sources = ["a", "b"]', ("a", "b")),
    ("sources = []", ("*",)),
    ("questions = true", ("*",)),
    ("marks = true", ()),
])
def test_an_edition_of_some_sources_is_a_handout(toml: str, sources: tuple[str, ...]) -> None:
    assert editions(f"[editions.class]\n{toml}")["class"].sources == sources


def test_an_e_book_embeds_its_fonts_unless_it_is_told_not_to() -> None:
    made = editions('[editions.epub]\n[editions.plain]\nkind = "epub"\nfonts = false')
    assert (made["epub"].embeds_fonts, made["plain"].embeds_fonts) == (True, False)


def test_an_editions_place_is_its_name() -> None:
    assert editions("[editions.print]")["print"].place == Place("manuscript/book.toml", 3, 11)


def test_a_profile_is_seen_from_the_books_folder() -> None:
    assert editions('[editions.print]\nicc = "../press.icc"')["print"].icc == "press.icc"


def test_the_variants_are_among_those_that_the_pdf_engine_writes() -> None:
    assert set(VARIANTS) < set(WEASYPRINT_VARIANTS)


@pytest.mark.parametrize(("written", "trim"), [
    ("6in 9in", PAPERBACK),
    ("6 in × 9 in", PAPERBACK),
    ("432pt x 648pt", PAPERBACK),
    ("36pc,54pc", PAPERBACK),
    ("25.4mm 254mm", Trim(72, 720)),
    ("Letter", Trim(612, 792)),
    ("letter landscape", Trim(792, 612)),
    ("B format", Trim(129 * 72 / 25.4, 198 * 72 / 25.4)),
    ("9in", None), ("6in 9", None), ("0mm 9in", None), ("6in -9in", None), ("900in 9in", None), ("A99", None),
    ("", None),
])  # fmt: skip
def test_a_trim(written: str, trim: Trim | None) -> None:
    assert parse_trim(written) == trim


def test_lengths_are_exact() -> None:
    assert parse_bleed("3mm") == 3 * 72 / 25.4
    assert parse_bleed("25.4mm") == parse_bleed("1in") == 72.0
    assert parse_bleed("1.01in") is None


@pytest.mark.parametrize(("written", "is_right"), [
    ("978-0-306-40615-7", True), ("9780306406157", True), ("ISBN 978-0-306-40615-7", True), ("0-306-40615-2", True),
    ("0-8044-2957-X", True), ("979-10-90636-07-1", True),
    ("978-0-306-40615-8", False), ("0-306-40615-3", False), ("123", False), ("", False), ("977-0-306-40615-0", False),
])  # fmt: skip
def test_an_isbn(written: str, is_right: bool) -> None:
    assert (parse_isbn(written) is not None) == is_right


@pytest.mark.parametrize(("written", "tag"), [
    ("en-gb", "en-GB"), ("DE", "de"), ("zh-hant-tw", "zh-Hant-TW"), ("ru-Latn", "ru-Latn"), ("es-419", "es-419"),
    ("de-1996", "de-1996"), ("english", None), ("en_GB", None), ("", None), ("e", None), ("en-", None),
])  # fmt: skip
def test_a_language(written: str, tag: str | None) -> None:
    assert parse_lang(written) == tag


@pytest.mark.parametrize(("title", "slug"), [
    ("Sergei Kirov", "sergei-kirov"), ("Ångström’s “Life”: I", "angstroms-life-i"), ("Сергей Киров", "сергей-киров"),
    ("!?", "book"), ("x " * 99, "-".join("x" * 30)),
])  # fmt: skip
def test_a_slug(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_people() -> None:
    outcome = read_people('[kirov]\npreferred = "Kirov, Sergei"\nvariants = ["Kirof"]\ndates = "1886–1934"', "p.toml")
    (person,) = outcome.value
    assert person == Authority("kirov", "Kirov, Sergei", ("Kirof",), "1886–1934", Place("p.toml", 1, 2))


@pytest.mark.parametrize(("written", "near"), [
    ("editor", "edt"), ("Writer of Preface", "wpr"), ("translater", "trl"), ("etd", "edt"), ("tlr", "trl"),
    ("aux", "aut"), ("", None), ("a person who did much", None),
])  # fmt: skip
def test_the_role_that_was_meant(written: str, near: str | None) -> None:
    assert nearest_role(written) == near


def test_the_roles_are_those_of_libraries() -> None:
    assert all(is_role(code) for code in ("aut", "edt", "trl", "ill", "acp", "wde", "cmm"))
    assert not any(is_role(code) for code in ("", "AUT", "editor", "xyz", "clb"))
    assert all(re.fullmatch(r"[a-z]{3}", code) for code in BOOK_ROLES)
    assert len(set(BOOK_ROLES.values())) == len(BOOK_ROLES)


def test_whose_part_is_unknown_has_contributed() -> None:
    toml = '[book]\ntitle = "T"\npeople = [{name = "A", role = "editor"}, {name = "B"}]'
    outcome = read_settings(toml, "manuscript/book.toml", TODAY, "T")
    assert outcome.value is not None
    assert outcome.value.identity.contributors == (Contributor("A", "ctb"), Contributor("B", "aut"))


def test_what_catalogues_want_to_know() -> None:
    identity = read(
        '[book]\ntitle = "T"\nlang = "en-GB"\nlanguages = ["ru", "en-gb", "ru"]\nsource = "A diary"\n'
        'subjects = ["Ice", {bisac = "HIS032000", thema = "NHD", text = "Russia"}, {thema = "3MPBGH"}, "Snow"]\n'
        'series = {title = "Lives", number = 3, issn = "ISSN 2434 561x"}\n'
        'people = [{name = "The Society", body = true}]\n'
        'accessibility = {conforms_to = "EPUB Accessibility 1.1 - WCAG 2.2 Level AAA", certified_by = "C"}'
    ).identity
    assert (identity.languages, identity.source, identity.subjects) == (("ru",), "A diary", ("Ice", "Snow"))
    assert identity.subject_codes == (
        SubjectCode(SubjectScheme.BISAC, "HIS032000", "Russia"), SubjectCode(SubjectScheme.THEMA, "NHD", "Russia"),
        SubjectCode(SubjectScheme.THEMA, "3MPBGH"),
    )
    assert identity.series == Series("Lives", "3", "2434-561X")
    assert identity.contributors == (Contributor("The Society", is_body=True),)
    assert identity.access == AccessClaim("EPUB Accessibility 1.1 - WCAG 2.2 Level AAA", "C")


@pytest.mark.parametrize(("written", "checked"), [
    ("0317-8471", "0317-8471"), ("03178472", "0317-8471"), ("ISSN 2434-561X", "2434-561X"), ("0317-847", None),
    ("0317-8471-1", None), ("", None),
])  # fmt: skip
def test_an_issn(written: str, checked: str | None) -> None:
    assert checked_issn(written) == checked


@pytest.mark.parametrize(("written", "checked"), [
    ("978-0-306-40615-8", "978-0-306-40615-7"), ("ISBN 0-306-40615-3", "ISBN 0-306-40615-2"),
    ("0-8044-2957-1", "0-8044-2957-X"), ("97803064061570", None), ("0-X044-2957-X", None),
])  # fmt: skip
def test_the_digit_that_an_isbn_asks_for(written: str, checked: str | None) -> None:
    assert checked_isbn(written) == checked
