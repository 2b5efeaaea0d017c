"""Read the editions of book.toml; what an edition leaves out is settled by its name, or by the print edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kirovbook.config.binding import read_gutter, read_paper, read_signature
from kirovbook.config.patterns import paths_inside
from kirovbook.config.tables import Table, Trouble
from kirovbook.config.values import parse_bleed, parse_file_name, parse_pixels, parse_trim
from kirovbook.diagnostics import WARNING, Place
from kirovbook.model.edition import Edition, EditionKind, NotesAt, Trim, is_tagged_variant

ALL_SOURCES = ("*",)
"""What a handout's ``sources`` are when the author names none: all of the book's."""

# Of the standards that WeasyPrint can claim those that something makes sure of: our own checks (PDF/X-4), or programs
# that share no code with ours.
VARIANTS = ("pdf/ua-1", "pdf/ua-2", "pdf/x-4", "pdf/a-1b", "pdf/a-2b", "pdf/a-3b")

KEYS = (
    "kind", "trim", "bleed", "marks", "slug_line", "signature", "gutter", "paper", "variant", "icc", "sources",
    "questions", "cover", "fonts", "max_image", "notes",
)  # fmt: skip

_OF_AN_EPUB = frozenset({"fonts", "max_image", "notes"})

_PAPERBACK = Trim(6 * 72.0, 9 * 72.0)
_A4 = parse_trim("A4") or _PAPERBACK

_TRIM = Trouble("K105", "is not a page size", "write width and height, as in '6in 9in', or a name such as 'A4'")
_BLEED = Trouble("K106", "is not a bleed", "write a length of an inch at most with its unit, as in '3mm'")
_KIND = Trouble("K110", "is not a kind of edition", "write 'pdf' or 'epub'")
_VARIANT = Trouble("K111", "is not a PDF standard that we can write", "write 'pdf/ua-1', 'pdf/x-4', 'pdf/a-2b' or ''")
_MAX_IMAGE = Trouble("K160", "is not how large a picture may be", "write a number of points, as in '1600px'")
_NAME = Trouble("K112", "cannot be part of a file's name", "use letters, digits, hyphens and points only")


def default_editions(place: Place) -> tuple[Edition, ...]:
    """Give the editions of a book that names none: print, screen, handout and EPUB."""
    return tuple(_default(name, _PAPERBACK, place) for name in ("print", "screen", "handout", "epub"))


def _default(name: str, trim: Trim, place: Place) -> Edition:
    plain = Edition(
        name=name, kind=EditionKind.PDF, trim=trim, bleed=0.0, marks=False, variant="", sources=(), questions=False,
        place=place,
    )  # fmt: skip
    match name:
        case "screen":
            return replace(plain, variant="pdf/ua-1", cover=True)
        case "handout":
            return replace(plain, trim=_A4, sources=ALL_SOURCES, questions=True)
        case "epub":
            return replace(plain, kind=EditionKind.EPUB)
        case _:
            return plain


def read_editions(tables: Mapping[str, Table]) -> tuple[Edition, ...]:
    """Read the editions, in the author's order; a trim that is not written is the print edition's.

    So the pages of the screen edition are those of the print edition.
    """
    trim = _trim_of_print(tables)
    return tuple(_read_edition(name, table, trim) for name, table in tables.items())


def _trim_of_print(tables: Mapping[str, Table]) -> Trim:
    in_order = sorted(tables, key=lambda name: name != "print")
    for name in in_order:
        written = tables[name].values.get("trim")
        if name != "handout" and isinstance(written, str) and (trim := parse_trim(written.strip())):
            return trim
    return _PAPERBACK


def _read_edition(name: str, table: Table, trim: Trim) -> Edition:
    table.name_unknown_keys(KEYS)
    default = _default(name, trim, table.place)
    if parse_file_name(name) is None:
        mark = table.sheet.mark(table.path)
        message = f"the edition's name {name[:60]!r} {_NAME.what}"
        table.report(_NAME.code, _NAME.severity, mark.key, message, _NAME.hint, mark.key_length)
    kind = table.parsed("kind", _parse_kind, _KIND, default.kind)
    _name_idle_keys(table, kind)
    bleed = 0.0 if table.values.get("bleed") == 0 else table.parsed("bleed", parse_bleed, _BLEED, default.bleed)
    sources = tuple(words.text for words in table.texts("sources"))
    is_handout = kind is EditionKind.PDF and (bool(default.sources) or table.has("sources") or table.has("questions"))
    marks = table.flag("marks", default=default.marks)
    is_default_kind = kind is default.kind
    variant = table.parsed("variant", _parse_variant, _VARIANT, default.variant if is_default_kind else "")
    has_cover = kind is EditionKind.PDF and not is_handout
    cover = table.flag("cover", default=has_cover and is_tagged_variant(variant))
    if cover and is_handout:
        _name_idle(table, "cover", "a handout")
    return replace(
        default,
        kind=kind,
        trim=table.parsed("trim", parse_trim, _TRIM, _A4 if is_handout else default.trim),
        bleed=bleed,
        marks=marks,
        slug_line=table.flag("slug_line", default=marks),
        signature=read_signature(table),
        gutter=read_gutter(table),
        paper=read_paper(table),
        variant=variant,
        sources=(sources or ALL_SOURCES) if is_handout else (),
        questions=table.flag("questions", default=default.questions) and is_handout,
        cover=cover and has_cover,
        embeds_fonts=table.flag("fonts", default=default.embeds_fonts),
        max_image=table.parsed("max_image", parse_pixels, _MAX_IMAGE, default.max_image),
        notes=table.choice("notes", NotesAt, default.notes),
        icc=next((path.text for path in paths_inside(table, table.words("icc"))), ""),
    )


def _name_idle_keys(table: Table, kind: EditionKind) -> None:
    for key in table.values:
        if key in KEYS and key != "kind" and (key in _OF_AN_EPUB) != (kind is EditionKind.EPUB):
            _name_idle(table, key, f"an edition of the kind {kind.value!r}")


def _name_idle(table: Table, key: str, what: str) -> None:
    mark = table.mark(key)
    message = f"{key!r} means nothing for {what}"
    table.report("K117", WARNING, mark.key, message, f"remove the line that begins with {key}", mark.key_length)


def _parse_kind(text: str) -> EditionKind | None:
    return EditionKind(text.lower()) if text.lower() in tuple(EditionKind) else None


def _parse_variant(text: str) -> str | None:
    return text.lower() if text.lower() in ("", *VARIANTS) else None
