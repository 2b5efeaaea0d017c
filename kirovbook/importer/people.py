"""Find the persons that a book names, and the spellings that are likely one person's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import groupby

from kirovbook.importer.describe import file_as
from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.likeness import letters_apart

_FEWEST_BONES = 3
_LONG = 6
"""Letters from which on two words that differ in one are likelier to be one name than two."""
MUCH = 4_000_000
"""In signs: a longer text is searched up to here."""
_MOST_PERSONS = 400
_CAP = r"[A-ZÀ-ÖØ-ÞĀ-ŽЀ-Я]"
_WORD = rf"(?:{_CAP}[a-zà-öø-ÿĀ-žа-яё]+(?:['’-]{_CAP}?[a-zà-ÿа-я]+)*)"
_NAME = re.compile(
    rf"(?<![\w'’-])(?:{_WORD}|{_CAP}\.)"
    rf"(?:[ \n](?:{_WORD}|{_CAP}\.|(?:de|von|van|der|du|la|le)(?=[ \n]{_CAP}))){{1,3}}(?!\w)"
)
_ALONE = re.compile(rf"(?<![\w'’-]){_WORD}(?![\w-])")
_TITLES = frozenset(
    [
        "General",
        "Comrade",
        "Tsar",
        "President",
        "Professor",
        "Colonel",
        "Captain",
        "Marshal",
        "Major",
        "Sir",
        "Lord",
        "Lady",
        "King",
        "Queen",
        "Prince",
        "Princess",
        "Count",
        "Dr",
        "Mr",
        "Mrs",
        "Miss",
        "Ms",
        "Doctor",
        "Saint",
        "St",
        "Pope",
        "Emperor",
        "Father",
        "Admiral",
        "Lieutenant",
        "Commissar",
        "Secretary",
        "Chancellor",
        "Minister",
        "Premier",
        "Senator",
        "Bishop",
        "Cardinal",
        "Citizen",
        "Poor",
        "Old",
        "Young",
        "Chekist",
        "Dutchman",
    ]
)
_NO_NAMES = frozenset(
    """
    The A An In On At By For From With After Before During When While As But And Or Nor If It Its He She They We You I
    His Her Their Our My Your This That These Those There Here What Who Whom Whose Which Why How Where Yet However
    Although Though Since Because Until Once Soon Later Also Then Thus Even Only Just Not No Yes All Both Each Every
    Some Many Most Few Several Such Other Another According Several First Second Third Last Next Up Down Over Under To
    Of Into Out Is Was Were Are Had Has Have Did Do Does Be Been So Now Nearly Almost Among Between Within Without
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Chapter Source Sources Document Primary Part Book Volume
    Party Congress Committee War Army Navy Institute Encyclopaedia Encyclopedia Bureau School Government Revolution
    Union Republic Council Commission Street Square River Sea City Court Front Police Service Press Times Post News
    Monthly Weekly Review Telegraph Guardian Herald Society Church University College Academy Museum Library Station
    Prison Palace House Law Act Treaty Terror Famine Plan Movement League Office Department Ministry Central National
    International Imperial Royal Supreme Socialist Communist Democratic Social Provisional Soviet Russian British
    American French German English Polish Estonian Italian Spanish Chinese Japanese Greek Turkish Civil World Great
    Red White Black Green New Old North South East West Northern Southern Eastern Western United States Kingdom
    Bolshevik Bolsheviks Menshevik Mensheviks Politburo Politically Left Right Nazi Fascist Technical Military General
    Centre Center Parallel Unlike Afterwards Meanwhile Anyway Naturally Perhaps Let Please Dear
    Empire Crow Knives Secret Organisation Organization Leader Leaders Executive Political Freedom Security State Day
    Night Year Century Age Life History Story Memoirs Diary Letters Papers Works World
    """.split()  # noqa: SIM905 - a table of words
) - {"May", "General"}
_MONTH_OR_NAME = "May"


_FORENAMES = frozenset(
    """
    Adolf Albert Alexander Alexei Alexis Alfred Alice Anastas Andrei Andrew Anna Anne Anthony Anton Arthur Benjamin
    Boris Catherine Charles Christopher Clara Daniel David Dmitri Dmitry Dora Edith Edward Edwin Elizabeth Ella Emily
    Emma Ernest Eugene Felix Francis Frank Franklin Frederick Friedrich Genrikh Georg George Georges Gregory Grigori
    Grigory Hannah Harold Harry Heinrich Helen Henri Henry Herbert Hermann Hugh Igor Ilya Isaac Ivan Jack Jacob James
    Jan Jane Jean Joan Johann John Joseph Josef Karl Kate Katherine Lavrenti Lazar Leon Leonid Leo Lev Lewis Louis
    Louise Lucy Ludwig Maria Mary Margaret Mark Martha Martin Matthew Max Maxim Michael Mikhail Milda Nadezhda
    Nicholas Nikita Nikolai Oleg Olga Oliver Oscar Otto Patrick Paul Pavel Peter Philip Pierre Pyotr Rachel
    Ralph Raymond Richard Robert
    Robin Roger Rosa Rose Rudolf Samuel Sarah Semyon Sergei Sergey Sergo Simon Sofia Sophie Stanley Stepan Stephen Susan
    Sylvia Theodore Thomas Timothy Vasily Vera Victor Viktor Vincent Vladimir Vyacheslav Walter Wilhelm William Winston
    Yakov Yan Yuri Zina
    """.split()  # noqa: SIM905 - a table of words
)


@dataclass(slots=True)
class Person:
    """A person: the fullest form found, where first, and the other spellings; ``doubts`` need the author's eye."""

    name: str
    forms: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def family(self) -> str:
        """The name that the person is filed under, by its last word."""
        return self.name.split()[-1]


