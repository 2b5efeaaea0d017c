"""Read from a work what two descriptions are compared by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from kirovbook.model.source import Work
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.folding import fold, has_cyrillic, skeleton, without_entities
from kirovbook.resolve.dedupe.persons import NOBODY, Persons, read_persons
from kirovbook.resolve.dedupe.shelf import Shelf, read_shelf

_ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "le", "la", "les", "l", "ein", "eine", "un", "une"})
_FILLERS = frozenset({"and", "und", "et"})
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")
_POINT = re.compile(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*(?:/.*|[~?%].*|T.*)?")
_VOLUME = re.compile(
    r"\b(?:(?P<volume>vol|volume|vols|t|tom|toma|tome|bd|band)|(?P<part>pt|part|chast|kniga|teil|partie))"
    r" (?P<number>\d+|[ivx])\b"
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_REVIEW = re.compile(
    r"^(?:book )?(?:review of|reviews of|rev of|retsenziia na|rets na|rezension zu|besprechung von|compte rendu de)\b"
    r"|\bbook review$"
)
_CORRECTION = re.compile(r"(?:erratum|errata|corrigendum|correction|corrections|ispravlenie|berichtigung)\b")
_REPRINT = re.compile(r"\b(?:reprint(?:ed)?|repr|reprintnoe|nachdruck|reimpression|facsimile)\b")
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"  # noqa: SIM905 - a table of words
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}


class Sort(StrEnum):
    """What sort of thing a work is, as far as it tells two works apart."""

    WHOLE = "book"
    PART = "part of a book"
    ARTICLE = "article"
    THESIS = "thesis"
    OTHER = "other"


_SORTS = {
    **dict.fromkeys(
        "book mvbook collection mvcollection booklet proceedings mvproceedings reference mvreference manual"  # noqa: SIM905 - a table of words
        " report techreport periodical".split(),
        Sort.WHOLE,
    ),
    **dict.fromkeys(
        "incollection inbook bookinbook inproceedings conference inreference suppbook suppcollection".split(),  # noqa: SIM905
        Sort.PART,
    ),
    **dict.fromkeys("article suppperiodical review".split(), Sort.ARTICLE),  # noqa: SIM905
    **dict.fromkeys("thesis phdthesis mastersthesis".split(), Sort.THESIS),  # noqa: SIM905
}
_LANGUAGES = {
    "american": "en", "british": "en", "english": "en", "ukenglish": "en", "usenglish": "en", "canadian": "en",
    "australian": "en", "german": "de", "ngerman": "de", "austrian": "de", "russian": "ru", "french": "fr",
    "ukrainian": "uk", "italian": "it", "spanish": "es", "polish": "pl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Description:
    """A work as it is compared: the title as a skeleton with and without spaces, persons, year, identifiers.

    ``folded`` is the title without spaces before it became a skeleton: it keeps how the words are spelt.
    ``head`` is how many words of the title stand before its subtitle (0: it has none).
    """

    work: Work
    fields: Mapping[str, str]
    title: str
    squeezed: str
    folded: str
    head: int
    numbers: tuple[str, ...]
    persons: Persons
    year: int
    identifiers: tuple[str, ...]
    shelf: Shelf | None
    volume: str
    part: str


@dataclass(frozen=True, slots=True)
class Details:
    """What is looked at only where two works are alike: folded, empty where the description is silent."""

    sort: Sort
    date: tuple[int, ...]
    edition: str
    issue: str
    series_number: str
    pages: tuple[int, int] | None
    container: str
    publisher: str
    place: str
    language: str
    translators: Persons
    others: Persons
    nature: str
    is_reprint: bool
    is_cyrillic: bool


def describe(work: Work) -> Description:
    """Read what every work is compared by."""
    fields = {field.name: field.value for field in work.fields if field.value}
    folded, head_length = _title(fields)
    volume, part = fields.get("volume", ""), fields.get("part", "")
    volume, part = volume and _number(volume), part and _number(part)
    if not folded.isalpha():
        folded, volume, part, head_length = _take_volume(folded, volume, part, head_length)
    words = folded.split()
    numbers = _numbers(words) if len(words) > 1 else ()
    kept = [word for at, word in enumerate(words) if not (word in _FILLERS or (at == 0 and word in _ARTICLES))]
    kept = kept or words
    head = sum(word not in _FILLERS for word in words[:head_length]) - (len(words) > 1 and words[0] in _ARTICLES)
    title = skeleton(" ".join(kept))
    author = next((fields[name] for name in ("author", "editor", "organization") if name in fields), "")
    persons = read_persons(author) if author else NOBODY
    head = max(0, head) if head_length else 0
    return Description(
        work, fields, title, title.replace(" ", ""), "".join(kept), head, numbers, persons, _year(fields),
        _identifiers(fields, work.type), read_shelf(fields, work.type), volume, part,
    )  # fmt: skip


def _numbers(words: list[str]) -> tuple[str, ...]:
    """Give the numbers that tell titles apart; days of a month do not, and "1934-35" is "1934-1935"."""
    found: set[str] = set()
    before = ""
    if not any(word.isdigit() or word in _NUMBER_WORDS for word in words):
        return ()
    for word, behind in zip(words, [*words[1:], ""], strict=True):
        if word in _NUMBER_WORDS:
            found.add(f"~{_NUMBER_WORDS[word]}")
        elif word.isdigit() and not (behind[:3] in _MONTHS or (before[:3] in _MONTHS and len(word) < len("1934"))):
            is_short = len(word) == 2 and len(before) == 4 and before.isdigit() and before[2:] < word  # noqa: PLR2004
            found.add(before[:2] + word if is_short else word)
        before = word
    return tuple(sorted(found))


_MONTHS = frozenset(
    "jan feb mar apr may jun jul aug sep oct nov dec ian fev iiu iun iul avg sen okt noi dek mai".split()  # noqa: SIM905
)


def _title(fields: Mapping[str, str]) -> tuple[str, int]:
    """Give the folded title and subtitle, and the number of words before the subtitle (0: there is none)."""
    title, subtitle = without_entities(fields.get("title", "")), fields.get("subtitle", "")
    if main := fields.get("maintitle"):
        title = f"{main} {title}"
    if not title:
        title = fields.get("booktitle") or fields.get("journaltitle") or ""
    if not subtitle:
        title, mark, subtitle = _split_title(title)
        if not mark:
            return fold(title), 0
    head = fold(title)
    return f"{head} {fold(subtitle)}".strip(), len(head.split())


_COLON = re.compile(r"\s*(?::|\?|!|;|\. |—| – | - | -- |---)\s*")


def _split_title(title: str) -> tuple[str, str, str]:
    found = _COLON.search(title)
    if not found or not found.start() or not title[found.end() :].strip():
        return title, "", ""
    return title[: found.start()], found[0], title[found.end() :]


def _take_volume(folded: str, volume: str, part: str, head: int) -> tuple[str, str, str, int]:
    """Take "vol 13" out of a title, and give its number where no field does."""
    for found in list(_VOLUME.finditer(folded))[:2]:
        if found.start() == 0:
            continue
        words_before = len(folded[: found.start()].split())
        folded = " ".join((folded[: found.start()] + folded[found.end() :]).split())
        if head > words_before:
            head -= 2
        number = _number(found["number"])
        if found["volume"]:
            volume = volume or number
        else:
            part = part or number
        return _take_volume(folded, volume, part, head)
    return folded, volume, part, head


_SINGLE_ROMAN = {"i": "1", "v": "5", "x": "10"}


@lru_cache(maxsize=5000)
def _number(value: str) -> str:
    """Give the number of a volume or an issue: "XIII", "13", "Vol. 13" and "т. 13" are one."""
    words = [_SINGLE_ROMAN.get(word, word) for word in fold(value).split()]
    digits = [word for word in words if word.isdigit()]
    return digits[0].lstrip("0") or "0" if len(digits) == 1 else " ".join(digits or words)


def _year(fields: Mapping[str, str]) -> int:
    for name in ("date", "year", "eventdate", "issued"):
        value = fields.get(name)
        if value:
            if len(value) == 4 and value.isdigit():  # noqa: PLR2004 - the figures of a year
                return int(value)
            found = _YEAR.search(value)
            if found:
                return int(found[1])
    return 0


def _identifiers(fields: Mapping[str, str], kind: str) -> tuple[str, ...]:
    found: list[str] = []
    if "doi" in fields and (doi := _DOI.search(fields["doi"].replace("\\", ""))):
        found.append(f"DOI {doi[0].lower().rstrip('.,;')}")
    if "isbn" in fields and _SORTS.get(kind) is not Sort.PART:
        found += [f"ISBN {isbn}" for isbn in _isbns(fields["isbn"])]
    if "pmid" in fields and (digits := re.sub(r"\D", "", fields["pmid"])):
        found.append(f"PMID {digits}")
    if "eprint" in fields and (eprint := fields["eprint"].strip().lower()):
        scheme = fields.get("eprinttype") or fields.get("archiveprefix") or ("arxiv" if "." in eprint else "")
        if scheme:
            found.append(f"{scheme} {re.sub(r'v[0-9]+$', '', eprint)}")
    return tuple(dict.fromkeys(found))


_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")


def _isbns(value: str) -> list[str]:
    """Give the nine figures that ISBNs of ten and of thirteen digits share; 979 has no form of ten."""
    found = [re.sub(r"[- ]", "", one) for one in _ISBN.findall(value)]
    return [one[3:12] if one.startswith("978") and len(one) > 10 else one[:12] if len(one) > 10 else one[:9]  # noqa: PLR2004
            for one in found]  # fmt: skip


def look_closer(one: Description) -> Details:
    """Read what is compared only where two works are alike."""
    fields = one.fields
    sort = _SORTS.get(one.work.type, Sort.OTHER)
    is_article = sort is Sort.ARTICLE
    issue = fields.get("number") or fields.get("issue") or ""
    language = (fields.get("langid") or fields.get("language") or "").lower()
    notes = fold(" ".join(fields.get(name, "") for name in ("edition", "note", "addendum", "pubstate")))
    title = fold(fields.get("title", ""))
    return Details(
        sort=sort,
        date=_date(fields),
        edition=_edition(fields.get("edition", "")),
        issue=_number(issue) if issue and is_article else "",
        series_number=_number(issue) if issue and one.work.type in {"report", "techreport", "patent"} else "",
        pages=_pages(fields.get("pages", "")) if sort in {Sort.ARTICLE, Sort.PART, Sort.OTHER} else None,
        container=_plain(fields, "journaltitle", "journal", "booktitle", "eventtitle"),
        publisher=_plain(fields, "publisher", "institution", "school", "organization"),
        place=_plain(fields, "location", "address"),
        language=_LANGUAGES.get(language, language[:2]),
        translators=read_persons(fields.get("translator", "")),
        others=read_persons(fields["editor"] if "author" in fields and "editor" in fields else ""),
        nature=_nature(one.work.type, title),
        is_reprint=bool(_REPRINT.search(notes)),
        is_cyrillic=has_cyrillic(fields.get("title", "")),
    )


def _nature(kind: str, title: str) -> str:
    """Say whether the work is about another that bears the same title: a review or a correction of it."""
    if kind == "review" or _REVIEW.search(title):
        return "review"
    return "correction" if _CORRECTION.match(title) else ""


def _plain(fields: Mapping[str, str], *names: str) -> str:
    value = next((fields[name] for name in names if fields.get(name)), "")
    return _skeleton_of(value) if value else ""


@lru_cache(maxsize=20_000)
def _skeleton_of(value: str) -> str:
    return fold(value)


def _date(fields: Mapping[str, str]) -> tuple[int, ...]:
    """Give year, month and day as far as they are said."""
    for name in ("date", "eventdate"):
        found = _POINT.fullmatch(fields.get(name, ""))
        if found:
            return tuple(int(part) for part in found.groups() if part)
    found = _POINT.fullmatch(fields.get("year", ""))
    month, day = fields.get("month", ""), fields.get("day", "")
    if not found:
        return ()
    if not month.isdigit():
        return (int(found[1]),)
    return (int(found[1]), int(month), *((int(day),) if day.isdigit() else ()))


_EDITION_WORDS = frozenset("edition ed edn izd izdanie auflage aufl e auflage édition the".split())  # noqa: SIM905
_FIRST = frozenset({"1", "", "first"})


@lru_cache(maxsize=5000)
def _edition(value: str) -> str:
    """Give the number of an edition, or what it is called; the first edition is no other than none."""
    words = [_NUMBER_WORDS.get(word, word) for word in fold(value).split() if word not in _EDITION_WORDS]
    words = [_EDITION_NAMES.get(word, word) for word in words]
    return "" if " ".join(words) in _FIRST else " ".join(words)


_EDITION_NAMES = {
    "vtoroe": "2", "trete": "3", "zweite": "2", "dritte": "3", "deuxieme": "2", "rev": "revised", "ispr": "revised",
    "expanded": "enlarged", "pererab": "revised", "uberarbeitete": "revised", "dop": "enlarged", "2e": "2", "3e": "3",
}  # fmt: skip
_RANGE = re.compile(r"(\d+)(?:\s*(?:-{1,3}|–|—)\s*(\d+))?")


def _pages(value: str) -> tuple[int, int] | None:
    found = _RANGE.search(value)
    if not found:
        return None
    first, last = found[1][:9], (found[2] or found[1])[:9]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return int(first), int(last)
