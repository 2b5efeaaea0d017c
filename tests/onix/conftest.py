"""EDItEUR's own schema, from the package of a checker: a copy of it may not lie in this repository."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder of the schema of ONIX 3.0 and of its code lists."""
    spec = find_spec("onixcheck")
    assert spec is not None, "onixcheck is not here: `make test` installs it"
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "schema" / "xsd3.0"


@pytest.fixture(scope="session")
def schema(schemas: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(schemas / "ONIX_BookProduct_3.0_reference.xsd"))


@pytest.fixture(scope="session")
def codes(schemas: Path) -> dict[int, set[str]]:
    """The codes of every list, by its number."""
    lists = etree.parse(schemas / "ONIX_BookProduct_CodeLists.xsd")
    spaces = {"xs": "http://www.w3.org/2001/XMLSchema"}
    return {
        int(each.get("name").removeprefix("List")): set(each.xpath(".//xs:enumeration/@value", namespaces=spaces))
        for each in lists.xpath("//xs:simpleType[starts-with(@name, 'List')]", namespaces=spaces)
    }
