"""What can be typed after ``kirovbook``. The only module that knows typer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kirovbook import __version__
from kirovbook.cli.voice import DONE, Color, Format, Voice, exit_code
from kirovbook.diagnostics import CannotRunError

app = typer.Typer(
    name="kirovbook",
    help="Turn a manuscript with notes and primary sources into a book: PDFs, classroom handouts, an EPUB.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Book = Annotated[Path, typer.Argument(help="The book's folder.", metavar="BOOK", show_default="this folder")]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")]
Form = Annotated[Format, typer.Option("--format", help="How to report what is found.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Report nothing but errors.")]
Colored = Annotated[Color, typer.Option("--color", help="Whether to report in colour.")]


def _say_version(is_asked: bool) -> None:
    if is_asked:
        sys.stdout.write(f"kirovbook {__version__}\n")
        raise typer.Exit(DONE)


@app.callback()
def kirovbook(
    context: typer.Context,
    *,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
    version: Annotated[  # noqa: ARG001 - its callback has answered and left
        bool, typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that every command has, where they are written before its name."""
    context.obj = Voice(quiet, color)


def _voice(context: typer.Context, form: Format, *, quiet: bool, color: Color) -> Voice:
    """Join the options before the command's name with those after it."""
    before: Voice = context.obj
    return Voice(quiet or before.is_quiet, before.color if color is Color.AUTO else color, form)


@app.command()
def build(
    context: typer.Context,
    book: Book = Path(),
    *,
    edition: Annotated[
        list[str] | None, typer.Option("--edition", "-e", help="Make this edition only; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where to put the editions, if not in dist.")] = None,
    strict: Strict = False,
    draft: Annotated[bool, typer.Option("--draft", help="Make the book although it is not right yet.")] = False,
    form: Form = Format.TEXT,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """Make the editions of a book."""
    from kirovbook import pipeline  # noqa: PLC0415 - it loads what only a build needs

    voice = _voice(context, form, quiet=quiet, color=color)
    order = pipeline.Order(tuple(edition or ()), out, is_draft=draft, is_strict=strict)
    with voice.progress() as progress:
        report = pipeline.build(book, order, progress)
    voice.tell(report, book, sys.stderr)
    voice.sum_up(report, "", "" if report.artifacts else "; no edition was replaced")
    if form is Format.TEXT:
        sys.stdout.write("".join(f"{path}\n" for path in report.artifacts))
    is_made_anyway = draft and bool(report.artifacts)
    raise typer.Exit(DONE if is_made_anyway else exit_code(report, is_strict=strict))


@app.command()
def check(
    context: typer.Context,
    book: Book = Path(),
    *,
    strict: Strict = False,
    form: Form = Format.TEXT,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """Look for mistakes in a book without making anything."""
    from kirovbook import pipeline  # noqa: PLC0415 - see build

    voice = _voice(context, form, quiet=quiet, color=color)
    with voice.progress() as progress:
        progress("reading the manuscript")
        report = pipeline.check(book)
    voice.tell(report, book, sys.stdout)
    voice.sum_up(report, "nothing to report")
    raise typer.Exit(exit_code(report, is_strict=strict))


@app.command()
def new(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it must be new or empty.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Begin a small complete book."""
    from kirovbook.new_book import write_new_book  # noqa: PLC0415 - see build

    for path in write_new_book(folder):
        sys.stdout.write(f"{path}\n")
    voice = _voice(context, Format.TEXT, quiet=quiet, color=Color.AUTO)
    voice.say(f"now run: kirovbook build {folder}")


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of a diagnostic, such as C101.")],
) -> None:
    """Print the manual's page about a diagnostic."""
    from kirovbook.manual import nearest_codes, page_of  # noqa: PLC0415 - it loads every rule

    page = page_of(code.upper())
    if not page:
        near = ", ".join(nearest_codes(code.upper()))
        raise CannotRunError(f"no diagnostic has the code {code!r}", f"the nearest are {near}" if near else "")
    sys.stdout.write(page)