def find_people(texts: Iterable[str], known: Sequence[str] = ()) -> tuple[Person, ...]:
    """Find persons in the texts; ``known`` are names that headings give as authors'."""
    names: Counter[str] = Counter()
    within: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    left = MUCH
    for text in texts:
        part = text[:left]
        left -= len(part)
        _count(part, names, within, alone)
        if left <= 0:
            break
    for name in known:
        names[_without_title(name)] += 2
        within[_without_title(name)] += 2
    persons = _with_variants(_persons(names, within, alone), alone)
    return tuple(sorted((*persons, *_by_one_name(persons, alone)), key=lambda one: (one.family.casefold(), one.name)))


def _count(text: str, names: Counter[str], within: Counter[str], alone: Counter[str]) -> None:
    """Count runs of capitals, those of them that don't begin a sentence, and single capitals that don't."""
    for found in _NAME.finditer(text):
        given = " ".join(found[0].split())
        name = _without_title(given)
        if " " in name:
            names[name] += 1
            within[name] += name.split()[0] != given.split()[0] or not _begins(text, found.start())
    for found in _ALONE.finditer(text):
        begins = _begins(text, found.start())
        for part in found[0].split("-"):
            word = re.sub(r"['’]s$", "", part)
            if word and word not in _NO_NAMES and word not in _TITLES:
                alone[word] += 0 if begins else 1


def _begins(text: str, at: int) -> bool:
    """Answer whether a sentence begins there."""
    return text[max(0, at - 4) : at].rstrip(" \n\"“'‘(")[-1:] in {"", ".", "!", "?", ":"}


def _without_title(name: str) -> str:
    """Take from a run of capitals the titles and the words that are no names."""
    words = [re.sub(r"['’]s$", "", word) for word in name.split()]
    while words and (words[0] in _TITLES or words[0] in _NO_NAMES):
        words.pop(0)
    while words and words[-1] in _TITLES:
        words.pop()
    return "" if any(word in _NO_NAMES or word in _TITLES for word in words) else " ".join(words)


def _persons(names: Counter[str], within: Counter[str], alone: Counter[str]) -> list[Person]:
    """Keep the runs of capitals that behave like persons.

    They begin with a forename that is known, their last word also stands alone, or they come again. A run that only
    ever begins sentences ("Afterwards Nikolaev") counts where nobody else has its last word.
    """
    persons: dict[str, Person] = {}
    for name, count in sorted(names.items(), key=lambda item: (-within[item[0]], -item[1], item[0])):
        if not name:
            continue
        first, family = name.split()[0], name.split()[-1]
        if not (count > 1 or alone[family] > count or first in _FORENAMES):
            continue
        if not within[name] and first not in _FORENAMES and any(_alike(one.family, family) for one in persons.values()):
            continue
        person = next((one for one in persons.values() if _is_same(one.name, name)), None)
        if person is None and len(persons) < _MOST_PERSONS:
            person = persons.setdefault(name, Person(name))
        if person is not None:
            person.count += count
            if name not in person.forms:
                person.forms.append(name)
    return list(persons.values())


