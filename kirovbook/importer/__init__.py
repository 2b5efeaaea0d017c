"""Turn pages of narrative and numbered primary sources into a book's folder, without losing a word of them.

    reading -> repair -> recognise -> (describe, people, quotations) -> write -> proof -> shelve

Nothing is ever cut out of a page's text: what is not to be printed is only marked as dropped, so that the proof can
hold every word of the page against the book.
"""

from kirovbook.importer.importing import Wishes, import_pages, read_wishes
from kirovbook.importer.page import REPAIRS

__all__ = ["REPAIRS", "Wishes", "import_pages", "read_wishes"]
