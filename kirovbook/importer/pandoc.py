"""Read what Pandoc reads: .docx, .odt, EPUB, MediaWiki, Pandoc's Markdown; notes and citations with them."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from kirovbook.diagnostics import ERROR, CannotRunError, Diagnostic, Outcome, Place
from kirovbook.importer import signs
from kirovbook.importer.page import Kind, Page, Piece
from kirovbook.importer.signs import add, words
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.pandoc import PandocRefusedError, run_pandoc

READERS = {
    "markdown": "markdown-smart-citations-tex_math_dollars-raw_tex-implicit_figures-example_lists-fancy_lists",
    "mediawiki": "mediawiki",
    "docx": "docx+citations",
    "odt": "odt",
    "epub": "epub",
}
SUFFIXES = {"markdown": ".md", "mediawiki": ".wiki", "docx": ".docx", "odt": ".odt", "epub": ".epub"}
LARGEST_TEXT = 12_000_000
"""In bytes. As much Markdown took Pandoc and us 18 seconds and 1.1 GB, all together."""
_SECONDS = 50.0

Node = dict[str, Any]
_STYLES = {
    "Emph": (signs.EMPHASIS, signs.EMPHASIS_END), "Underline": (signs.EMPHASIS, signs.EMPHASIS_END),
    "Strong": (signs.STRONG, signs.STRONG_END), "Superscript": (signs.RAISED, signs.RAISED_END),
    "Subscript": (signs.LOWERED, signs.LOWERED_END),
}  # fmt: skip
_QUOTES = {"SingleQuote": "''", "DoubleQuote": '""'}
_PAGES = re.compile(r"^,? *pages? (?=\d+([-–,])?)")
_UNFIT = re.compile(r"[^\w:.-]+")


def read_by_pandoc(data: bytes, form: str, file: str) -> Outcome[Page | None]:
    """Ask Pandoc for the tree of a document, and part it into pieces. The tree's paragraphs are its lines.

    :raises CannotRunError: Pandoc is missing.
    """
    place = Place(file)
    if len(data) > LARGEST_TEXT and form in {"markdown", "mediawiki"}:
        message = f"the page has {len(data) / 1_000_000:.0f} megabytes; Pandoc can take {LARGEST_TEXT // 1_000_000}"
        return Outcome(None, (Diagnostic("I106", ERROR, place, message, "divide it, or save it as plain text"),))
    with tempfile.TemporaryDirectory(prefix="kirovbook-") as folder:
        page = Path(folder) / f"page{SUFFIXES[form]}"
        page.write_bytes(data)
        try:
            tree = json.loads(run_pandoc(("-f", READERS[form], "-t", "json", str(page)), "", seconds=_SECONDS))
            bibliography, keys = _bibliography(page, form, tree)
        except PandocRefusedError as refused:
            said = " ".join(str(refused).split()).replace(str(page), file)[:160].rstrip(".").lower()
            hint = "open it in its own program and save it again, or save it as plain text"
            line = re.search(r"\(line (\d{1,7})", said) if form in {"markdown", "mediawiki"} else None
            at = Place(file, min(int(line[1]), data.count(b"\n") + 1)) if line else place
            return Outcome(None, (Diagnostic("I109", ERROR, at, f"Pandoc cannot read the page: {said}", hint),))
        except CannotRunError as fault:
            if "seconds" not in str(fault):
                raise
            message = f"Pandoc did not read the page within {_SECONDS:.0f} seconds"
            return Outcome(None, (Diagnostic("I109", ERROR, place, message, "divide it into several files"),))
        except (ValueError, RecursionError):
            message = "Pandoc's tree of the page is nested too deep"
            return Outcome(None, (Diagnostic("I109", ERROR, place, message, "save the page as plain text"),))
    return Outcome(_page(tree, form, file, data, _Cited(bibliography, keys)))


@dataclass(frozen=True, slots=True)
class _Cited:
    """The works that a document brings with it, in BibLaTeX, and the keys that they were given, by id."""

    bibliography: str
    keys: Mapping[str, str]


def _page(tree: Node, form: str, file: str, data: bytes, cited: _Cited) -> Page:
    walk = _Walk(cited.keys)
    title = _text_of(tree["meta"].get("title"))
    if form == "markdown" and title:
        walk.give(Kind.HEADING, title, level=1)
    walk.blocks(tree["blocks"], quoted=False)
    pieces = (*walk.pieces, *walk.notes)
    body = tree["blocks"]
    if form in {"markdown", "mediawiki"}:
        text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        pieces = tuple(_placed(pieces, text))
        extra = title if form == "markdown" else ""
        return Page(file, pieces, lambda: _tree_words(body, extra), text, title, cited.bibliography)
    shown = "\n".join(" ".join(signs.all_of(piece.text).split()) for piece in pieces)
    return Page(file, pieces, lambda: _tree_words(body, ""), shown, title, cited.bibliography, counts_paragraphs=True)


def _placed(pieces: tuple[Piece, ...], text: str) -> Iterator[Piece]:
    """Give each piece the line of the page on which its first words stand: Pandoc does not say."""
    at, line = 0, 1
    for piece in pieces:
        start = words(signs.all_of(piece.text))[:3]
        found = re.compile(r"[\W_]+".join(map(re.escape, start))).search(text, at) if start else None
        if found:
            line += text.count("\n", at, found.start())
            at = found.start()
        yield Piece(piece.kind, piece.text, line, piece.level, piece.label)


@dataclass(slots=True)
class _Walk:
    """The pieces made so far; the notes come after the text that calls them."""

    keys: Mapping[str, str] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    is_in_note: bool = False

    def give(self, kind: Kind, text: str, level: int = 0, label: str = "") -> None:
        """Keep a piece that has words."""
        if signs.all_of(text).strip() or signs.ADDED in text:
            self.pieces.append(Piece(kind, text.strip(" "), len(self.pieces) + 1, level, label))

    def blocks(self, blocks: list[Node], *, quoted: bool, depth: int = 0) -> None:
        """Walk through blocks."""
        for block in blocks:
            self._block(block["t"], block.get("c"), quoted=quoted, depth=depth)

    def _block(self, kind: str, content: Any, *, quoted: bool, depth: int) -> None:
        usual = Kind.QUOTATION if quoted else Kind.PARAGRAPH
        match kind:
            case "Para" | "Plain":
                self.give(usual, self.inlines(content))
            case "LineBlock":
                self.give(Kind.VERSE, signs.LINE_END.join(self.inlines(line) for line in content))
            case "Header":
                self.give(Kind.HEADING, self.inlines(content[2]), level=content[0])
            case "BlockQuote":
                self.blocks(content, quoted=True, depth=depth)
            case "Div":
                self.blocks(content[1], quoted=quoted, depth=depth)
            case "Figure":
                self.blocks(content[2], quoted=quoted, depth=depth)
                self.blocks(content[1][1], quoted=quoted, depth=depth)
            case "BulletList":
                self._list(content, Kind.BULLET, depth + 1)
            case "OrderedList":
                self._list(content[1], Kind.NUMBERED, depth + 1)
            case "DefinitionList":
                for term, meanings in content:
                    self.give(usual, f"{signs.STRONG}{self.inlines(term)}{signs.STRONG_END}")
                    for meaning in meanings:
                        self.blocks(meaning, quoted=quoted, depth=depth)
            case "CodeBlock":
                for line in signs.without_signs(content[1]).split("\n"):
                    self.give(usual, line)
            case "Table":
                self._table(content, quoted=quoted, depth=depth)

    def _list(self, items: list[list[Node]], kind: Kind, depth: int) -> None:
        for item in items:
            first = True
            for block in item:
                if first and block["t"] in {"Para", "Plain"}:
                    self.give(kind, self.inlines(block["c"]), level=depth)
                else:
                    self.blocks([block], quoted=False, depth=depth)
                first = False

    def _table(self, content: list[Any], *, quoted: bool, depth: int) -> None:
        self.blocks(content[1][1], quoted=quoted, depth=depth)
        heads, bodies, feet = content[3][1], content[4], content[5][1]
        rows = [*heads, *(row for body in bodies for row in (*body[2], *body[3])), *feet]
        for row in rows:
            cells = [self._cell(cell[4]) for cell in row[1]]
            self.give(Kind.ROW, "\t".join(cells), level=len(heads))

    def _cell(self, blocks: list[Node]) -> str:
        inner = _Walk(self.keys, notes=self.notes, is_in_note=self.is_in_note)
        inner.blocks(blocks, quoted=False)
        return " ".join(piece.text.replace("\t", " ") for piece in inner.pieces)

    def inlines(self, inlines: list[Node]) -> str:
        """Give a run of text, with signs."""
        return "".join(self._inline(inline["t"], inline.get("c")) for inline in inlines)

    def _inline(self, kind: str, content: Any) -> str:
        match kind:
            case "Str":
                return signs.without_signs(content)
            case "Space" | "SoftBreak":
                return " "
            case "LineBreak":
                return signs.LINE_END
            case "Quoted":
                mark = _QUOTES[content[0]["t"]]
                return f"{mark[0]}{self.inlines(content[1])}{mark[1]}"
            case "Code" | "Math":
                return signs.without_signs(content[1])
            case "Cite":
                return self._citation(content)
            case "Note":
                return self._note(content)
            case "Image":
                alternative = signs.all_of(self.inlines(content[1]))
                return f" {signs.drop(alternative)} {signs.picture(alternative)}"
            case "Span" | "Link":
                return self.inlines(content[1])
            case "SmallCaps" | "Strikeout":
                return self.inlines(content)
            case _ if kind in _STYLES:
                begin, end = _STYLES[kind]
                return f"{begin}{self.inlines(content)}{end}"
        return ""

    def _citation(self, content: list[Any]) -> str:
        """Give a citation in Pandoc's own syntax; the words it was printed as are dropped."""
        cites = []
        for cite in content[0]:
            prefix, suffix = (_plain(cite[part]) for part in ("citationPrefix", "citationSuffix"))
            sign = "-@" if cite["citationMode"]["t"] == "SuppressAuthor" else "@"
            key = self.keys.get(cite["citationId"]) or key_of(cite["citationId"])
            suffix = _PAGES.sub(lambda found: f"{', pp. ' if found[1] else ', p. '}", suffix)
            cites.append(f"{prefix} {sign}{key}{suffix if suffix[:1] in ' ,' else ' ' + suffix}")
        return signs.drop(self.inlines(content[1])) + add(f"[{'; '.join(cite.strip() for cite in cites)}]")

    def _note(self, blocks: list[Node]) -> str:
        if self.is_in_note:
            return f" ({self._cell(blocks)})"
        inner = _Walk(self.keys, is_in_note=True)
        inner.blocks(blocks, quoted=False)
        label = f"fn{len({piece.label for piece in self.notes}) + 1}"
        for piece in inner.pieces:
            self.notes.append(Piece(Kind.NOTE, piece.text, 1, label=label))
        return add(f"[^{label}]") if inner.pieces else ""


