"""A dataclass that is made quickly is the dataclass that Python makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from typing import Any

import pytest

from kirovbook import quick_dataclass
from kirovbook.quick_dataclass import dataclass


def define(decorate: Any, **told: bool) -> Any:
    @decorate(**told)
    class Work:
        """A work and where it is cited."""

        key: str
        pages: tuple[int, ...] = ()
        cited: dict[str, int] = field(default_factory=dict)

        @property
        def first(self) -> int:
            return self.pages[0]

    return Work


def define_small(decorate: Any, **told: bool) -> Any:
    @decorate(**told)
    class Mark:
        """A mark."""

        number: int

    return Mark


def define_empty(decorate: Any, **told: bool) -> Any:
    @decorate(**told)
    class Nothing:
        """Nothing at all."""

    return Nothing


DEFINED = [define, define_small, define_empty]
TOLD = [{"frozen": True, "slots": True}, {"slots": True}]


@dataclass(frozen=True, slots=True)
class Kept:
    """What can be pickled, by its name."""

    name: str
    parts: tuple[str, ...] = ()


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("defined", DEFINED)
def test_it_is_what_python_makes(defined: Any, told: dict[str, bool]) -> None:
    quick, plain = defined(dataclass, **told), defined(dataclasses.dataclass, **told)
    given = [f"{place}" for place, each in enumerate(fields(plain)) if each.default is each.default_factory]
    one, other = quick(*given), plain(*given)
    assert is_dataclass(quick)
    assert repr(one) == repr(other)
    assert inspect.signature(quick).parameters.keys() == inspect.signature(plain).parameters.keys()
    assert quick.__init__.__annotations__ == plain.__init__.__annotations__
    assert quick.__match_args__ == plain.__match_args__
    assert quick.__slots__ == plain.__slots__
    assert [each.name for each in fields(quick)] == [each.name for each in fields(plain)]
    assert one == quick(*given)
    assert one != other
    assert one.__eq__(other) is NotImplemented
    assert replace(one) == copy.copy(one) == copy.deepcopy(one) == one
    assert (quick.__hash__ is None) == (plain.__hash__ is None)


@pytest.mark.parametrize("told", TOLD)
@pytest.mark.parametrize("other", [{"key": "b"}, {"pages": (2,)}, {"cited": {"n": 2}}])
def test_two_that_differ_in_one_field_are_not_the_same(told: dict[str, bool], other: dict[str, object]) -> None:
    one = define(dataclass, **told)("a", (1,), {"n": 1})
    assert replace(one, **other) != one
    assert replace(one) == one
    small = define_small(dataclass, **told)
    assert small(1) != small(2)


def test_a_default_is_made_anew_for_each() -> None:
    quick = define(dataclass, **TOLD[0])
    assert quick("a").cited is not quick("a").cited
    assert quick("a", cited={"n": 1}).cited == {"n": 1}
    assert replace(quick("a"), pages=(7,)).first == 7


def test_one_that_is_frozen_stays_as_it_is_and_is_found_by_what_it_holds() -> None:
    one = Kept("a", ("b",))
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        one.name = "c"  # type: ignore[misc] # it is what is tried
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del one.name
    assert hash(one) == hash(("a", ("b",)))
    assert {one: 1}[Kept("a", ("b",))] == 1
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own
    assert hash(define_small(dataclass, **TOLD[0])(4)) == hash((4,))


def test_what_is_missing_or_too_much_is_told_as_of_any_function() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Kept()  # type: ignore[call-arg] # it is what is tried
    with pytest.raises(TypeError, match="unexpected keyword argument 'size'"):
        Kept("a", size=3)  # type: ignore[call-arg] # it is what is tried


def test_what_is_out_of_the_ordinary_is_left_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []

    def completing(cls: Any, *_: Any, **__: Any) -> Any:
        left.append(cls.__name__)
        return cls

    monkeypatch.setattr(quick_dataclass, "_completed", completing)

    @dataclass(frozen=True, slots=True)
    class Named:
        """It has a say in how it is made."""

        name: str

        def __post_init__(self) -> None:
            assert self.name

    @dataclass(frozen=True, slots=True)
    class Beside:
        """A field of it does not count."""

        name: str
        seen: int = field(default=0, compare=False)

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """It has an order."""

        name: str

    assert left == []
    assert Beside("a", 1) == Beside("a", 2)
    assert Ordered("a") < Ordered("b")
    with pytest.raises(AssertionError):
        Named("")
