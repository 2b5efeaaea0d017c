"""Tag a PDF, so that it can be heard: what each thing drawn is, in the order in which it is read.

WeasyPrint's own tags follow its boxes: a paragraph over a page turn is two, a running head is content, a note is
nothing in particular. Here the markup gives the tree, and the layout only what of it is drawn where.
"""

from kirovbook.export.tags.drawing import tagging

__all__ = ["tagging"]
