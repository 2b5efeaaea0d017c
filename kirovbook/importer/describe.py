"""Draft a description of the work that a source's heading names, from what the heading says and nothing else."""

from __future__ import annotations

import re

from kirovbook.importer import signs
from kirovbook.importer.dates import ReadDate, read_date
from kirovbook.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Description:
    """A work as a heading gives it: BibLaTeX's type and fields, the locator of the passage, and what is missing."""

    type: str
    fields: tuple[tuple[str, str], ...]
    locator: str = ""
    gaps: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Give the value of a field, or an empty string."""
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading parted: where the description ends and the headnote begins; 0 where it is all a headnote."""

    description: Description | None
    length: int


_LONGEST = 300
_PAGES = re.compile(r"[,;:]? *\(?\b((?:pages?|pp?\.)) *(\d+(?: *[-–] *\d+)?)\)?\.?$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^(?P<rest>.*?)[,.]? *\((?P<date>[^()]*)\)[.:]?$", re.DOTALL)
_AFTER_COMMA = re.compile(r"^(?P<rest>.+?), *(?P<date>(?:[^,()]+, *)?[^,()]*\d{4})\.?$", re.DOTALL)
_AND_MORE = re.compile(
    r"^(.{8,250}?\([^()]*\d{4}[^()]*\)(?:,? *(?:pages?|pp?\.) *\d+(?:[-–]\d+)?)?)[.:;]?\s+(?=[A-Z\"“(])", re.DOTALL
)
_PARTICLE = r"(?:de|du|des|da|di|del|della|van|von|der|den|ter|ten|le|la|af|al|el|bin|ibn|y|d'|of)"
_NAME_WORD = r"(?:[A-ZÀ-ÞĀ-ŽЀ-Я][\w'’-]*\.?|(?:[A-Z]\.-?)+)"
_PERSON = re.compile(rf"{_NAME_WORD}(?: (?:{_NAME_WORD}|{_PARTICLE})){{1,5}}(?:,? (?:Jr|Sr|II|III)\.?)?", re.UNICODE)
_EDITOR = re.compile(r"^(?P<names>.*?),? *\((?P<role>eds?\.?|editors?|trans\.?|translator)\)$", re.IGNORECASE)
_JOINED = re.compile(r" *(?:,? and | & |; ) *")
_NO_PERSON = re.compile(
    r"\b(?:The|A|An|Committee|Congress|Party|Government|Ministry|Times|Post|Herald|Guardian|News|Journal|Gazette|"
    r"Review|Report|Act|Treaty|Encyclop\w+|Constitution|Magazine|Monthly|Weekly|Daily|Tribune|Telegraph|Chronicle|"
    r"Standard|Mirror|Republic|Union|Society|Council|Commission|Office|Department|Manifesto|Pravda|Izvesti\w*)\b"
)
_TYPED = (
    (re.compile(r"(?:(?:opening|closing|keynote|radio|open|public) )?"
                r"(?:speech|address|lecture|sermon|broadcast|statement in the house)\b", re.IGNORECASE),
     "unpublished", "speech"),
    (re.compile(r"(?:open |private )?(?:letter|telegram|memorandum|note|cable|e-?mail) (?:to|from|sent)\b",
                re.IGNORECASE),
     "letter", "letter"),
    (re.compile(r"(?:interview(?:ed)?)\b", re.IGNORECASE), "interview", "interview"),
    (re.compile(r"(?:unpublished |private )?(?:diary|journal|notebook)(?: entry)?\b(?! of)", re.IGNORECASE),
     "unpublished", "diary"),
    (re.compile(r"(?:statement|testimony|evidence|confession|affidavit|deposition|petition|resolution|decree|manifesto|"
                r"leaflet|poster|minutes)\b", re.IGNORECASE),
     "misc", ""),
)  # fmt: skip
_QUOTED = re.compile(r"^[\"“'‘](?P<title>.+?)[,.]?[\"”'’][,.]? *(?P<in>in\b:? *)?(?P<rest>.*)$", re.DOTALL)
_VERBS = re.compile(
    r"\b(?:was|were|is|are|had|has|have|wrote|writes|described|describes|published|included|argued|escaped|became|"
    r"worked|recalled|explained|joined|said|told|gave|interviewed|appeared|received|visited|reported|met|later|who)\b"
)
_EDITED = re.compile(r",? *\(?(?:edited by|ed\. by|ed\.) +(?P<names>[^()]+?)\)?$")
_TRANSLATED = re.compile(r",? *\(?(?:translated by|trans\. by|trans\.|tr\.) +(?P<names>[^()]+?)\)?$")


