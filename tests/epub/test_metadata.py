"""What a catalogue, a shop and a reading system are told of an e-book beyond its title and its people."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from kirovbook.arrange.matter import arrange
from kirovbook.model.catalogue import AccessClaim, Series
from kirovbook.render.epub import render_epub

OPF, DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
APPLE = "META-INF/com.apple.ibooks.display-options.xml"


@pytest.fixture(scope="module")
def package(catalogued_book, maker, tmp_path_factory):
    made = maker(tmp_path_factory.mktemp("catalogued"), catalogued_book)
    with ZipFile(made.path) as archive:
        return ET.fromstring(archive.read("EPUB/content.opf"))


def refining(package, name):
    metas = package.iter(f"{OPF}meta")
    return [(meta.get("property"), meta.text) for meta in metas if meta.get("refines") == f"#{name}"]


def by_property(package, name):
    return [(meta.get("id"), meta.text) for meta in package.iter(f"{OPF}meta") if meta.get("property") == name]


def names_of(book, edition):
    return [entry.name for entry in render_epub(arrange(book, edition)).metadata]


def test_the_book_is_a_volume_of_its_series(package):
    assert by_property(package, "belongs-to-collection") == [("series", "Lives & Sources")]
    assert refining(package, "series") == [
        ("collection-type", "series"), ("group-position", "3"), ("dcterms:identifier", "urn:issn:0317-8471"),
    ]


def test_a_series_need_not_be_numbered(catalogued_book, edition):
    plain = replace(catalogued_book, identity=replace(catalogued_book.identity, series=Series("Lives")))
    names = names_of(plain, edition)
    assert "collection-type" in names
    assert "group-position" not in names
    assert "dcterms:identifier" not in names


def test_subjects_have_their_codes(package):
    subjects = [(subject.get("id"), subject.text) for subject in package.iter(f"{DC}subject")]
    assert subjects == [
        (None, "Harbours"), (None, "Archives"), ("subject-1", "HISTORY / Russia / General"), ("subject-2", "NHD"),
        ("subject-3", "Russia"),
    ]
    assert refining(package, "subject-1") == [("authority", "BISAC"), ("term", "HIS032000")]
    assert refining(package, "subject-2") == [("authority", "Thema"), ("term", "NHD")]
    assert refining(package, "subject-3") == [("authority", "Thema"), ("term", "1DTA")]


def test_every_language_and_the_source_are_named(package):
    assert [each.text for each in package.iter(f"{DC}language")] == ["en-GB", "ru", "he"]
    assert "urn:isbn:9780804429573" in [each.text for each in package.iter(f"{DC}source")]


def test_what_the_publisher_claims_is_claimed(package):
    assert by_property(package, "dcterms:conformsTo") == [
        ("conformance", "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"),
    ]
    assert refining(package, "conformance") == [("a11y:certifiedBy", "A Certifier")]


def test_nothing_is_claimed_unasked(book, edition):
    assert not {"dcterms:conformsTo", "a11y:certifiedBy"} & set(names_of(book, edition))
    uncertified = AccessClaim("EPUB Accessibility 1.1 - WCAG 2.1 Level A")
    names = names_of(replace(book, identity=replace(book.identity, access=uncertified)), edition)
    assert "dcterms:conformsTo" in names
    assert "a11y:certifiedBy" not in names


def test_the_metadata_of_access_are_complete(package):
    for name in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard",
                 "accessibilitySummary"):
        assert by_property(package, f"schema:{name}")


def test_the_series_stands_on_the_title_page_and_in_the_imprint(catalogued_book, edition):
    without = replace(catalogued_book, front_matter=catalogued_book.front_matter[1:])
    pages = {page.href: page.text for page in render_epub(arrange(without, edition)).pages}
    assert '<p class="series">Lives &amp; Sources, 3</p>' in pages["title-page.xhtml"]
    assert "<p>Lives &amp; Sources, 3. ISSN 0317-8471</p>" in pages["imprint.xhtml"]


def test_apple_books_is_told_to_show_the_fonts(made):
    with ZipFile(made.path) as archive:
        options = ET.fromstring(archive.read(APPLE)).iter("option")
        assert [(option.get("name"), option.text) for option in options] == [("specified-fonts", "true")]
        assert sum(name.endswith(".woff2") for name in archive.namelist()) == 3


def test_without_fonts_the_reader_chooses_the_type(book, edition, maker, tmp_path):
    made = maker(tmp_path, book, edition=replace(edition, embeds_fonts=False))
    with ZipFile(made.path) as archive:
        names, style = archive.namelist(), archive.read("EPUB/styles/house.css").decode()
    assert not [name for name in names if name.endswith(".woff2")]
    assert APPLE not in names
    assert "@font-face" not in style
    assert "serif" in style
