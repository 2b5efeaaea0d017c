"""Typeset a book that is written out already with WeasyPrint as it comes, without anything of kirovbook.

    python plain.py FOLDER OUT.pdf

FOLDER has book.html and sheets.json, which names its style sheets in their order. The markup is well-formed XML and is
given to WeasyPrint as a tree: an HTML parser would close a paragraph that holds a note of several paragraphs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher


class Tree(HTML):
    """A document that is a tree already."""

    def __init__(self, root: ET.Element, base_url: str) -> None:
        self.base_url, self.url_fetcher, self.media_type = base_url, URLFetcher(), "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def main(folder: Path, out: Path) -> None:
    """Write the PDF."""
    fonts = FontConfiguration()
    names = json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
    sheets = [CSS(filename=folder / name, font_config=fonts) for name in names]
    root = ET.fromstring((folder / "book.html").read_text(encoding="utf-8"))
    Tree(root, folder.as_uri() + "/").write_pdf(out, stylesheets=sheets, font_config=fonts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
