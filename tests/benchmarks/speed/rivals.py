"""Write the same text for Typst and for LuaLaTeX: chapters as they were written, notes and index as settled.

    python -m speed.rivals typst FOLDER        one compilation, in a fresh process
    python -m speed.rivals lualatex FOLDER     as many passes as its contents need

The page has the size, the margins, the face and the leading of the house style, so the books are of like length.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from kirovbook.export.font_files import font_files
from speed.facts import read_record

_CALL = re.compile(r"\[@[^\]]+\]|\[\^\d+\]")
_MOST_PASSES = 4
_FACES = {font.style: font.path for font in font_files() if font.family == "EB Garamond"}

_TYPST = """#set page(width: 432pt, height: 648pt, numbering: "1", binding: left,
  margin: (inside: 54pt, outside: 60pt, top: 58.5pt, bottom: 76.5pt),
  header: context {{ let before = query(selector(heading).before(here()));
    if before.len() > 0 {{ align(center, emph(before.last().body)) }} }})
#set text(font: "EB Garamond", size: 10.6pt, lang: "en", region: "GB", hyphenate: true, number-type: "old-style",
  top-edge: 10pt, bottom-edge: -3.5pt)
#set par(justify: true, leading: 0pt, spacing: 0pt, first-line-indent: 13.5pt)
#show heading: it => {{ counter(footnote).update(0); pagebreak(to: "odd", weak: true); v(54pt); it; v(27pt) }}
#show footnote.entry: set text(size: 9pt, top-edge: 8.5pt, bottom-edge: -3pt)
#show footnote.entry: set par(leading: 0pt)
#set footnote.entry(gap: 0pt)
#outline()
{}
= Source Index
#set par(first-line-indent: 0pt, hanging-indent: 13.5pt)
{}
"""

_LATEX = r"""\documentclass[10pt,twoside,openright]{{book}}
\usepackage[paperwidth=432bp,paperheight=648bp,inner=54bp,outer=60bp,top=58.5bp,bottom=76.5bp]{{geometry}}
\usepackage{{fontspec}}
\usepackage[british]{{babel}}
\setmainfont{{{}}}[Path={}/,UprightFont=*,ItalicFont={},Numbers=OldStyle]
\setlength\parindent{{13.5bp}}\emergencystretch=1em
\makeatletter\renewcommand\normalsize{{\@setfontsize\normalsize{{10.6bp}}{{13.5bp}}}}
\renewcommand\footnotesize{{\@setfontsize\footnotesize{{9bp}}{{11.5bp}}}}\makeatother\normalsize
\begin{{document}}
\tableofcontents
{}
\chapter*{{Source Index}}
{}
\end{{document}}
"""


def has_typst() -> bool:
    """Answer whether Typst is installed."""
    return find_spec("typst") is not None


def has_lualatex() -> bool:
    """Answer whether LuaLaTeX is installed."""
    return shutil.which("lualatex") is not None


def write_typst(root: Path, dist: Path, folder: Path) -> None:
    """Write a book for Typst: ``dist`` has the record of its build, which tells what each note says."""
    record = read_record(dist)
    chapters = "\n\n".join(typst_chapter(file, _notes_of(record, file.stem)) for file in _chapters(root))
    index = "\n\n".join(map(_typst_text, _index(record)))
    (folder / "book.typ").write_text(_TYPST.format(chapters, index), encoding="utf-8")


def typst_chapter(file: Path, notes: list[str]) -> str:
    """Turn a chapter into Typst's markup."""
    return _turned(file, notes, _typst_text, "= {}".format, "#footnote[{}]".format)


def write_latex(root: Path, dist: Path, folder: Path) -> None:
    """Write a book for LuaLaTeX."""
    record = read_record(dist)
    chapters = "\n\n".join(
        _turned(file, _notes_of(record, file.stem), _latex_text, r"\chapter{{{}}}".format, r"\footnote{{{}}}".format)
        for file in _chapters(root))
    index = "\n\n".join(rf"\noindent {_latex_text(words)}" for words in _index(record))
    # LuaTeX reads neither a variable font's other weights nor a bracket in the name of one.
    for style, name in (("normal", "Face.ttf"), ("italic", "Slanted.ttf")):
        shutil.copy(_FACES[style], folder / name)
    (folder / "book.tex").write_text(
        _LATEX.format("Face.ttf", folder, "Slanted.ttf", chapters, index), encoding="utf-8")


def _chapters(root: Path) -> list[Path]:
    return sorted((root / "manuscript/chapters").glob("*.md"))


def _notes_of(record: dict[str, object], stem: str) -> list[str]:
    return [note["text"] for note in record["notes"] if Path(note["place"].split(":")[0]).stem == stem]


def _index(record: dict[str, object]) -> Iterator[str]:
    for work in record["works"]:
        pages = dict.fromkeys(place["page"]["print"] for place in work["cited"])
        yield f"{work['entry']} {', '.join(pages)}"


def _turned(
    file: Path, notes: list[str], text: Callable[[str], str], heading: Callable[[str], str],
    footnote: Callable[[str], str],
) -> str:
    """Turn a chapter's Markdown into other markup: each of its calls, in their order, is the next of its notes."""
    turned, left = list[str](), iter(notes)
    for part in file.read_text(encoding="utf-8").strip().split("\n\n"):
        if part.startswith("#"):
            turned.append(heading(text(part.lstrip("# "))))
        elif not part.startswith("[^"):
            words = _CALL.split(part)
            calls = [footnote(text(next(left))) for _ in words[1:]]
            turned.append("".join(f"{text(said)}{call}" for said, call in zip(words, [*calls, ""], strict=True)))
    assert next(left, None) is None, f"{file} has fewer calls than notes"
    return "\n\n".join(turned)


def _typst_text(words: str) -> str:
    return re.sub(r"([\\#$*_`@<>~\[\]\"'/=+-])", r"\\\1", words)


def _latex_text(words: str) -> str:
    return re.sub(r"([#$%&_{}])", r"\\\1", words)


def compile_typst(folder: Path) -> None:
    """Compile book.typ to typst.pdf."""
    import typst  # noqa: PLC0415 - it may not be installed

    typst.compile(folder / "book.typ", output=folder / "typst.pdf", **typst_fonts())


def typst_fonts() -> dict[str, object]:
    """Give the options that let Typst find the house's fonts, and no others."""
    return {"font_paths": [_FACES["normal"].parent], "ignore_system_fonts": True}


def compile_latex(folder: Path) -> None:
    """Compile book.tex to lualatex.pdf, again until its contents stay."""
    listed = None
    for _ in range(_MOST_PASSES):
        subprocess.run(["lualatex", "-interaction=batchmode", "-halt-on-error", "-jobname=lualatex", "book.tex"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
        before, listed = listed, (folder / "lualatex.toc").read_bytes()
        if before == listed:
            return


if __name__ == "__main__":
    {"typst": compile_typst, "lualatex": compile_latex}[sys.argv[1]](Path(sys.argv[2]))
