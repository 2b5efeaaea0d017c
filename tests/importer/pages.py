"""Synthetic pages of narrative and numbered sources, with the truth about them and about the faults planted in them."""

from __future__ import annotations

import html
import random
import textwrap
from dataclasses import dataclass, field

NOUNS = (  # noqa: SIM905 - words are read more easily than their quotation marks
    "archive winter delegate harbour ministry railway petition telegram factory committee evening witness province "
    "letter protocol corridor steamer chairman bakery session printer meeting district river congress document "
    "signature resolution workshop apartment newspaper inquiry statement bridge garrison orchard lantern furnace mill"
).split()
VERBS = "kept found left carried opened counted refused showed sent took built lost moved held".split()  # noqa: SIM905
FORENAMES = "Jane Mary John Peter Walter Clara Edith Martin Oscar Lucy".split()  # noqa: SIM905
FAMILIES = (  # noqa: SIM905
    "Aldermore Brackwell Corvane Dunstable Elverton Farrowby Grindale Hollister Ibbotson Jessamy Kettering Lorrimer "
    "Mossgrave Netherby Orford Pellworth Quillan Rothbury Sandgate Tolliver"
).split()
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
PAPERS = ("The Harbour Times", "The Northern Herald", "The Mill Gazette", "The River Chronicle")


@dataclass(frozen=True)
class TrueSource:
    """What a source is: its number on the page, its heading there, its work, its paragraphs."""

    number: str
    heading: str
    type: str
    author: str
    date: str
    paragraphs: tuple[str, ...]

    @property
    def work(self) -> tuple[str, str, str] | None:
        """The same for sources of one work; None where the heading is a headnote."""
        return (self.author, self.heading, self.date) if self.type else None


@dataclass(frozen=True)
class Chapter:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass
class TruePage:
    """A page and the truth about it; ``faults`` are names of the repairs that it needs."""

    title: str
    chapters: list[Chapter]
    sources: list[TrueSource]
    notes: list[str] = field(default_factory=list)
    links: int = 0
    faults: set[str] = field(default_factory=set)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    pictures: list[tuple[int, str, str]] = field(default_factory=list)
    glued: list[tuple[int, int]] = field(default_factory=list)

    @property
    def works(self) -> int:
        return len({source.work for source in self.sources if source.work})


def sentence(rng: random.Random, length: int = 12) -> str:
    words = [rng.choice(NOUNS if index % 3 != 1 else VERBS) for index in range(length)]
    for index in range(1, len(words)):
        if words[index] == words[index - 1]:
            words[index] = "again"
    return " ".join(words).capitalize() + "."


def paragraph(rng: random.Random, sentences: int = 4) -> str:
    return " ".join(sentence(rng, rng.randint(9, 16)) for _ in range(sentences))


def person(rng: random.Random) -> str:
    return f"{rng.choice(FORENAMES)} {rng.choice(FAMILIES)}"


def title_words(rng: random.Random) -> str:
    return f"The {rng.choice(NOUNS).capitalize()} of the {rng.choice(NOUNS).capitalize()}"


def source(rng: random.Random, number: int) -> TrueSource:
    """A source with a heading in one of the shapes that pages have."""
    name, year = person(rng), str(rng.randint(1801, 1979))
    family = f"{name.split()[1]}, {name.split()[0]}"
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    dated = f"{year}-{month:02}-{day:02}"
    shapes = [
        (f"{name}, {title_words(rng)} ({year})", "book", family, year),
        (f"{name}, {title_words(rng)} ({year})", "book", family, year),
        (f"{rng.choice(PAPERS)} ({day}th {MONTHS[month - 1]}, {year})", "article", "", dated),
        (f"{name}, {rng.choice(PAPERS)} ({MONTHS[month - 1]} {year})", "article", family, f"{year}-{month:02}"),
        (f"{name}, speech to the Congress of {rng.choice(NOUNS).capitalize()}s ({year})", "unpublished", family, year),
        (f"{name}, letter to {person(rng)} ({day} {MONTHS[month - 1]} {year})", "letter", family, dated),
        (f"{name} was an officer of the {rng.choice(NOUNS)} who escaped to the {rng.choice(NOUNS)}.", "", "", ""),
    ]
    heading, kind, author, date = rng.choice(shapes)
    return TrueSource(str(number), heading, kind, author, date, tuple(paragraph(rng) for _ in range(rng.randint(1, 3))))