def read_heading(text: str) -> Heading:
    """Read a source's heading (its number already taken off; with signs)."""
    plain = signs.kept(text).strip()
    if len(plain) <= _LONGEST and (description := describe(plain, _emphasised(text))):
        return Heading(description, len(text))
    if (more := _AND_MORE.match(plain)) and not _VERBS.search(more[1]):
        description = describe(more[1], "")
        if description and description.get("date"):
            return Heading(description, _position(text, len(more[0])))
    return Heading(None, 0)


def _position(text: str, length: int) -> int:
    """Give where in a text with signs that many plain signs (without leading space) are over."""
    seen, index, dropped = 0, 0, False
    started = False
    while index < len(text) and seen < length:
        letter = text[index]
        if letter == signs.DROPPED:
            dropped = True
        elif letter == signs.DROPPED_END:
            dropped = False
        elif not dropped and not "\ufdd0" <= letter <= "\ufdef":
            started = started or not letter.isspace()
            seen += started
        index += 1
    while index < len(text) and "\ufdd0" <= text[index] <= "\ufdef":
        index += 1
    return index


def _emphasised(text: str) -> str:
    """Give the words of a heading that its page sets in italics: its title, most likely."""
    found = re.search(f"{signs.EMPHASIS}([^{signs.EMPHASIS_END}]+){signs.EMPHASIS_END}", text)
    return signs.line(found[1]) if found else ""


def describe(plain: str, emphasised: str = "") -> Description | None:
    """Describe the work that a heading names; None if it is a sentence, and so a headnote."""
    words = " ".join(plain.split())
    locator = ""
    if pages := _PAGES.search(words):
        locator = ("pp. " if re.search("[-–]", pages[2]) else "p. ") + re.sub(" *[-–] *", "–", pages[2])
        words = words[: pages.start()].rstrip(" ,;:")
    words, date = _date(words)
    if not date and (words.endswith((".", "!", "?", ":")) or _VERBS.search(words)) and not emphasised:
        return None
    first, _, rest = words.partition(", ")
    names, role = _names(first)
    if names and " and " in (second := rest.partition(", ")[0]) and "," in rest and (more := _names(second)[0]):
        names, rest = (*names, *more), rest.partition(", ")[2]  # "A, B and C, Title"
    if date and _VERBS.search(words) and not names and emphasised != words:
        return None
    if names and rest:
        return _by_person(names, role, rest, date, locator)
    if names and not date:
        return None
    return _anonymous(words, date, locator)


def _date(words: str) -> tuple[str, ReadDate | None]:
    for shape in (_IN_BRACKETS, _AFTER_COMMA):
        if found := shape.match(words):
            if date := read_date(found["date"]):
                return found["rest"].strip(), date
            # '(London, 1935)', '(Hamish Hamilton, 1935)': the place or the publisher stays to be asked for.
            before, _, last = found["date"].rpartition(",")
            if shape is _IN_BRACKETS and before and (date := read_date(last)):
                return found["rest"].strip(), date
            at = found["date"].find(",")
            if shape is _AFTER_COMMA and at > 0 and (date := read_date(found["date"][at + 1 :])):
                return f"{found['rest']}, {found['date'][:at]}".strip(), date
    return words.strip(" .,"), None


