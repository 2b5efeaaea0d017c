"""The record for the book trade: valid by EDItEUR's schema, and true of the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from kirovbook.config.roles import BOOK_ROLES, is_role
from kirovbook.model.book import Contributor, Identity
from kirovbook.model.catalogue import AccessClaim, Series, SubjectCode, SubjectScheme
from kirovbook.model.edition import Trim
from kirovbook.render.epub.rendering import MetaEntry
from kirovbook.render.onix import PrintedBook, has_record, render_onix
from kirovbook.render.onix import codes as own

SENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
EPUB_ISBN, PRINT_ISBN = "9783161484100", "9780306406157"
PRINTED = PrintedBook(Trim(432, 648), ("i", "ii", "iii", "iv", *map(str, range(1, 29))), 30)
PACKAGE = (
    MetaEntry("dc:title", "The Harbour"),
    MetaEntry("schema:accessMode", "textual"),
    MetaEntry("schema:accessModeSufficient", "textual"),
    *(MetaEntry("schema:accessibilityFeature", feature) for feature in (
        "tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability", "index",
        "alternativeText",
    )),
    MetaEntry("schema:accessibilityHazard", "none"),
    MetaEntry("schema:accessibilitySummary", "All pictures are described."),
)
IDENTITY = Identity(
    title="The Harbour & the <Archive>", subtitle="A Book of Everything", slug="everything",
    contributors=(
        Contributor("Ada Writer", "aut", "Writer, Ada"), Contributor("Tom Ferry", "trl"),
        Contributor("The Society", "edt", "Society, The", is_body=True),
        Contributor("The Bank", "fnd", is_body=True), Contributor("Cut Ter", "wdc"),
    ),
    lang="en-GB", publisher="Ice & Press", isbn_print="0-306-40615-2", isbn_epub="978-3-16-148410-0", identifier="",
    rights="Free to copy", description="Every kind of block.", subjects=("Harbours", "Ice; snow"),
    date=date(2026, 1, 2), source_label="Source",
    subject_codes=(
        SubjectCode(SubjectScheme.BISAC, "HIS032000", "HISTORY / Russia"), SubjectCode(SubjectScheme.THEMA, "NHD"),
        SubjectCode(SubjectScheme.BISAC, "HIS037070"), SubjectCode(SubjectScheme.THEMA, "1DTA", "Russia"),
        SubjectCode(SubjectScheme.THEMA, "3MPBGH"),
    ),
    series=Series("Lives & Sources", "3", "0317-8471"), languages=("ru-Latn", "ru", "xx", "en-US", "grc"),
    access=AccessClaim("EPUB Accessibility 1.1 - WCAG 2.1 Level AA", "A Certifier"),
)
BARE = Identity(
    title="T", subtitle="", slug="t", contributors=(), lang="tlh", publisher="P", isbn_print="", isbn_epub=EPUB_ISBN,
    identifier="", rights="", description="", subjects=(), date=date(2026, 1, 2), source_label="Source",
)


class Message:
    """A record, read back by the names of its elements."""

    def __init__(self, text: str) -> None:
        self.root = etree.fromstring(text.encode())
        self.spaces = {"o": "http://ns.editeur.org/onix/3.0/reference"}

    def find(self, path: str) -> list[str]:
        """Give the texts at a path, in which each name stands bare."""
        steps = "/".join(f"o:{step}" if step else "" for step in path.split("/"))
        return [each.text or "" for each in self.root.xpath(f".//{steps}", namespaces=self.spaces)]

    def products(self) -> list[Message]:
        messages = []
        for product in self.root.iterfind("o:Product", self.spaces):
            message = Message.__new__(Message)
            message.root, message.spaces = product, self.spaces
            messages.append(message)
        return messages


def message(identity: Identity = IDENTITY, printed: PrintedBook | None = PRINTED, sent: datetime = SENT) -> Message:
    return Message(render_onix(identity, sent, printed, PACKAGE))


def faults(identity: Identity, schema: etree.XMLSchema, printed: PrintedBook | None = PRINTED) -> list[str]:
    schema.validate(etree.fromstring(render_onix(identity, SENT, printed, PACKAGE).encode()))
    return [str(fault) for fault in schema.error_log]


@pytest.mark.parametrize("identity", [
    IDENTITY, BARE, replace(IDENTITY, isbn_print=""), replace(IDENTITY, isbn_epub=""),
    replace(IDENTITY, series=Series("Lives"), access=None, description="", subjects=(), subject_codes=()),
], ids=["everything", "bare", "epub", "print", "less"])
@pytest.mark.parametrize("printed", [PRINTED, None], ids=["laid-out", "not-laid-out"])
def test_the_record_is_valid(identity: Identity, printed: PrintedBook | None, schema: etree.XMLSchema) -> None:
    assert faults(identity, schema, printed) == []


def test_the_schema_finds_what_is_wrong(schema: etree.XMLSchema) -> None:
    text = render_onix(IDENTITY, SENT, PRINTED, PACKAGE)
    for old, new in (("<ContributorRole>A01", "<ContributorRole>AUT"), ("<TitleType>01</TitleType>", ""),
                     ("<LanguageCode>eng", "<LanguageCode>en")):
        assert old in text
        assert not schema.validate(etree.fromstring(text.replace(old, new).encode()))


SOME_TEXT = st.text(min_size=1, max_size=30)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=SOME_TEXT, publisher=SOME_TEXT, name=SOME_TEXT, subject=SOME_TEXT, description=st.text(max_size=60))
def test_any_words_give_well_formed_xml(
    title: str, publisher: str, name: str, subject: str, description: str,
) -> None:
    identity = replace(BARE, title=title, publisher=publisher, contributors=(Contributor(name),), subjects=(subject,),
                       description=description)
    etree.fromstring(render_onix(identity, SENT, None, PACKAGE).encode("utf-8", "surrogatepass"))


def test_each_isbn_is_a_product() -> None:
    epub, paper = message().products()
    assert epub.find("ProductIdentifier/IDValue")[0] == EPUB_ISBN
    assert (epub.find("ProductForm"), epub.find("ProductFormDetail")) == (["EA"], ["E101"])
    assert paper.find("ProductIdentifier/IDValue")[0] == PRINT_ISBN
    assert (paper.find("ProductForm"), paper.find("ProductFormDetail")) == (["BC"], [])
    assert epub.find("RelatedProduct/ProductRelationCode") == ["13"]
    assert epub.find("RelatedProduct//IDValue") == [PRINT_ISBN]
    assert paper.find("RelatedProduct/ProductRelationCode") == ["06"]
    assert paper.find("RelatedProduct//IDValue") == [EPUB_ISBN]


def test_what_the_book_does_not_have_is_said_to_be_missing() -> None:
    bare, full = message(BARE).products()[0], message().products()[0]
    for name in ("NoContributor", "NoCollection"):
        assert (len(bare.find(name)), len(full.find(name))) == (1, 0)
    # Without it an e-book could be anything that is downloaded.
    assert bare.find("PrimaryContentType") == full.find("PrimaryContentType") == ["10"]


def test_one_isbn_for_both_is_the_e_books_alone() -> None:
    (only,) = message(replace(IDENTITY, isbn_print=EPUB_ISBN)).products()
    assert only.find("ProductForm") == ["EA"]
    assert only.find("RelatedProduct") == []


def test_titles_people_and_series_are_those_of_the_book() -> None:
    epub = message().products()[0]
    assert epub.find("DescriptiveDetail/TitleDetail/TitleElement/TitleText") == ["The Harbour & the <Archive>"]
    assert epub.find("Subtitle") == ["A Book of Everything"]
    assert epub.find("Collection//TitleText") == ["Lives & Sources"]
    assert epub.find("Collection//PartNumber") == ["3"]
    assert epub.find("Collection/CollectionIdentifier/IDValue") == ["03178471"]
    assert epub.find("ContributorRole") == ["A01", "B06", "B01", "Z99"]
    assert epub.find("PersonName") == ["Ada Writer", "Tom Ferry", "Cut Ter"]
    assert epub.find("PersonNameInverted") == ["Writer, Ada"]
    assert (epub.find("CorporateName"), epub.find("CorporateNameInverted")) == (["The Society"], ["Society, The"])
    assert epub.find("SequenceNumber") == ["1", "2", "3", "4"]
    assert epub.find("Text") == ["Every kind of block."]
    assert epub.find("PublisherName") == ["Ice & Press"]


def test_languages_and_subjects_have_the_codes_of_the_trade() -> None:
    epub = message().products()[0]
    assert coded(epub, "LanguageRole", "LanguageCode") == [("01", "eng"), ("15", "rus"), ("15", "grc")]
    assert epub.find("SubjectSchemeIdentifier") == ["10", "93", "10", "94", "96", "20"]
    assert epub.find("SubjectCode") == ["HIS032000", "NHD", "HIS037070", "1DTA", "3MPBGH"]
    assert epub.find("SubjectHeadingText") == ["HISTORY / Russia", "Russia", "Harbours; Ice, snow"]
    mains = epub.root.xpath(".//o:MainSubject/following-sibling::o:SubjectCode/text()", namespaces=epub.spaces)
    assert mains == ["HIS032000", "NHD"]


def coded(found: Message, kind: str, value: str) -> list[tuple[str, str]]:
    return list(zip(found.find(kind), found.find(value), strict=True))


def test_pages_and_size_are_those_of_the_printed_book() -> None:
    epub, paper = message().products()
    assert coded(epub, "ExtentType", "ExtentValue") == [("08", "30")]
    assert coded(paper, "ExtentType", "ExtentValue") == [("00", "26"), ("06", "32")]
    assert coded(paper, "MeasureType", "Measurement") == [("01", "229"), ("02", "152")]


def features(found: Message) -> list[tuple[str, str]]:
    return coded(found, "ProductFormFeatureType", "ProductFormFeatureValue")


def test_what_is_said_of_access_is_what_the_package_says() -> None:
    epub, paper = message().products()
    said = [code for kind, code in features(epub) if kind == "09"]
    assert said == ["00", "04", "11", "12", "13", "14", "22", "29", "30", "32", "36", "52", "81", "85", "90"]
    assert epub.find("ProductFormFeatureDescription") == ["All pictures are described.", "A Certifier"]
    assert ("12", "00") in features(epub)
    assert ("15", "101F") in features(epub)
    assert features(paper) == []


def test_nothing_is_said_of_access_that_the_package_does_not_say() -> None:
    poor = tuple(entry for entry in PACKAGE if entry.value not in {"alternativeText", "index", "none", "textual"})
    epub = Message(render_onix(replace(IDENTITY, access=None), SENT, None, poor)).products()[0]
    assert {kind for kind, code in features(epub) if code != "101F"} == {"09"}
    assert not {"04", "12", "14", "52", "81", "85", "90"} & {code for _, code in features(epub)}


def test_printed_pages_in_the_e_book_are_told() -> None:
    paged = (*PACKAGE, MetaEntry("schema:accessibilityFeature", "pageNavigation"),
             MetaEntry("schema:accessibilityFeature", "pageBreakMarkers"))
    epub = Message(render_onix(IDENTITY, SENT, PRINTED, paged)).products()[0]
    assert {("09", "19"), ("09", "41")} <= set(features(epub))


@pytest.mark.parametrize(("day", "codes_of_day"), [
    (date(2026, 11, 23), ("03", "04")), (date(2026, 11, 24), ("02", "02")), (date(1934, 12, 1), ("03", "04")),
])
def test_a_book_of_a_later_day_is_forthcoming(day: date, codes_of_day: tuple[str, str]) -> None:
    epub = message(replace(IDENTITY, date=day)).products()[0]
    assert (epub.find("NotificationType")[0], epub.find("PublishingStatus")[0]) == codes_of_day
    assert epub.find("PublishingDate/Date") == [day.strftime("%Y%m%d")]


def test_the_moment_is_told_in_one_zone() -> None:
    there = SENT.astimezone(timezone(timedelta(hours=12)))
    assert message(sent=there).find("SentDateTime") == ["20261123T120000Z"]
    assert render_onix(IDENTITY, there, PRINTED, PACKAGE) == render_onix(IDENTITY, SENT, PRINTED, PACKAGE)


def test_a_book_that_cannot_be_ordered_has_no_record() -> None:
    assert has_record(IDENTITY)
    assert has_record(BARE)
    assert not has_record(replace(IDENTITY, publisher=""))
    assert not has_record(replace(IDENTITY, isbn_print="", isbn_epub=""))


def test_our_codes_are_in_the_lists(codes: dict[int, set[str]]) -> None:
    assert set(own.ROLES.values()) | {own.OTHER_ROLE} <= codes[17]
    assert set(own.LANGUAGES.values()) <= codes[74]
    assert {own.language_of(tag) for tag in ("ru", "grc", "mul", "de-1996", "ota", "zh-Hant")} <= codes[74]
    access = {*own.ACCESS.values(), *own.ACCESS_ALWAYS, own.ACCESS_SUMMARY, own.ACCESS_BY_TEXT, own.CERTIFIED_BY}
    assert access <= codes[196]
    for version in ("2.0", "2.1", "2.2"):
        for level in ("A", "AA", "AAA"):
            assert set(own.claims_of(f"EPUB Accessibility 1.1 - WCAG {version} Level {level}")) <= codes[196]


def test_our_roles_are_marc_relators() -> None:
    assert all(is_role(code) for code in (*own.ROLES, *own.NO_CONTRIBUTORS))
    assert {"aut", "edt", "trl", "ill", "win"} <= set(own.ROLES) & set(BOOK_ROLES)
