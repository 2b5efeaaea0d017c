"""Say what of a page's markup is the book's running text, the same in every edition."""

OF_ONE_EDITION = frozenset({
    "places", "index-places", "index-sources", "names-places", "index-note", "source-list", "draft", "neighbours",
})
"""Classes of what each edition words in its own way: the places that an index leads to, above all."""

WORDED_ANEW = frozenset({"reference"})
"""Classes of what stands in every edition at the same point of the text, in words that may name a page or not."""