def _is_same(one: str, other: str) -> bool:
    """Answer whether two full names are likely one person's: family and given names the same or nearly so."""
    *given, family = one.split()
    *others, second = other.split()
    if not given or not others or not _alike(family, second):
        return False
    if family == second and given[0][0] == others[0][0] and len(_bones(given[0])) >= _FEWEST_BONES:
        return _bones(given[0]) == _bones(others[0]) or one.endswith(f" {other}")  # Sergei and Sergy
    return _alike(given[0], others[0]) or _is_initial(given[0], others[0]) or one.endswith(f" {other}")


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def _alike(one: str, other: str) -> bool:
    """Answer whether two names differ as two transliterations of one do: by one letter in seven."""
    if one == other:
        return True
    longest = max(len(one), len(other))
    if min(len(one), len(other)) < 5 or one[0] != other[0]:  # noqa: PLR2004 - short names differ by a letter
        return False
    most = 2 if longest >= 8 else 1  # noqa: PLR2004 - Nikolayev, Nikolaiev; but Ivanov is not Ivashov
    return letters_apart(one, other, most) <= most and _bones(one) == _bones(other)


_SOUNDS = (
    ("ch", "k"),
    ("kh", "k"),
    ("c", "k"),
    ("ph", "f"),
    ("w", "v"),
    ("x", "ks"),
    ("tz", "ts"),
    ("dh", "d"),
    ("th", "t"),
)


def _bones(name: str) -> str:
    """Give what two spellings of a name have in common: its consonants, those of one sound alike."""
    name = name.casefold()
    for sign, sound in _SOUNDS:
        name = name.replace(sign, sound)
    return re.sub(r"(.)\1", r"\1", re.sub("[aeiouyj'’h]", "", name))


def _with_variants(persons: list[Person], alone: Counter[str]) -> list[Person]:
    """Give each person the family names that stand alone; those of several persons lead to none."""
    holders: dict[str, list[Person]] = {}
    by_letter: dict[str, list[str]] = {}
    for word in alone:
        by_letter.setdefault(word[0], []).append(word)
    for person in persons:
        families = {form.split()[-1] for form in person.forms}
        for word in by_letter.get(person.family[0], ()):
            if word in families or (alone[word] and any(_alike(word, family) for family in families)):
                holders.setdefault(word, []).append(person)
    for word, held in holders.items():
        if len(held) == 1:
            if word not in held[0].forms:
                held[0].forms.append(word)
        else:
            for person in held:
                others = ", ".join(other.name for other in held if other is not person)
                person.doubts.append(f"'{word}' alone may be {person.name} or {others}")
    return persons


def _by_one_name(persons: Sequence[Person], alone: Counter[str]) -> list[Person]:
    """Give names that no full name goes with, where two spellings of them stand on the page."""
    held = {form for person in persons for form in person.forms} | {person.family for person in persons}
    words = sorted(
        (word for word in alone if alone[word] and word not in held and len(word) >= _LONG), key=str.casefold
    )
    found: list[Person] = []
    for first, some in groupby(words, key=lambda word: word[0]):
        group = list(some)[:_MOST_PERSONS]
        while first and group:
            one = group.pop(0)
            others = [other for other in group if _alike(one, other)]
            group = [other for other in group if other not in others]
            if others:
                found.append(
                    Person(one, [one, *others], [f"these may be spellings of one name: {', '.join([one, *others])}"])
                )
    return found


def render_people(persons: Sequence[Person]) -> str:
    """Write people.toml."""
    lines = ["# The persons that the page names. Look at each: what a program groups may be two persons, or none.", ""]
    taken: set[str] = set()
    forms_taken: set[str] = set()
    for person in persons:
        preferred = file_as(person.name).strip("{}")
        forms = [form for form in person.forms if form.casefold() not in forms_taken and form != preferred]
        if preferred.casefold() in forms_taken:
            continue
        forms_taken |= {preferred.casefold(), *(form.casefold() for form in forms)}
        base = re.sub(r"[^\w]+", "-", person.family.casefold()).strip("-") or "person"
        key = next(
            name for number in range(1, 10_000) if (name := base if number == 1 else f"{base}-{number}") not in taken
        )
        taken.add(key)
        lines += [f"# {doubt}" for doubt in person.doubts]
        lines += [
            f"[{toml_key(key)}]",
            f"preferred = {toml(preferred)}",
            f"variants = [{', '.join(map(toml, forms))}]",
            "",
        ]
    return "\n".join(lines)


def toml(words: str) -> str:
    """Write a string as TOML has it."""
    safe = words.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n").replace("\x7f", "")
    return f'"{safe}"'


def toml_key(key: str) -> str:
    """Write a key, in quotation marks if it has other letters than ASCII's."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml(key)