def _names(words: str) -> tuple[tuple[str, ...], str]:
    """Give the persons that words name, and whether they edited: 'Jane Roe and John Doe (eds)'."""
    role = "author"
    if found := _EDITOR.match(words):
        role, words = ("translator" if found["role"].lower().startswith("tr") else "editor"), found["names"]
    names = tuple(name.strip() for name in _JOINED.split(words))
    ok = all(_PERSON.fullmatch(name) and not _NO_PERSON.search(name) for name in names)
    return (names, role) if ok else ((), "author")


def _by_person(names: tuple[str, ...], role: str, rest: str, date: ReadDate | None, locator: str) -> Description:
    fields = [(role, " and ".join(file_as(name) for name in names))]
    rest = rest.strip(" ,")
    for pattern, field in ((_EDITED, "editor"), (_TRANSLATED, "translator")):
        if (found := pattern.search(rest)) and (others := _names(found["names"])[0]):
            fields.append((field, " and ".join(file_as(name) for name in others)))
            rest = rest[: found.start()].strip(" ,")
    for pattern, kind, told in _TYPED:
        if pattern.match(rest):
            fields.append(("title", rest[0].upper() + rest[1:]))
            fields += [("type", told)] if told else []
            return _made(kind, fields, date, locator)
    if quoted := _QUOTED.match(rest):
        fields.append(("title", quoted["title"]))
        inside = quoted["rest"].strip(" ,")
        if not inside:
            return _made("misc", fields, date, locator)
        is_part = bool(quoted["in"]) and not (date and date.has_month)
        fields.append(("booktitle" if is_part else "journaltitle", inside))
        return _made("incollection" if is_part else "article", fields, date, locator)
    if date and date.has_month:
        fields.append(("journaltitle", rest))
        return _made("article", fields, date, locator)
    fields.append(("title", rest))
    return _made("book" if role != "editor" else "collection", fields, date, locator)


def _anonymous(words: str, date: ReadDate | None, locator: str) -> Description | None:
    if quoted := _QUOTED.match(words):
        inside = quoted["rest"].strip(" ,")
        if inside and date:
            return _made("article", [("title", quoted["title"]), ("journaltitle", inside)], date, locator)
    if date is None:
        return None
    if date.has_month:
        name, _, what = words.partition(", ")
        fields = [("journaltitle", name)]
        if what:
            fields.insert(0, ("title", what[0].upper() + what[1:]))
        return _made("article", fields, date, locator)
    return _made("book", [("title", words)], date, locator) if words else None


def _made(kind: str, fields: list[tuple[str, str]], date: ReadDate | None, locator: str) -> Description:
    given = [(name, value) for name, value in fields if value]
    if date:
        given.append(("eventdate" if ("type", "speech") in fields else "date", date.edtf))
    have = {name for name, _ in given}
    wanted = {
        "book": ("author", "title", "publisher", "location", "date"),
        "collection": ("editor", "title", "publisher", "location", "date"),
        "incollection": ("author", "title", "booktitle", "publisher", "date"),
        "article": ("author", "title", "date", "pages"),
        "unpublished": ("author", "title", "eventdate" if ("type", "speech") in fields else "date"),
    }.get(kind, ("author", "title", "date"))
    return Description(kind, tuple(given), locator, tuple(name for name in wanted if name not in have))


def file_as(name: str) -> str:
    """Give a person's name with the family name first: 'de Gaulle, Charles'; '{...}' if it has one word."""
    words = name.split()
    suffix = ""
    if len(words) > 2 and re.fullmatch(r"(?:Jr|Sr|II|III)\.?", words[-1]):  # noqa: PLR2004 - given, family, suffix
        suffix = f", {words.pop()}"
        words[-1] = words[-1].rstrip(",")
    if len(words) < 2:  # noqa: PLR2004 - one word is a name by itself
        return f"{{{name}}}"
    start = len(words) - 1
    while start > 1 and re.fullmatch(_PARTICLE, words[start - 1]):
        start -= 1
    return f"{' '.join(words[start:])}{suffix}, {' '.join(words[:start])}"