def make_page(seed: int, *, faults: bool = True, notes: bool | None = None) -> TruePage:
    """A page, the same for the same seed."""
    rng = random.Random(seed)
    count = rng.randint(2, 9)
    page = TruePage(
        f"{person(rng)}",
        [
            Chapter(
                "" if index == 0 else f"The {rng.choice(NOUNS).capitalize()} Years of {index}",
                tuple(paragraph(rng) for _ in range(rng.randint(1, 4))),
            )
            for index in range(rng.randint(1, 5))
        ],
        [source(rng, number) for number in range(1, count + 1)],
    )
    _quote(page, rng)
    if notes if notes is not None else seed % 4 == 0:
        _add_notes(page, rng)
    if faults:
        _plant(page, rng)
    return page


def _quote(page: TruePage, rng: random.Random) -> None:
    """Let the narrative repeat the beginnings of some sources, as its quotations."""
    for given in rng.sample(page.sources, k=min(2, len(page.sources))):
        chapter = rng.randrange(len(page.chapters))
        words = given.paragraphs[0].split(". ")[0].rstrip(".") + "."
        old = page.chapters[chapter]
        page.chapters[chapter] = Chapter(old.heading, (*old.paragraphs, f'One witness later wrote: "{words}"'))
        page.links += 1


def _add_notes(page: TruePage, rng: random.Random) -> None:
    for index, chapter in enumerate(page.chapters):
        number = len(page.notes) + 1
        first, *others = chapter.paragraphs
        page.chapters[index] = Chapter(chapter.heading, (f"{first} ({number}) {sentence(rng)}", *others))
        page.notes.append(f"{person(rng)}, {title_words(rng)} ({rng.randint(1801, 1979)}) page {rng.randint(1, 300)}")


def _plant(page: TruePage, rng: random.Random) -> None:
    """Plant some of the faults that pages have."""
    if rng.random() < 0.6:
        page.faults.add("title")
    if rng.random() < 0.5:
        chapter = rng.randrange(len(page.chapters))
        page.repeated.append((chapter, 0))
        page.faults.add("duplicates")
    if rng.random() < 0.5:
        page.pictures.append(
            (rng.randrange(len(page.chapters)), page.title, f"{page.title} in {rng.randint(1801, 1979)}.")
        )
        page.faults.add("pictures")
    long = [index for index, one in enumerate(page.sources) if len(one.paragraphs) > 1]
    if long and rng.random() < 0.5:
        page.glued.append((rng.choice(long), 1))
        page.faults.add("glued")
    if rng.random() < 0.4:
        first, *others = page.sources
        page.sources[:] = [TrueSource("7", *_rest(first)), *others]
        page.faults.add("numbers")
    books = [one for one in page.sources if one.type == "book"]
    if books and rng.random() < 0.4:
        again = rng.choice(books)
        number = str(len(page.sources) + 1)
        page.sources.append(TrueSource(number, *_rest(again)[:4], (paragraph(rng),)))
        page.faults.add("works")
    for name, old, new in (
        ("backticks", " the ", " `the' "),
        ("dashes", ". ", " - so. "),
        ("soft-hyphens", "committee", "com\u00admittee"),
        ("ligatures", "found", "ﬁnd"),
    ):
        if rng.random() < 0.3:
            _plant_letters(page, name, old, new, rng)


def _rest(one: TrueSource) -> tuple[str, str, str, str, tuple[str, ...]]:
    return one.heading, one.type, one.author, one.date, one.paragraphs


def _plant_letters(page: TruePage, name: str, old: str, new: str, rng: random.Random) -> None:
    index = rng.randrange(len(page.sources))
    one = page.sources[index]
    last = one.paragraphs[-1] + f" Then came{new if new[0] == ' ' else f' {new}'}end."
    page.sources[index] = TrueSource(
        one.number, one.heading, one.type, one.author, one.date, (*one.paragraphs[:-1], last)
    )
    page.faults.add(name)
    del old