def _plain(inlines: list[Node]) -> str:
    return re.sub(r"[\[\]{};@^]", " ", signs.kept(_Walk(is_in_note=True).inlines(inlines)))


def key_of(identifier: str) -> str:
    """Make a key of what a reference manager calls a work: 'http://zotero.org/users/1/items/AB12' is 'AB12'."""
    key = _UNFIT.sub("-", identifier.rstrip("/").rpartition("/")[2]).strip("-.:")
    return key if re.match(r"[^\W_]", key) and not key.isdigit() else f"work{key}"


def _text_of(meta: Node | None) -> str:
    if not meta or meta["t"] not in {"MetaInlines", "MetaString"}:
        return ""
    if meta["t"] == "MetaString":
        return signs.without_signs(str(meta["c"]))
    return " ".join(signs.kept(_Walk(is_in_note=True).inlines(meta["c"])).split())


def _bibliography(page: Path, form: str, tree: Node) -> tuple[str, dict[str, str]]:
    """Give the works that a document brings with it, such as Zotero's, in BibLaTeX, and their keys by id."""
    if form != "docx" or "references" not in tree["meta"]:
        return "", {}
    items = json.loads(run_pandoc(("-f", READERS[form], "-t", "csljson", str(page)), "", seconds=_SECONDS))
    unique = {str(item.get("id", "")): item for item in items}
    keys: dict[str, str] = {}
    for id_, item in unique.items():
        base = _key_for(item) or key_of(id_)
        free = (name for letter in ("", *ascii_lowercase, id_) if (name := base + letter) not in keys.values())
        keys[id_] = item["id"] = key_of(next(free))
    return run_pandoc(("-f", "csljson", "-t", "biblatex"), json.dumps(list(unique.values())), seconds=_SECONDS), keys


