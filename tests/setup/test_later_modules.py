"""What a library seldom calls is loaded when it is called."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from kirovbook.export.later_modules import loaded_when_called


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a library of two modules, of which one calls the other."""
    (tmp_path / "seldom_called.py").write_text("def twice(number, *, plus=0): return 2 * number + plus\n")
    (tmp_path / "calling.py").write_text(
        "import seldom_called\nfrom seldom_called import twice\n"
        "def here(): return twice(2)\n"
        "def there(): return seldom_called.twice(3, plus=1)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    for name in ("seldom_called", "calling"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("modules")
def test_a_module_is_loaded_when_it_is_called() -> None:
    with loaded_when_called("seldom_called"):
        calling = importlib.import_module("calling")
    assert "seldom_called" not in sys.modules
    assert (calling.here(), calling.there()) == (4, 7)
    assert sys.modules["seldom_called"].__file__


@pytest.mark.usefixtures("modules")
def test_a_module_that_is_loaded_stays() -> None:
    loaded = importlib.import_module("seldom_called")
    with loaded_when_called("seldom_called"):
        assert sys.modules["seldom_called"] is loaded
    assert sys.modules["seldom_called"] is loaded


def test_weasyprint_does_without_what_cuts_fonts_for_it() -> None:
    from weasyprint.pdf import fonts  # noqa: PLC0415

    from kirovbook.export import engine  # noqa: PLC0415 - what it loads is looked at

    assert engine.HTML
    assert fonts.subset.Options(hinting=False).hinting is False
    assert fonts.subset.Subsetter(fonts.subset.Options()).options
