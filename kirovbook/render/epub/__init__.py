"""Write an e-book: one page for each part of the book, its navigation and what a catalogue is told of it."""

from kirovbook.render.epub.edition import render_epub
from kirovbook.render.epub.rendering import EpubRendering, MetaEntry, Page, StyleSheet, WantedPicture

__all__ = ["EpubRendering", "MetaEntry", "Page", "StyleSheet", "WantedPicture", "render_epub"]
