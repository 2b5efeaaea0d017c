"""Breaks go before the very word that a printed page begins with, and where markup may hold them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kirovbook.model.letters import bare
from kirovbook.model.printed_page import STANDS_FOR
from kirovbook.render.epub.page_breaks import PageBreak, letters_of, set_breaks

PAGE = '<html xmlns:epub="http://www.idpf.org/2007/ops"><head><title>No text</title></head><body>\n{}\n</body></html>'


def broken(inner: str, *before: int) -> str:
    """Give the body with a break, written ``|``, behind so many letters."""
    text = set_breaks(PAGE.format(inner), [PageBreak(str(number), at) for number, at in enumerate(before, start=1)])
    ET.fromstring(text)
    for number in range(1, len(before) + 1):
        mark = f'<span epub:type="pagebreak" role="doc-pagebreak" id="page-{number}" aria-label="{number}"></span>'
        assert text.count(mark) == 1
        text = text.replace(mark, "|")
    return text.partition("<body>")[2].rpartition("</body>")[0].strip("\n")


@pytest.mark.parametrize(("inner", "at", "expected"), [
    ("<p>One two three</p>", 3, "<p>One |two three</p>"),
    ("<p>One</p>\n<p>Two</p>", 3, "<p>One</p>\n<p>|Two</p>"),
    ("<p>One <em>two</em></p>", 3, "<p>One |<em>two</em></p>"),
    ("<p>One <em>two three</em></p>", 6, "<p>One <em>two |three</em></p>"),
    ("<p>One</p><h2 id='x'><a href='y'>Two</a></h2>", 3, "<p>One</p>|<h2 id='x'><a href='y'>Two</a></h2>"),
    ("<section><header><h1>One</h1></header></section>", 0, "<section>|<header><h1>One</h1></header></section>"),
    ("<ul><li><p>One</p></li><li><p>Two</p></li></ul>", 3, "<ul><li><p>One</p></li><li><p>|Two</p></li></ul>"),
    ("<table><tr><td>A</td><td>B</td></tr></table>", 1, "<table><tr><td>A</td><td>|B</td></tr></table>"),
    ("<p>a &amp; b</p>", 2, "<p>a &amp; |b</p>"),
    ("<p>“One”, he said</p>", 6, "<p>“One”, |he said</p>"),
    ("<p>One <img src='a' alt='two words'/> three</p>", 3, "<p>One |<img src='a' alt='two words'/> three</p>"),
    ("<p>One <img src='a' alt='two words'/> three</p>", 4, "<p>One <img src='a' alt='two words'/> |three</p>"),
    # What is longer than the text goes to the end of the page, what has no text to its opening.
    ("<p>One</p>", 3, "<p>One</p>\n|"),
    ("<hr/>", 0, "|\n<hr/>"),
    # A contents page begins with its break, and what is hidden below it is nothing to stand before.
    ('<nav role="doc-toc">One</nav><nav hidden="hidden">Two</nav>', 0,
     '|\n<nav role="doc-toc">One</nav><nav hidden="hidden">Two</nav>'),
])  # fmt: skip
def test_a_break_stands_before_its_word(inner, at, expected):
    assert broken(inner, at) == expected


@pytest.mark.parametrize(("inner", "at", "expected"), [
    ("<p>Astrakhan fell</p>", 5, "<p>|Astrakhan fell</p>"),
    ("<p>In Astrakhan’s port</p>", 6, "<p>In |Astrakhan’s port</p>"),
    ("<p>the well-known man</p>", 7, "<p>the well-|known man</p>"),
    ("<p>1917–1934</p>", 5, "<p>1917–|1934</p>"),
    ("<p>Ленинград пал</p>", 4, "<p>|Ленинград пал</p>"),
    # Chinese has no spaces that a break could go back to.
    ("<p>一九三四年</p>", 2, "<p>一九|三四年</p>"),
    (f"<p>{'a' * 50}</p>", 40, f"<p>{'a' * 40}|{'a' * 10}</p>"),
])
def test_a_divided_word_is_not_broken(inner, at, expected):
    assert broken(inner, at) == expected


def test_what_is_no_running_text_is_not_counted():
    inner = ('<p class="draft">Draft</p><p>One<sup class="mark"><a role="doc-noteref" href="#n">12</a></sup> two '
             '<a class="reference" href="x">Source 2, p. 5</a> three</p><p class="index-note">Note</p>'
             '<section role="doc-endnotes"><p>Note</p></section>')
    assert letters_of(PAGE.format(inner)) == f"onetwo{STANDS_FOR}three"
    assert broken(inner, 3, 6, 7).count("|") == 3
    assert "12</a></sup> |two |<a class" in broken(inner, 3, 6, 7)
    assert "</a> |three" in broken(inner, 3, 6, 7)


def test_blank_pages_share_a_place():
    assert broken("<p>One</p><p>Two</p>", 3, 3, 3) == "<p>One</p><p>|||Two</p>"


WORDS = st.lists(st.text(st.sampled_from("aBç&<>“”ßﬁ\u0301\u00adЖ"), min_size=1, max_size=6), min_size=1, max_size=5)


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_breaks_change_no_word(paragraphs, data):
    escape = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    tags = data.draw(st.lists(st.sampled_from(["p", "h2", "em", "li"]), min_size=len(paragraphs), max_size=9))
    inner = "".join(
        f"<{tag}>{' '.join(words).translate(escape)}</{tag}>" for tag, words in zip(tags, paragraphs, strict=False)
    )
    letters = letters_of(PAGE.format(inner))
    assert letters == "".join(bare(" ".join(words)) for words in paragraphs)
    places = sorted(data.draw(st.lists(st.integers(0, len(letters)), max_size=4)))
    assert broken(inner, *places).replace("|", "").strip() == inner.strip()
