"""Make large bibliographies that look like real ones: few long words in every title, prolific authors, doublets."""

from __future__ import annotations

import random
from itertools import accumulate

from kirovbook.diagnostics import Place
from kirovbook.model.source import Field, Work

_ONSETS = "b c d f g h k l m n p r s t v z st tr kr".split()  # noqa: SIM905
_VOWELS = "a e i o u ie ou".split()  # noqa: SIM905
_CODAS = ("", "n", "s", "r")


def make_corpus(count: int, seed: int = 1) -> tuple[Work, ...]:
    """Make that many works, one in twenty of them a second description of another, with noise."""
    chance = random.Random(seed)
    words, surnames = _words(chance, 8000), [word.capitalize() for word in _words(chance, 6000)]
    chance.shuffle(words)
    often = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    prolific = list(accumulate(1 / (rank + 20) for rank in range(len(surnames))))
    journals = ["Journal of " + " ".join(chance.choices(words, k=2)) for _ in range(200)]
    works: list[Work] = []
    for number in range(1, count + 1):
        if works and chance.random() < 0.05:
            original = chance.choice(works)
            works.append(_made(number, original.type, _noisy({f.name: f.value for f in original.fields}, chance)))
            continue
        title = " ".join(chance.choices(words, cum_weights=often, k=chance.randint(3, 11))).capitalize()
        title = "Introduction" if chance.random() < 0.004 else title
        title = title.replace("e", r"{\'e}") if chance.random() < 0.05 else title
        people = chance.choices(surnames, cum_weights=prolific, k=chance.choice((1, 1, 2, 3)))
        fields = {
            "author": " and ".join(f"{name}, {_given(chance, words)}" for name in people),
            "title": title,
            "year": str(chance.randint(1920, 2020)),
        }
        if chance.random() < 0.5:
            page = chance.randint(1, 400)
            fields |= {"journaltitle": chance.choice(journals), "volume": str(chance.randint(1, 80)),
                       "pages": f"{page}--{page + 15}"}  # fmt: skip
            works.append(_made(number, "article", fields))
        else:
            fields |= {"publisher": f"{chance.choice(words).capitalize()} Press", "location": chance.choice(surnames)}
            works.append(_made(number, "book", fields))
    return tuple(works)


def _words(chance: random.Random, count: int) -> list[str]:
    made = (
        "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.choice((1, 2, 2, 3, 3, 4))))
        + chance.choice(_CODAS)
        for _ in range(count)
    )
    return sorted(set(made))


def _given(chance: random.Random, words: list[str]) -> str:
    return chr(65 + chance.randrange(26)) + chance.choice(words)


def _noisy(fields: dict[str, str], chance: random.Random) -> dict[str, str]:
    kind = chance.randrange(4)
    if kind == 0:
        at = chance.randrange(len(fields["title"]))
        fields["title"] = fields["title"][:at] + chance.choice("aeiou") + fields["title"][at + 1 :]
    elif kind == 1:
        people = (name.split(", ") for name in fields["author"].split(" and "))
        fields["author"] = " and ".join(f"{name[0]}, {name[1][:1]}." for name in people)
    elif kind == 2:
        fields = {name: value for name, value in fields.items() if name not in {"publisher", "pages"}}
    else:
        fields["title"] = f"{{{fields['title'].title()}}}"
    return fields


def _made(number: int, kind: str, fields: dict[str, str]) -> Work:
    place = Place("a.bib", number)
    return Work(f"k{number}", kind, tuple(Field(name, value, place) for name, value in fields.items()), place)
