"""Build one small book in each PDF standard that can be asked for, and ask every validator what it thinks of it.

    PYTHONPATH=tests python tests/benchmarks/preflight.py [--words]

Prints a table: for each variant how many rules each program finds broken, "-" where it has nothing to say of the
standard. ``build`` and ``verify`` are ours. ``--words`` prints what was found as well.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pdf_validators as validators
from profiles import cmyk_profile

from kirovbook import pipeline
from kirovbook.config.editions import VARIANTS
from kirovbook.diagnostics import ADVICE
from kirovbook.verify import verify

BOOK = Path(__file__).parents[1] / "books" / "everything"
Said = dict[str, set[str] | None]


def main(*, in_words: bool) -> None:
    """Build, ask, print."""
    print(f"| {'variant':9} | {' | '.join(f'{name:15}' for name in COLUMNS)} |")
    print(f"| {'-' * 9} | {' | '.join('-' * 15 for _ in COLUMNS)} |")
    told: list[str] = []
    for variant in ("", *VARIANTS):
        with tempfile.TemporaryDirectory() as folder:
            said = _said_of(variant, Path(folder))
        cells = ("-" if said[name] is None else str(len(said[name] or ())) for name in COLUMNS)
        print(f"| {variant or 'plain':9} | {' | '.join(f'{cell:15}' for cell in cells)} |", flush=True)
        found = ((name, words[:300]) for name in COLUMNS for words in sorted(said[name] or ()))
        told += [f"{variant or 'plain'}, {name}: {words}" for name, words in found]
    print("\n".join(told) if in_words else "")


def _said_of(variant: str, folder: Path) -> Said:
    book = Path(shutil.copytree(BOOK, folder / "book"))
    settings = book / "manuscript" / "book.toml"
    head, _, _ = settings.read_text(encoding="utf-8").partition("[editions.")
    press = '\nicc = "press.icc"' if variant.startswith("pdf/x") else ""
    settings.write_text(f'{head}[editions.print]\nkind = "pdf"\nvariant = "{variant}"{press}\n', encoding="utf-8")
    (book / "manuscript" / "press.icc").write_bytes(cmyk_profile())
    built = pipeline.build(book, pipeline.Order(out=folder / "dist"))
    said: Said = dict.fromkeys(COLUMNS)
    said["build"] = {f"{found.code} {found.message}" for found in built.diagnostics}
    if not built.artifacts:
        return said
    (file,) = (folder / "dist").glob("*.pdf")
    seen = verify(book, folder / "dist").diagnostics
    said["verify"] = {f"{found.code} {found.message}" for found in seen if found.severity is not ADVICE}
    return said | {name: ask(file) for name, ask in _outside(variant)}


def _outside(variant: str) -> Iterator[tuple[str, Callable[[Path], set[str]]]]:
    """Give the programs that have something to say of this standard."""
    if not validators.NO_QPDF:
        yield "qpdf", validators.said_by_qpdf
    flavour = f"{variant[6]}b" if variant.startswith(("pdf/a-1", "pdf/a-2", "pdf/a-3")) else ""
    if flavour:
        yield "pikepdf[pdfa]", lambda file: validators.said_by_pikepdf(file, flavour)
        yield "page-validation", lambda file: validators.said_by_page(file, flavour)
    if flavour == "1b" and not validators.NO_PREFLIGHT:
        yield "Preflight", validators.said_by_preflight
    if variant.startswith("pdf/ua"):
        yield "pdfua", validators.said_by_pdfua
        yield "outloud", validators.said_by_outloud
    if variant == "pdf/ua-1":
        yield "page-validation", validators.said_by_page


COLUMNS = ("build", "verify", "qpdf", "pikepdf[pdfa]", "page-validation", "Preflight", "pdfua", "outloud")

if __name__ == "__main__":
    main(in_words="--words" in sys.argv)
