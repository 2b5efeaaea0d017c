"""Print a date as a reader expects it, from the form that a catalogue keeps (EDTF levels 0 and 1)."""

from __future__ import annotations

import re

from kirovbook.quick_dataclass import dataclass

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_DECADE = re.compile(r"(\d{3})X")
_OPEN = ("", "..")


@dataclass(frozen=True, slots=True)
class _Calendar:
    """How a language writes a date: each form is filled by name."""

    months: tuple[str, ...]
    months_of: tuple[str, ...] = ()
    day: str = "{day} {month} {year}"
    month: str = "{month} {year}"
    decade: str = "{decade}0s"
    about: str = "about {date}"
    perhaps: str = "{date}?"


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
_BRITISH = _Calendar(_ENGLISH_MONTHS)
_CALENDARS = {
    "en-us": _Calendar(_ENGLISH_MONTHS, day="{month} {day}, {year}"),
    "de": _Calendar(
        ("Januar", "Februar", "März", "April", "Mai", "Juni",
         "Juli", "August", "September", "Oktober", "November", "Dezember"),
        day="{day}. {month} {year}", decade="{decade}0er Jahre", about="um {date}",
    ),
    "fr": _Calendar(
        ("janvier", "février", "mars", "avril", "mai", "juin",
         "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        decade="années {decade}0", about="vers {date}", perhaps="{date} (?)",
    ),
    "ru": _Calendar(
        ("январь", "февраль", "март", "апрель", "май", "июнь",
         "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
        months_of=("января", "февраля", "марта", "апреля", "мая", "июня",
                   "июля", "августа", "сентября", "октября", "ноября", "декабря"),
        decade="{decade}0-е годы", about="около {date}", perhaps="{date} (?)",
    ),
    "el": _Calendar(
        ("Ιανουάριος", "Φεβρουάριος", "Μάρτιος", "Απρίλιος", "Μάιος", "Ιούνιος",
         "Ιούλιος", "Αύγουστος", "Σεπτέμβριος", "Οκτώβριος", "Νοέμβριος", "Δεκέμβριος"),
        months_of=("Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου", "Ιουνίου",
                   "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου", "Νοεμβρίου", "Δεκεμβρίου"),
        decade="δεκαετία του {decade}0", about="περίπου {date}", perhaps="{date} (;)",
    ),
    "ar": _Calendar(
        ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
         "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        decade="عقد {decade}0", about="نحو {date}", perhaps="{date} (؟)",
    ),
}


def print_date(edtf: str, lang: str) -> str:
    """Write '1934-12-01' as '1 December 1934', '192X' as '1920s', '1932/1934' as '1932–1934'.

    What is not such a form is printed as it stands: an author may date a passage in words.
    """
    calendar = _CALENDARS.get(lang.lower()) or _CALENDARS.get(lang.lower().split("-")[0], _BRITISH)
    first, slash, last = edtf.partition("/")
    if not slash:
        return _print_qualified(edtf, calendar)
    begin, end = (("" if part in _OPEN else _print_qualified(part, calendar)) for part in (first, last))
    dash = " – " if " " in f"{begin}{end}" and begin and end else "–"
    return f"{begin}{dash}{end}"


def _print_qualified(edtf: str, calendar: _Calendar) -> str:
    sign = edtf[-1:]
    if sign not in {"?", "~", "%"}:
        return _print_plain(edtf, calendar)
    date = _print_plain(edtf[:-1], calendar)
    if sign in {"~", "%"}:
        date = calendar.about.format(date=date)
    return calendar.perhaps.format(date=date) if sign in {"?", "%"} else date


def _print_plain(edtf: str, calendar: _Calendar) -> str:
    if found := _DAY.fullmatch(edtf):
        year, month, day = found.groups()
        if name := _named(calendar.months_of or calendar.months, month):
            return calendar.day.format(day=int(day), month=name, year=year)
    if found := _MONTH.fullmatch(edtf):
        year, month = found.groups()
        if name := _named(calendar.months, month):
            return calendar.month.format(month=name, year=year)
    if found := _DECADE.fullmatch(edtf):
        return calendar.decade.format(decade=found[1])
    return edtf


def _named(months: tuple[str, ...], number: str) -> str:
    return months[int(number) - 1] if 1 <= int(number) <= len(months) else ""