def _paragraphs(page: TruePage) -> list[str]:
    """The page as blocks of text."""
    blocks = [page.title]
    if "title" in page.faults:
        blocks.append(page.title)
    for number, chapter in enumerate(page.chapters):
        if chapter.heading:
            blocks.append(chapter.heading)
        blocks += chapter.paragraphs
        for where, alternative, caption in page.pictures:
            if where == number:
                blocks.append(f"{alternative}\n{caption}")
        for where, which in page.repeated:
            if where == number:
                blocks.append(chapter.paragraphs[which])
    return blocks


def as_text(page: TruePage) -> str:
    """A line a paragraph, an empty line between paragraphs."""
    blocks = [*_paragraphs(page), "Primary Sources"]
    for index, one in enumerate(page.sources):
        blocks.append(f"({one.number}) {one.heading}")
        for number, words in enumerate(one.paragraphs):
            if (index, number) in page.glued:
                blocks[-1] += f"\n{words}"
            else:
                blocks.append(words)
    if page.notes:
        blocks.append("References")
        blocks += [f"({number}) {note}" for number, note in enumerate(page.notes, start=1)]
    return "\n\n".join(blocks) + "\n"


def as_wrapped_text(page: TruePage) -> str:
    """The page as typed to a width of 72, within Project Gutenberg's frame."""
    body = "\n\n".join(
        textwrap.fill(block, 72, break_on_hyphens=False) for block in as_text(page).strip().split("\n\n")
    )
    return (
        f"The Project Gutenberg eBook of {page.title}\n\nTitle: {page.title}\n\nAuthor: {page.title}\n\n"
        f"*** START OF THE PROJECT GUTENBERG EBOOK ***\n\n\n{body}\n\n*** END OF THE PROJECT GUTENBERG EBOOK ***\n\n"
        "Updated editions will replace the previous one.\n"
    )


def as_html(page: TruePage) -> str:
    """A saved web page with a menu, a script, unclosed paragraphs and wrong nesting."""

    def safe(words: str) -> str:
        return html.escape(words, quote=False)

    out = [f"<!DOCTYPE html><html><head><title>{safe(page.title)}</title><script>if (a < b) {{ go('<p>'); }}</script>",
           "<style>p { color: red }</style></head><body><nav><a href='/'>Home</a> <a href='/a'>About us</a></nav>",
           f"<h1>{safe(page.title)}</h1>"]  # fmt: skip
    for chapter in page.chapters:
        if chapter.heading:
            out.append(f"<h2>{safe(chapter.heading)}</h2>")
        out += [
            f"<p><a href='/x.htm'>{words.split()[0]}</a> {safe(words.partition(' ')[2])}"
            for words in chapter.paragraphs
        ]
    out.append("<h2>Primary Sources</h2>")
    for one in page.sources:
        out.append(f"<p><b>({one.number}) <i>{safe(one.heading)}</b></i></p>")
        out += [f"<blockquote>{safe(words)}</blockquote>" for words in one.paragraphs]
    if page.notes:
        out.append("<h2>References</h2>")
        out += [f"<p>({number}) {safe(note)}</p>" for number, note in enumerate(page.notes, start=1)]
    return "\n".join([*out, "</body></html>"])


def as_markdown(page: TruePage) -> str:
    """The page in Pandoc's Markdown, which Pandoc can turn into other formats; its numbers are text, not lists."""
    out = [f"# {page.title}"]
    for chapter in page.chapters:
        if chapter.heading:
            out.append(f"## {chapter.heading}")
        out += chapter.paragraphs
    out.append("## Primary Sources")
    for one in page.sources:
        out.append(f"\\({one.number}) {one.heading}")
        out += one.paragraphs
    if page.notes:
        out.append("## References")
        out += [f"\\({number}) {note}" for number, note in enumerate(page.notes, start=1)]
    return "\n\n".join(out) + "\n"