def _key_for(item: Node) -> str:
    """Make a key of an item's author and year, as in 'roe1921'; '' where it has neither."""
    names = [name for name in item.get("author") or item.get("editor") or [] if isinstance(name, dict)]
    family = (
        re.sub(r"\W+", "", str(names[0].get("family") or names[0].get("literal") or "")).casefold() if names else ""
    )
    dates = (item.get("issued") or {}).get("date-parts") or [[""]]
    year = str(dates[0][0]) if dates[0] else ""
    return f"{family}{year}" if family else ""


def _tree_words(blocks: list[Node], title: str) -> Iterator[str]:
    """Give the words of Pandoc's tree by taking every string in it, notes last: another way than the walk's."""
    notes: list[Any] = []
    yield from words(title)
    yield from words("".join(_strings(blocks, notes)))
    inner: list[Any] = []
    for note in notes:
        yield from words("".join(_strings(note, inner)))


def _strings(tree: Any, notes: list[Any]) -> Iterator[str]:
    """Go through a tree without recursion; what is between two blocks parts words."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if node == " ":
            yield " "
        elif isinstance(node, list):
            pending.extend(reversed(node))
        elif isinstance(node, dict):
            kind: str = node.get("t", "")
            content: Any = node.get("c")
            if kind == "Note":
                notes.append(content)
            elif kind in {"Str", "Code", "CodeBlock", "Math"}:
                yield str(content if kind == "Str" else content[1]) + (" " if kind == "CodeBlock" else "")
            elif kind == "Cite":
                pending.append(content[1])
            elif kind == "Image":
                pending.extend((" ", content[1], " "))
            elif kind == "Header":
                pending.extend((" ", content[2], " "))
            elif kind == "Figure":
                pending.extend((content[1], content[2]))
            elif kind in {"Space", "SoftBreak", "LineBreak"}:
                yield " "
            elif kind in {"Para", "Plain"}:
                pending.extend((" ", content, " "))
            elif kind == "LineBlock":
                pending.extend([" ", line] for line in reversed(content))
            else:
                pending.append(content)
