"""Prove that a reader of an e-book finds the way: by the titles of its pages, its contents, its landmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from kirovbook.arrange.terms import terms_of
from kirovbook.check.epub_reading import ReadEpub, plain, resolve_href
from kirovbook.diagnostics import ERROR, Diagnostic, Place
from kirovbook.model.book import ArrangedBook, Chapter, Leaf, LeafKind
from kirovbook.render.epub.addresses import Addresses, leaves_with_page
from kirovbook.render.epub.characters import legal
from kirovbook.render.epub.navigation import unmarked
from kirovbook.render.html import plain_title

_TYPE, _XHTML = "{http://www.idpf.org/2007/ops}type", "{http://www.w3.org/1999/xhtml}"
_REPORT = "report this with the manuscript: every part of an e-book must be found"

# EPUB 3 Structural Semantics Vocabulary 1.1: divisions, sections, notes and lists that a landmark can be.
LANDMARKS = frozenset({
    "cover", "frontmatter", "bodymatter", "backmatter", "titlepage", "halftitlepage", "copyright-page", "toc", "part",
    "volume", "chapter", "abstract", "foreword", "preface", "prologue", "introduction", "preamble", "conclusion",
    "epilogue", "afterword", "epigraph", "acknowledgments", "contributors", "dedication", "colophon", "imprimatur",
    "imprint", "errata", "appendix", "index", "glossary", "bibliography", "endnotes", "footnotes", "rearnotes",
    "loi", "lot", "loa", "lov", "page-list", "landmarks",
})


def prove_navigation(
    path: Path, read: ReadEpub, arranged: ArrangedBook, addresses: Addresses
) -> Iterator[Diagnostic]:
    """Give an error for each page that its title does not name, or that the contents, or the list of sources, lack."""
    with ZipFile(path) as archive:
        roots = {
            href: ET.fromstring(archive.read(f"EPUB/{href}"))  # noqa: S314 - expat refuses entity bombs
            for href in dict.fromkeys(read.spine) if href in read.files
        }
    yield from _prove_titles(roots, arranged, addresses)
    navigation = roots.get(read.navigation)
    if navigation is not None:
        yield from _prove_contents(navigation, read.navigation, arranged, addresses)
        yield from _prove_landmarks(navigation, arranged.edition.place)
    yield from _prove_list_of_sources(roots, arranged, addresses)


def _prove_titles(
    roots: Mapping[str, Element], arranged: ArrangedBook, addresses: Addresses
) -> Iterator[Diagnostic]:
    for leaf in leaves_with_page(arranged):
        root = roots.get(addresses.of(leaf.unit))
        if root is None:
            continue
        title = plain(root.findtext(f"{_XHTML}head/{_XHTML}title", ""))
        words = plain(legal(plain_title(unmarked(leaf.title))))
        if not title or words not in title or _number_of(leaf, arranged) not in title:
            message = f"the title of a page, {title!r}, does not name it: {words!r}"
            yield _error("E124", arranged.place_of(leaf), message)


def _number_of(leaf: Leaf, arranged: ArrangedBook) -> str:
    match leaf.content:
        case Chapter(opens_part=True, number=number):
            return plain(terms_of(arranged.book.identity.lang).called_part(number))
        case Chapter(number=number) if number:
            return str(number)
        case _:
            return ""


def _prove_contents(
    navigation: Element, href: str, arranged: ArrangedBook, addresses: Addresses
) -> Iterator[Diagnostic]:
    """The contents lead to every listed part and every source, in the order of the book."""
    listed = [leaf for leaf in leaves_with_page(arranged) if leaf.listed]
    found = [resolve_href(href, each)[0] for nav in navigation.iter(f"{_XHTML}nav") if nav.get(_TYPE) == "toc"
             for each in _links(nav)]
    yield from _prove_listed("the contents", listed, found, arranged, addresses)


def _prove_list_of_sources(
    roots: Mapping[str, Element], arranged: ArrangedBook, addresses: Addresses
) -> Iterator[Diagnostic]:
    sources = [leaf for leaf in leaves_with_page(arranged) if leaf.kind is LeafKind.SOURCE]
    for leaf in leaves_with_page(arranged):
        page = addresses.of(leaf.unit)
        if leaf.kind in {LeafKind.SOURCES_OPENING, LeafKind.HANDOUT_OPENING} and page in roots:
            lists = (each for each in roots[page].iter(f"{_XHTML}ul") if each.get("class") == "source-list")
            found = [resolve_href(page, href)[0] for each in lists for href in _links(each)]
            yield from _prove_listed("the list of sources", sources, found, arranged, addresses)


def _prove_listed(
    what: str, wanted: list[Leaf], found: list[str], arranged: ArrangedBook, addresses: Addresses
) -> Iterator[Diagnostic]:
    hrefs = [addresses.of(leaf.unit) for leaf in wanted]
    for leaf, href in zip(wanted, hrefs, strict=True):
        if (times := found.count(href)) != 1:
            yield _error("E125", arranged.place_of(leaf), f"{what} of the e-book has {href!r} {times} times")
    if sorted(found) == sorted(hrefs) and found != hrefs:
        yield _error("E125", arranged.edition.place, f"{what} of the e-book is not in the order of the book")


def _prove_landmarks(navigation: Element, place: Place) -> Iterator[Diagnostic]:
    for nav in navigation.iter(f"{_XHTML}nav"):
        types = [each.get(_TYPE, "") for each in nav.iter(f"{_XHTML}a")] if nav.get(_TYPE) == "landmarks" else []
        for each in types:
            if each not in LANDMARKS:
                yield _error("E126", place, f"a landmark of the e-book is of no kind that readers know: {each!r}")


def _links(element: Element) -> list[str]:
    return [each.get("href", "") for each in element.iter(f"{_XHTML}a")]


def _error(code: str, place: Place, message: str) -> Diagnostic:
    return Diagnostic(code, ERROR, place, message, _REPORT)
