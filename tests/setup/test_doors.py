"""One library, one door: each third-party library is imported in one module, and the package names it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "kirovbook"


def imported(code: str) -> set[str]:
    """The top-level names of all absolute imports, those inside functions and conditions among them."""
    names = set[str]()
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=aliases):
                names |= {alias.name.partition(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module), level=0):
                names.add(module.partition(".")[0])
    return names


def third_party(code: str) -> set[str]:
    return imported(code) - sys.stdlib_module_names - {"kirovbook"}


def doors() -> dict[str, list[str]]:
    """For each third-party library the modules that import it."""
    found: dict[str, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for name in third_party(file.read_text(encoding="utf-8")):
            found.setdefault(name, []).append(file.relative_to(ROOT).as_posix())
    return found


def declared() -> set[str]:
    """The distributions that pyproject.toml asks for, spelled as the index compares them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["verify"] + extras["cluster"]
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in wanted}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_an_import_is_seen_wherever_it_stands() -> None:
    code = "import os, jinja2.ext\nfrom . import x\ndef f():\n    from lxml.etree import XML\n"
    assert third_party(code) == {"jinja2", "lxml"}


def test_each_library_has_one_door() -> None:
    assert {name: modules for name, modules in doors().items() if len(modules) > 1} == {}


def test_each_library_is_a_declared_dependency() -> None:
    homes = packages_distributions()
    strangers = {
        name: modules
        for name, modules in doors().items()
        if not declared() & {normal(home) for home in homes.get(name, [])}
    }
    assert strangers == {}


def test_each_dependency_is_bounded_and_locked() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    locked = {normal(line.partition("==")[0]) for line in lines if not line.startswith("#")}
    assert declared() <= locked

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    unbounded = [wanted for wanted in project["dependencies"] if not re.search(r"==|<", wanted)]
    assert unbounded == []
    assert all(re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line) for line in lines)
