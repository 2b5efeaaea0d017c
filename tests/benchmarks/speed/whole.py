"""Write out what a book's print edition is made of, in one piece, for other programs to typeset.

    python -m speed.whole BOOK FOLDER

The numbers of all pages are final, so that WeasyPrint needs one layout; kirovbook needs more, or better ways.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from kirovbook import making, pipeline
from kirovbook.arrange.gutter import gutter_for
from kirovbook.diagnostics import has_errors
from kirovbook.export.font_files import font_faces
from kirovbook.export.made import MadeEdition
from kirovbook.export.press import HOUSE
from kirovbook.project import Project
from kirovbook.render.pages import render_pages
from speed.watch import FailedError


def make(root: Path, out: Path) -> tuple[Project, MadeEdition]:
    """Build a book without a cache; give its project and its print edition as it was made."""
    held = list[tuple[Project, MadeEdition]]()
    make_pdf = pipeline.make_pdf

    def making_pdf(project, *others, **named):
        outcome = make_pdf(project, *others, **named)
        if outcome.value is not None:
            held.append((project, outcome.value))
        return outcome

    pipeline.make_pdf = making_pdf
    try:
        report = pipeline.build(root, pipeline.Order(out=out, uses_cache=False))
    finally:
        pipeline.make_pdf = make_pdf
    if has_errors(report.diagnostics) or not held:
        raise FailedError(f"the book can't be built: {report.diagnostics[:3]}")
    return held[0]


def write_out(project: Project, made: MadeEdition, folder: Path) -> None:
    """Write the whole edition as book.html with its style sheets, whose order sheets.json tells."""
    arranged, edition = made.arranged, made.arranged.edition
    folios = {name: made.labels[page] for name, page in made.anchors.items()}
    gutter = gutter_for(edition, len(made.labels))
    rendering, = render_pages(arranged, folios, gutter, [arranged.leaves])
    shutil.copytree(HOUSE / "styles", folder / "styles")
    (folder / "book.html").write_text(rendering.markup, encoding="utf-8")
    names = ["fonts.css"]
    (folder / names[0]).write_text(font_faces(), encoding="utf-8")
    for number, sheet in enumerate(making._press(project, edition).styles):
        beside = folder / "styles" / sheet.folder.relative_to(HOUSE / "styles") / f"sheet-{number}.css"
        beside.write_text(sheet.css, encoding="utf-8")
        names.append(str(beside.relative_to(folder)))
    for number, css in enumerate(rendering.styles):
        names.append(f"page-{number}.css")
        (folder / names[-1]).write_text(css, encoding="utf-8")
    (folder / "sheets.json").write_text(json.dumps(names), encoding="utf-8")


if __name__ == "__main__":
    write_out(*make(Path(sys.argv[1]), Path(sys.argv[2]) / "dist"), Path(sys.argv[2]))
