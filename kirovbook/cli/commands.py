"""What can be typed after ``kirovbook``. The only module that knows typer."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kirovbook import __version__
from kirovbook.cli.voice import DONE, Color, Format, Voice, exit_code
from kirovbook.diagnostics import CannotRunError
from kirovbook.order import Order
from kirovbook.report import Report

app = typer.Typer(
    name="kirovbook",
    help="Turn a manuscript with notes and primary sources into a book: PDFs, classroom handouts, an EPUB.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Book = Annotated[Path, typer.Argument(help="The book's folder.", metavar="BOOK", show_default="this folder")]
Books = Annotated[
    list[Path] | None,
    typer.Argument(help="The folders of one book or more.", metavar="BOOK...", show_default="this folder"),
]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")]
Form = Annotated[Format, typer.Option("--format", help="How to report what is found.")]
Json = Annotated[bool, typer.Option("--json", help="List them as JSON, for programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Report nothing but errors.")]
_SCHEDULER = "Have a Dask cluster build them, which must see the same folders; needs kirovbook[cluster]."
_PAGES = "Text, HTML, .docx, .odt, .epub, MediaWiki (.wiki), Markdown (.md); or a folder of such files."
_REPAIRS = (
    "Leave a repair undone; may be repeated. Names: title, duplicates, pictures, glued, numbers, works, backticks, "
    "dashes, soft-hyphens, ligatures."
)
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


def _list(book: Path, voice: Voice, listed: tuple[str, Report], *, is_strict: bool) -> None:
    """Print a list of something in a book, and tell beside it what was seen on the way."""
    written, report = listed
    voice.tell(report, book, sys.stderr)
    voice.sum_up(report, "")
    sys.stdout.write(written)
    raise typer.Exit(exit_code(report, is_strict=is_strict))


@app.command()
def build(
    context: typer.Context,
    books: Books = None,
    *,
    edition: Annotated[
        list[str] | None, typer.Option("--edition", "-e", help="Make this edition only; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where to put the editions, if not in dist.")] = None,
    strict: Strict = False,
    draft: Annotated[bool, typer.Option("--draft", help="Make the book although it is not right yet.")] = False,
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help=_SCHEDULER)] = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Use what earlier builds have made.")] = True,
    form: Form = Format.TEXT,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """Make the editions of a book, or of several side by side."""
    voice = _voice(context, form, quiet=quiet, color=color)
    order = Order(tuple(edition or ()), out, is_draft=draft, is_strict=strict, uses_cache=cache)
    if scheduler is not None or len(books or ()) > 1:
        from kirovbook.cli.many_books import build_many  # noqa: PLC0415 - few have many

        raise typer.Exit(build_many(books or [Path()], order, scheduler, voice))
    from kirovbook.library import build_book  # noqa: PLC0415 - it loads the cache

    book = books[0] if books else Path()
    with voice.progress() as progress:
        report = build_book(book, order, progress)
    if form is Format.JSON:
        voice.tell_together([(book, report)])
    else:
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
    fix: Annotated[
        bool, typer.Option("--fix", help="Correct what is safe to correct: show it first, then ask.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --fix: correct without asking.")] = False,
    strict: Strict = False,
    form: Form = Format.TEXT,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """Look for mistakes in a book without making anything."""
    from kirovbook import pipeline  # noqa: PLC0415 - see build

    voice = _voice(context, form, quiet=quiet, color=color)
    with voice.progress() as progress:
        progress.begins("reading the manuscript")
        report = pipeline.check(book)
    if fix:
        report = _correct(book, voice, report, is_wanted=yes)
    voice.tell(report, book, sys.stdout)
    count = sum(1 for found in report.diagnostics if found.corrections)
    can = f"; {count} can be corrected with --fix" if count and not fix else ""
    voice.sum_up(report, "nothing to report", can)
    raise typer.Exit(exit_code(report, is_strict=strict))


def _correct(book: Path, voice: Voice, report: Report, *, is_wanted: bool) -> Report:
    """Show what can be corrected, correct it if that is wanted, and give what is to be said of the book then."""
    from kirovbook import correcting, pipeline  # noqa: PLC0415 - see build

    if voice.format is not Format.TEXT:
        raise CannotRunError("--fix shows a difference, which has one form", "leave --format out")
    corrected = correcting.propose(report)
    if not corrected:
        voice.say("nothing to correct")
        return report
    sys.stdout.write(correcting.render_difference(corrected))
    count = sum(one.count for one in corrected)
    if not is_wanted and not voice.asks(f"make {count} correction{'s' if count > 1 else ''}?"):
        voice.say("nothing was changed; to correct without being asked, add --yes")
        return report
    written, found = correcting.write(book, corrected)
    voice.say(f"corrected {', '.join(written)}" if written else "nothing was changed")
    after = pipeline.check(book)
    return replace(after, diagnostics=(*after.diagnostics, *found))


@app.command()
def verify(
    context: typer.Context,
    book: Book = Path(),
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where the editions are, if not in dist.")] = None,
    strict: Strict = False,
    form: Form = Format.TEXT,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """Validate the editions that were made: preflight, EPUBCheck, and nothing lost."""
    from kirovbook.verify import verify as look_over  # noqa: PLC0415 - see build

    voice = _voice(context, form, quiet=quiet, color=color)
    with voice.progress() as progress:
        report = look_over(book, out, progress)
    voice.tell(report, book, sys.stdout)
    named = ", ".join(path.name for path in report.artifacts)
    voice.sum_up(report, f"nothing to report of {named}")
    raise typer.Exit(exit_code(report, is_strict=strict))


@app.command()
def citations(
    context: typer.Context,
    book: Book = Path(),
    *,
    json: Json = False,
    strict: Strict = False,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """List every citation of a book in reading order."""
    from kirovbook import pipeline  # noqa: PLC0415 - see build

    voice = _voice(context, Format.TEXT, quiet=quiet, color=color)
    _list(book, voice, pipeline.citations(book, as_json=json), is_strict=strict)


@app.command()
def dedupe(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Bibliographies: .bib or CSL-JSON.")],
    *,
    json: Json = False,
    merge: Annotated[bool, typer.Option("--merge", help="Write one file that describes each work once.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; needs --merge.")] = None,
    strict: Strict = False,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """Find works that bibliographies describe more than once."""
    from kirovbook import dedupe as duplicates  # noqa: PLC0415 - see build

    if merge != (out is not None):
        raise CannotRunError("--merge and -o belong together", "write 'kirovbook dedupe FILE... --merge -o OUT.bib'")
    voice = _voice(context, Format.TEXT, quiet=quiet, color=color)
    with voice.progress() as progress:
        progress.begins("comparing the works")
        found = duplicates.find(files)
        report = duplicates.merge(found, out) if out else found.report
    voice.tell(report, Path(), sys.stderr)
    sys.stdout.write(duplicates.render_json(found) if json else duplicates.render_text(found))
    voice.sum_up(report, "")
    voice.say(duplicates.summary(found))
    raise typer.Exit(exit_code(report, is_strict=strict))


@app.command()
def sources(
    context: typer.Context,
    book: Book = Path(),
    *,
    json: Json = False,
    rights: Annotated[bool, typer.Option("--rights", help="List the rights of the primary sources, as CSV.")] = False,
    strict: Strict = False,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """List each work that a book uses, once, with every place where it is used."""
    from kirovbook import pipeline  # noqa: PLC0415 - see build

    if json and rights:
        raise CannotRunError("--json and --rights are two lists", "ask for one of them")
    voice = _voice(context, Format.TEXT, quiet=quiet, color=color)
    listed = pipeline.rights(book) if rights else pipeline.sources(book, as_json=json)
    _list(book, voice, listed, is_strict=strict)


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


@app.command("import")
def import_(
    context: typer.Context,
    pages: Annotated[list[Path], typer.Argument(metavar="PAGE...", help=_PAGES, show_default=False)],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The book's folder; new or empty, but for --update.")],
    no_repair: Annotated[list[str] | None, typer.Option("--no-repair", metavar="NAME", help=_REPAIRS)] = None,
    lang: Annotated[str, typer.Option("--lang", help="The book's language (BCP 47).")] = "en-GB",
    read_as: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help="Read text as: text, html, markdown or mediawiki.")
    ] = "",
    update: Annotated[bool, typer.Option("--update", help="Import again; what you have edited stays.")] = False,
    strict: Strict = False,
    form: Form = Format.TEXT,
    quiet: Quiet = False,
    color: Colored = Color.AUTO,
) -> None:
    """Make a book of pages that hold a narrative and numbered primary sources."""
    from kirovbook import importer  # noqa: PLC0415 - see build

    voice = _voice(context, form, quiet=quiet, color=color)
    wishes = importer.read_wishes(no_repair or (), lang, read_as, is_update=update)
    with voice.progress() as progress:
        report = importer.import_pages(pages, out, wishes, progress)
    voice.tell(report, Path(), sys.stderr)
    voice.sum_up(report, "", "" if report.artifacts else "; nothing was written")
    if form is Format.TEXT:
        sys.stdout.write("".join(f"{path}\n" for path in report.artifacts))
    if report.artifacts:
        voice.say(f"now read {out / 'import.md'}, and run: kirovbook build {out}")
    raise typer.Exit(exit_code(report, is_strict=strict))


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
