"""The index of names files each entry once, in its order, and sends to it from where a reader would look."""

from __future__ import annotations

from named_books import PEOPLE, of_entries, person, settle

from kirovbook.diagnostics import WARNING, Diagnostic
from kirovbook.model.book import MatterPart
from kirovbook.model.inlines import Attributes, Span, Text
from kirovbook.model.names import NamesEntry
from kirovbook.parse.chapters import parse_chapter
from kirovbook.project import ManuscriptFile


def lines(text: str, *people, csl_people=PEOPLE) -> list[str]:
    """Give the index as text: two spaces for a level, the places as numbers of mentions."""
    book = settle(f"# One\n\n{text}", people=people or csl_people).value
    return ["  " * depth + _line(entry) for depth, entry in book.names.every_entry()]


def _line(entry: NamesEntry) -> str:
    places = "".join(f" {place.passage}" for place in entry.cited)
    see = f" SEE {'; '.join(entry.see)}" if entry.see else ""
    also = f" ALSO {'; '.join(entry.see_also)}" if entry.see_also else ""
    return f"{entry.label}{places}{see}{also}"


def test_entries_stand_in_the_order_of_the_alphabet_with_dates_and_what_they_were_called() -> None:
    text = "Kostrikov, de Gaulle, Lenin, Sergei Kirov, Méndez, Gusev; Ivan Gusev, Marie; O’Brien."
    assert lines(text, *(one for one in PEOPLE if one.id != "orlov")) == [
        "de Gaulle, Charles 2", "Gusev, Ivan 6", "Kirov, Sergei Mironovich (1886–1934) 1 4",
        "Kostrikov SEE Kirov, Sergei Mironovich", "Lenin, Vladimir Ilyich 3", "Marie, Jean-Jacques 7",
        "Méndez, José 5", "O'Brien, Ann 8", "Twin SEE Lenin, Vladimir Ilyich",
    ]
    kirov = of_entries(settle(f"# One\n\n{text}").value)["Kirov, Sergei Mironovich"]
    assert kirov.variants == ("Kostrikov", "Sergei Kirov")


def test_a_shorter_surname_goes_before_a_longer_and_names_of_one_house_by_their_given_names() -> None:
    people = [person("a", "Orlova, Ada"), person("b", "Orlov, Boris"), person("c", "Orlov, Anton"),
              person("d", "Orlov-Davydov, Ada")]
    assert lines("Ada Orlova, Boris Orlov, Anton Orlov, Ada Orlov-Davydov", *people) == [
        "Orlov, Anton 3", "Orlov, Boris 2", "Orlov-Davydov, Ada 4", "Orlova, Ada 1",
    ]


def test_only_a_variant_that_stands_elsewhere_sends_to_the_entry() -> None:
    nikolaev = person("n", "Nikolaev, Leonid", "Nikolayev", "Nicolaiev", "Leonid Nikolayev", "The Gunman", "Lenya")
    riutin = person("r", "Ryutin, Martemyan", "Riutin", "General Ryutin")
    rykov = person("y", "Rykov, Aleksei", "Rikov")
    text = "Nikolaev, Ryutin, Rykov."
    assert lines(text, nikolaev) == ["Gunman, The SEE Nikolaev, Leonid", "Lenya SEE Nikolaev, Leonid",
                                     "Nikolaev, Leonid 1"]
    # Between Riutin and Ryutin stands Rykov; between Rikov and Rykov stands nobody.
    assert lines(text, riutin, rykov) == ["Riutin SEE Ryutin, Martemyan", "Rykov, Aleksei 2", "Ryutin, Martemyan 1"]
    assert lines(text, riutin) == ["Ryutin, Martemyan 1"]
    assert lines(text, person("n", "Nikolaev, Leonid", "Kotolynov", "Nosov")) == [
        "Kotolynov SEE Nikolaev, Leonid", "Nikolaev, Leonid 1", "Nosov SEE Nikolaev, Leonid",
    ]
    assert lines(text, person("y", "Yezhov, Nikolai", "Ezhov"), rykov) == ["Rykov, Aleksei 1"]


