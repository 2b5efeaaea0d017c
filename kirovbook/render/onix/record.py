"""Write the ONIX record of a book."""

from __future__ import annotations

from datetime import UTC, datetime

from kirovbook.model.book import Contributor, Identity
from kirovbook.quick_dataclass import dataclass
from kirovbook.render.epub.characters import legal
from kirovbook.render.epub.rendering import MetaEntry
from kirovbook.render.onix.codes import (
    KEYWORDS,
    MAIN_SCHEMES,
    NO_CONTRIBUTORS,
    language_of,
    role_of,
    scheme_of,
)
from kirovbook.render.onix.products import PrintedBook, products_of
from kirovbook.render.templates import render_template

# Lists 1 and 64.
_ADVANCE_NOTICE, _CONFIRMED = "02", "03"
_FORTHCOMING, _ACTIVE = "02", "04"


@dataclass(frozen=True, slots=True)
class Named:
    """A contributor with a role of list 17."""

    role: str
    person: Contributor


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with its scheme (list 27); one of each great scheme is the main one, which a shop shelves it by."""

    scheme: str
    code: str
    words: str
    is_main: bool = False


def has_record(identity: Identity) -> bool:
    """Answer whether there is something to tell the trade: a product that can be ordered, and who sells it."""
    return bool(identity.publisher and (identity.isbn_epub or identity.isbn_print))


def render_onix(
    identity: Identity, sent: datetime, printed: PrintedBook | None, package: tuple[MetaEntry, ...]
) -> str:
    """Write a message with a record for each product that has an ISBN.

    ``sent`` is the moment of the build; a book whose date lies after it is forthcoming. ``package`` is the metadata of
    the e-book. Who supplies it, where and at what price is the publisher's to add: a book knows nothing of that.
    """
    is_out = identity.date <= sent.date()
    return legal(render_template(
        "onix.xml.jinja",
        identity=identity,
        sent=sent.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"),
        published=identity.date.strftime("%Y%m%d"),
        notification=_CONFIRMED if is_out else _ADVANCE_NOTICE,
        status=_ACTIVE if is_out else _FORTHCOMING,
        products=tuple(products_of(identity, printed, package)),
        contributors=_contributors(identity),
        language=language_of(identity.lang),
        further_languages=_further_languages(identity),
        subjects=_subjects(identity),
    ))


def _contributors(identity: Identity) -> tuple[Named, ...]:
    return tuple(
        Named(role_of(person.role), person) for person in identity.contributors if person.role not in NO_CONTRIBUTORS
    )


def _further_languages(identity: Identity) -> tuple[str, ...]:
    codes = dict.fromkeys(code for tag in identity.languages if (code := language_of(tag)))
    return tuple(code for code in codes if code != language_of(identity.lang))


def _subjects(identity: Identity) -> tuple[Subject, ...]:
    subjects: list[Subject] = []
    for each in identity.subject_codes:
        scheme = scheme_of(each)
        is_main = scheme in MAIN_SCHEMES and all(subject.scheme != scheme for subject in subjects)
        subjects.append(Subject(scheme, each.code, each.text, is_main))
    if identity.subjects:
        # The list asks for keywords with semicolons between them.
        subjects.append(Subject(KEYWORDS, "", "; ".join(word.replace(";", ",") for word in identity.subjects)))
    return tuple(subjects)
