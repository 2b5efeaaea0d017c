"""Decide whether two descriptions are of one work, by rules in order, and say why in a librarian's words."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import field
from enum import StrEnum

from kirovbook.quick_dataclass import dataclass
from kirovbook.resolve.dedupe.conflicts import Conflict, find_conflict
from kirovbook.resolve.dedupe.description import Description, Details, Sort, look_closer
from kirovbook.resolve.dedupe.folding import fold, skeleton
from kirovbook.resolve.dedupe.persons import Accord, compare_persons
from kirovbook.resolve.dedupe.titles import (
    Match,
    TitleMatch,
    compare_journals,
    compare_places,
    compare_publishers,
    compare_titles,
)
from kirovbook.resolve.likeness import letters_apart


class Verdict(StrEnum):
    """SAME may be merged without asking; POSSIBLE is for the author to decide."""

    SAME = "same"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was decided about two works, and why."""

    verdict: Verdict
    reasons: tuple[str, ...]

    @property
    def rank(self) -> int:
        """Order verdicts by how sure they are: an identifier comes first (0), a possible pair last."""
        if self.reasons[0].startswith(("same DOI", "same ISBN", "same PMID", "same archive")):
            return 0
        return 2 if self.verdict is Verdict.POSSIBLE else 1


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two descriptions and what has been found out about them."""

    one: Description
    other: Description
    a: Details
    b: Details
    title: TitleMatch
    persons: Accord
    conflict: Conflict | None

    @property
    def has_same_year(self) -> bool:
        return self.one.year == self.other.year != 0

    @property
    def is_year_open(self) -> bool:
        return not (self.one.year and self.other.year)

    @property
    def container(self) -> Accord:
        return compare_journals(self.a.container, self.b.container)

    @property
    def publisher(self) -> Accord:
        return compare_publishers(self.a.publisher, self.b.publisher)

    @property
    def place(self) -> Accord:
        return compare_places(self.a.place, self.b.place)

    @property
    def sorts(self) -> set[Sort]:
        return {self.a.sort, self.b.sort}

    @property
    def words(self) -> int:
        return min(len(self.one.title.split()), len(self.other.title.split()))


@dataclass(frozen=True, slots=True)
class Court:
    """Judges pairs, and remembers what it has looked at closely."""

    seen: dict[int, Details] = field(default_factory=dict)

    def details(self, one: Description) -> Details:
        """Give the details of a description, read once."""
        found = self.seen.get(id(one))
        if found is None:
            found = self.seen[id(one)] = look_closer(one)
        return found

    def judge(self, one: Description, other: Description) -> Judgement | None:
        """Decide about two works; None where they are two, or nothing speaks for their being one."""
        title = compare_titles(one, other)
        shared = [each for each in one.identifiers if each in other.identifiers]
        shelf = _same_shelf(one, other)
        if title.match is Match.NONE and not shared and not shelf:
            return None
        a, b = self.details(one), self.details(other)
        persons = _compare_makers(one, other, a, b)
        conflict = find_conflict(one, other, a, b, title.match)
        pair = _Pair(one, other, a, b, title, persons, conflict)
        if shared:
            return _judge_identified(pair, shared[0].split(" ")[0])
        if conflict and not conflict.is_slight:
            return None
        if shelf:
            return _judge_shelved(pair)
        if one.squeezed and title.match is Match.EQUAL and not conflict and (found := _judge_equal(pair)):
            return found
        return next(_possibly(pair), None)

    def find_conflict(self, one: Description, other: Description) -> Conflict | None:
        """Give what keeps two works apart, however they came together."""
        title = compare_titles(one, other)
        return find_conflict(one, other, self.details(one), self.details(other), title.match)

    def form(self, one: Description) -> Hashable:
        """Give all that a conflict can be found in: descriptions with one form conflict with the same others."""
        details = self.details(one)
        return (
            one.squeezed, one.head, one.shelf, one.volume, one.part, one.year, details.sort, details.date,
            details.edition, details.issue, details.series_number, details.pages, details.container,
            details.language, details.translators, details.nature, details.is_reprint,
        )  # fmt: skip

    def whole_form(self, one: Description) -> Hashable:
        """Give all that is compared: what is equal in it says the same."""
        return (one.squeezed, one.head, one.persons, one.identifiers, one.shelf, one.year, one.volume, one.part,
                one.work.type, self.details(one))  # fmt: skip


def _compare_makers(one: Description, other: Description, a: Details, b: Details) -> Accord:
    """Compare authors; where they differ, an editor of one may be called the author of the other."""
    found = compare_persons(one.persons, other.persons)
    if found in {Accord.CONFLICT, Accord.PARTIAL} and (a.others.named or b.others.named):
        return max(
            found,
            compare_persons(a.others, other.persons) if a.others.named else found,
            compare_persons(one.persons, b.others) if b.others.named else found,
        )
    return found


def _same_shelf(one: Description, other: Description) -> bool:
    return bool(
        one.shelf and other.shelf and one.shelf == other.shelf and (one.shelf.is_leaf or one.shelf.is_file)
    )


def _judge_identified(pair: _Pair, name: str) -> Judgement:
    reason = f"same {name}"
    if pair.conflict:
        return Judgement(Verdict.POSSIBLE, (reason, f"but {pair.conflict.reason}"))
    are_titled = pair.one.squeezed and pair.other.squeezed
    if are_titled and pair.title.match is Match.NONE:
        return Judgement(Verdict.POSSIBLE, (reason, "but the titles differ"))
    if are_titled and pair.title.likeness < _UNSURE and pair.title.match is Match.ALIKE:
        return Judgement(Verdict.POSSIBLE, (reason, "but the titles differ"))
    if pair.persons is Accord.CONFLICT:
        return Judgement(Verdict.POSSIBLE, (reason, "but the authors differ"))
    return Judgement(Verdict.SAME, (reason,))


_UNSURE = 0.6


def _judge_shelved(pair: _Pair) -> Judgement | None:
    shelf = pair.one.shelf
    if shelf and shelf.is_leaf:
        if pair.persons is Accord.CONFLICT:
            return Judgement(Verdict.POSSIBLE, ("same archive and shelf-mark", "but the authors differ"))
        return Judgement(Verdict.SAME, ("same archive and shelf-mark",))
    if pair.persons is Accord.CONFLICT or pair.conflict:
        return None
    if pair.title.match is Match.EQUAL and pair.has_same_year:
        return Judgement(Verdict.SAME, ("same file of an archive, same title and year",))
    if pair.title.match >= Match.ALIKE or pair.a.is_cyrillic != pair.b.is_cyrillic:
        return Judgement(Verdict.POSSIBLE, ("same file of an archive",))
    return None


_ARCHIVAL = frozenset({"archive", "letter", "unpublished", "manuscript", "interview", "speech"})
_DAY = 3
"""Parts of a date that is known to the day."""

_GENERIC = frozenset(
    skeleton(word)
    for word in "introduction preface foreword afterword conclusion editorial index"  # noqa: SIM905 - a table of words
    " notes letter letters untitled works speech report telegram protocol editors note obituary panel column"
    " contents review reviews selected collected"
    " vvedenie predislovie sochineniia pismo rech protokol doklad einleitung vorwort nachwort brief".split()
)


def _judge_equal(pair: _Pair) -> Judgement | None:
    """Merge on equal title, author and year, where nothing hints at two printings or two parts."""
    if not pair.has_same_year or _is_doubtful(pair):
        return None
    year, titled = pair.one.year, "same title"
    if pair.one.folded != pair.other.folded:
        if not _is_transliterated(pair):
            return None
        titled = "same title in another transliteration"
    if pair.persons is Accord.AGREED:
        return Judgement(Verdict.SAME, (f"{titled} and {'same ' * (titled != 'same title')}author, {year} in both",))
    if pair.one.persons.named or pair.other.persons.named or pair.words < _TELLING:
        return None
    if Sort.ARTICLE in pair.sorts:
        is_same_day = pair.a.date == pair.b.date and len(pair.a.date) == _DAY
        is_same_place = pair.a.pages is not None and pair.a.pages == pair.b.pages
        if pair.container is Accord.AGREED and (is_same_day or is_same_place):
            return Judgement(Verdict.SAME, (f"{titled} in the same journal, {year} in both",))
    elif Accord.AGREED in {pair.publisher, pair.place}:
        where = "publisher" if pair.publisher is Accord.AGREED else "place"
        return Judgement(Verdict.SAME, (f"{titled} and same {where}, {year} in both",))
    return None


def _is_transliterated(pair: _Pair) -> bool:
    """Answer whether titles that are spelt in two ways are so because they are Russian, and not by a slip."""
    if pair.a.is_cyrillic or pair.b.is_cyrillic or {pair.a.language, pair.b.language} & _SLAVONIC:
        return True
    return any(_RUSSIAN.search(fold(each.fields.get("title", ""))) for each in (pair.one, pair.other))


_SLAVONIC = frozenset({"ru", "uk", "be", "bg", "sr"})
_RUSSIAN = re.compile(
    r"\w(?:skii|skij|skiy|skoi|skoy|skogo|nyi|nyy|nyj|noi|nogo|aia|aya|aja|iia|iya|ija|ykh|stvo|stva|ii|ogo)\b"
)
"""Endings of Russian words in the usual transliterations."""

_TELLING = 3
"""Words that a title must have to tell a work by itself."""


def _is_doubtful(pair: _Pair) -> bool:
    """Answer whether two works with one title, author and year may still be two."""
    if pair.container is Accord.PARTIAL or (pair.publisher is Accord.CONFLICT and pair.place is not Accord.AGREED):
        return True
    if {"DOI", "ISBN"} & _kinds(pair.one) & _kinds(pair.other):
        return True
    if (len(pair.a.date) == _DAY) != (len(pair.b.date) == _DAY):
        return True
    if pair.one.work.type in _ARCHIVAL and pair.other.work.type in _ARCHIVAL and len(pair.a.date) < _DAY:
        return True
    if pair.one.part != pair.other.part:
        return True
    if {pair.one.volume, pair.other.volume} - {""} and not (pair.one.volume and pair.other.volume):
        return Sort.ARTICLE not in pair.sorts
    is_held = Accord.AGREED in {pair.container, pair.publisher}
    is_one_word_in_two_scripts = pair.words == 1 and pair.a.is_cyrillic != pair.b.is_cyrillic
    return (_is_generic(pair) or is_one_word_in_two_scripts) and not is_held


def _kinds(one: Description) -> set[str]:
    return {each.split(" ")[0] for each in one.identifiers}


def _possibly(pair: _Pair) -> Iterator[Judgement]:
    """Name what may be one work; the first rule that holds gives the reason."""
    title, people = pair.title, pair.persons
    met = people >= Accord.PARTIAL
    time = _time(pair)
    if title.match is Match.EQUAL and met and time and pair.one.folded != pair.other.folded:
        yield _possible(_spelt_apart(pair), _makers(people), time)
    if title.match is Match.EQUAL and met and time:
        yield _possible("same title and author", time)
    if title.match is Match.EQUAL and people is Accord.SILENT and time and _is_told_by_title(pair):
        yield _possible("same title", "no author to compare", time)
    if title.match is Match.NEAR and met and time:
        yield _possible(_apart(title), _makers(people), time)
    if title.match is Match.HEAD and met and time:
        yield _possible("same title, but for a subtitle", _makers(people), time)
    if title.match in {Match.NEAR, Match.HEAD} and people is Accord.SILENT and time and _is_held_alike(pair):
        yield _possible(_apart(title) if title.match is Match.NEAR else "same title, but for a subtitle", time)
    is_telling = pair.has_same_year and pair.words > _TELLING
    is_within = title.match is Match.ALIKE and title.likeness >= _WITHIN
    if is_within and people is Accord.SILENT and is_telling and _is_held_alike(pair):
        yield _possible("one title is within the other", time)
    if title.match is Match.ALIKE and met and time and title.likeness >= _threshold(pair):
        yield _possible("like titles", _makers(people), time)
    if title.match >= Match.NEAR and people is Accord.CONFLICT and _is_same_spot(pair):
        yield _possible("same place in the same volume", "the authors differ")
    if title.match is Match.EQUAL and people is Accord.CONFLICT and is_telling and _is_held_alike(pair):
        yield _possible("same title in the same place", "the authors differ", time)


_SURE_TITLE, _LIKELY_TITLE, _WITHIN = 0.8, 0.7, 0.75


def _threshold(pair: _Pair) -> float:
    """Say how like two titles must be, by what else agrees."""
    several = min(len(pair.one.persons.named), len(pair.other.persons.named)) > 1
    if pair.persons is Accord.AGREED and several and pair.has_same_year:
        return _LIKELY_TITLE
    return _SURE_TITLE


def _time(pair: _Pair) -> str:
    if pair.has_same_year:
        return f"{pair.one.year} in both"
    if pair.is_year_open:
        return "one has no year"
    if pair.conflict and pair.container is Accord.AGREED and _has_same_volume(pair):
        return pair.conflict.reason
    return ""


def _has_same_volume(pair: _Pair) -> bool:
    has_same_pages = pair.a.pages is not None and pair.a.pages == pair.b.pages
    return has_same_pages or (pair.one.volume == pair.other.volume != "" and not _is_generic(pair))


def _is_generic(pair: _Pair) -> bool:
    return pair.words <= _TELLING and any(word in _GENERIC for word in pair.one.title.split())


def _is_told_by_title(pair: _Pair) -> bool:
    if pair.has_same_year or _is_held_alike(pair):
        return pair.words >= _TELLING or _is_held_alike(pair)
    return pair.words > _TELLING


def _is_held_alike(pair: _Pair) -> bool:
    return Accord.AGREED in {pair.container, pair.publisher}


def _is_same_spot(pair: _Pair) -> bool:
    return bool(
        pair.a.pages and pair.a.pages == pair.b.pages and pair.container is Accord.AGREED
        and pair.one.volume == pair.other.volume and pair.has_same_year
    )  # fmt: skip


def _spelt_apart(pair: _Pair) -> str:
    letters = letters_apart(pair.one.folded, pair.other.folded, 2)
    return "titles differ in spelling only" if letters > 1 else "titles differ in one letter"


def _apart(title: TitleMatch) -> str:
    return {1: "titles differ in one letter", 2: "titles differ in two letters"}.get(
        title.letters, "titles differ in a few letters"
    )


def _makers(people: Accord) -> str:
    return "same author" if people is Accord.AGREED else "an author in common"


def _possible(*reasons: str) -> Judgement:
    return Judgement(Verdict.POSSIBLE, reasons)