def test_a_ruler_s_titles_and_initials_are_no_headings() -> None:
    people = [person("n", "Nicholas II, Emperor of Russia", "Tsar Nicholas II", "Nicky R."),
              person("k", "Krivitsky, Walter", "W. G. Krivitsky", "Samuel Ginsberg")]
    assert lines("Nicholas II met Krivitsky.", *people) == [
        "Ginsberg, Samuel SEE Krivitsky, Walter", "Krivitsky, Walter 2", "Nicholas II, Emperor of Russia 1",
    ]


def test_one_heading_may_send_to_two_persons_but_never_stands_beside_an_entry_of_its_own() -> None:
    people = [person("a", "Abel, Rudolf", "Willy"), person("b", "Brandt, Herbert", "Willy", "Willy Brandt")]
    assert lines("Rudolf Abel, Herbert Brandt, [x]{index=Willy}", *people) == [
        "Abel, Rudolf 1", "Brandt, Herbert 2", "Willy 3",
    ]
    assert lines("Rudolf Abel, Herbert Brandt", *people)[-1] == "Willy SEE Abel, Rudolf; Brandt, Herbert"


def test_subjects_stand_among_the_persons_with_their_lower_headings() -> None:
    text = (
        '[a]{index="Party!congresses!last"} [b]{index="Party!congresses"} [c]{index="Archive"} Kirov '
        '[d]{index="Kirov, Sergei Mironovich!murder"} [e]{index="a!b!c!d"}'
    )
    assert lines(text) == [
        "a", "  b", "    c, d 6", "Archive 3", "Kirov, Sergei Mironovich (1886–1934) 4", "  murder 5",
        "Kostrikov SEE Kirov, Sergei Mironovich", "Party", "  congresses 2", "    last 1",
    ]
    assert settle(f"# One\n\n{text}").value.names.has_subjects
    assert not settle("# One\n\nKirov.").value.names.has_subjects


def test_see_has_no_places_and_see_also_has() -> None:
    text = (
        '[OGPU]{index="OGPU" see="NKVD"} [NKVD]{index="NKVD" see-also="Party!congresses; kirov"} Kirov '
        '[x]{index="Party!congresses"} [Serge]{index="Serge" see="Kirov, Sergei Mironovich"}'
    )
    assert lines(text) == [
        "Kirov, Sergei Mironovich (1886–1934) 2", "Kostrikov SEE Kirov, Sergei Mironovich",
        "NKVD 1 ALSO Party: congresses; Kirov, Sergei Mironovich", "OGPU SEE NKVD", "Party", "  congresses 3",
        "Serge SEE Kirov, Sergei Mironovich",
    ]


def test_see_at_a_heading_that_has_places_is_see_also() -> None:
    assert lines('[a]{index="A"} [a]{index="A" see="B"} [b]{index="B"}') == ["A 1 ALSO B", "B 2"]


def see_findings(text: str) -> list[Diagnostic]:
    return [one for one in settle(f"# One\n\n{text}").diagnostics if one.code == "X113"]


def test_see_to_nowhere_is_a_warning_and_is_not_printed() -> None:
    text = '[OGPU]{index="OGPU" see="NKWD"} [n]{index="NKVD"} [x]{index="X" see="OGPU"} [y]{index="Y" see-also="Y"}'
    found = see_findings(text)
    assert [(one.severity, one.place.line, one.message, one.hint) for one in found] == [
        (WARNING, 3, "'OGPU' sends to 'NKWD', which the index does not have", "did you mean 'NKVD'?"),
        (WARNING, 3, "'X' sends to 'OGPU', which the index does not have",
         "give an entry that has places, as the index prints it"),
        (WARNING, 3, "'Y' sends to 'Y', which the index does not have", "did you mean 'Y'?"),
    ]
    assert lines(text) == ["NKVD 1", "Y 2"]


def test_a_person_whom_nobody_names_is_nowhere_and_no_goal() -> None:
    assert len(see_findings('[a]{index="A" see="kirov"}')) == 1
    assert lines("Nobody.") == []


def test_a_title_marked_noindex_is_kept_out() -> None:
    read = parse_chapter(ManuscriptFile("a.md", "# Kirov {.noindex}\n\nText.\n"), MatterPart.BODY, "en-GB", frozenset())
    assert read.value.title == (Span((Text("Kirov"),), Attributes(classes=("noindex",))),)
