"""Which pictures an e-book takes, and which it refuses."""

from __future__ import annotations

import pytest
from PIL import Image

from kirovbook.diagnostics import Place
from kirovbook.export.pictures import read_picture

PLACE = Place("manuscript/chapters/01-one.md", 4, 2)
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

REFUSED = {
    "a script": f"{OPEN}<script>alert(1)</script></svg>",
    "a script under another prefix": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>',
    "a script in an attribute": f'{OPEN}<rect onclick="alert(1)"/></svg>',
    "a page within": f"{OPEN}<foreignObject/></svg>",
    "a picture from the web": f'{OPEN}<image href="https://example.org/a.png"/></svg>',
    "a picture beside it": f'{OPEN}<image xlink:href="a.png"/></svg>',
    "a drawing in a data address": f'{OPEN}<image href="data:image/svg+xml,x"/></svg>',
    "a link that runs": f'{OPEN}<a href="javascript:alert(1)"><text>x</text></a></svg>',
    "a style that imports": f"{OPEN}<style>@import 'x.css';</style></svg>",
    "a style that fetches": f"{OPEN}<style>rect {{ fill: URL( 'https://example.org/x' ) }}</style></svg>",
    "an attribute that fetches": f'{OPEN}<rect style="fill: url(x.svg#a)"/></svg>',
    "an entity": f"{BOMB}{OPEN}<text>&b;</text></svg>",
    "an instruction": f'<?xml-stylesheet href="x.css"?>{OPEN}</svg>',
}
TAKEN = {
    "shapes": f"{OPEN}<circle r='4'/></svg>",
    "a document type": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">{OPEN}</svg>',
    "a use of its own": f'{OPEN}<g id="a"/><use xlink:href="#a"/></svg>',
    "a fill of its own": f'{OPEN}<rect fill="url(#a)"/><style>rect {{ fill: url( "#a" ) }}</style></svg>',
    "a picture within": f'{OPEN}<image href="data:image/png;base64,AAAA"/></svg>',
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_drawing_that_acts_or_fetches_is_refused_at_its_place(tmp_path, what):
    (tmp_path / "x.svg").write_text(REFUSED[what])
    picture, found = read_picture(tmp_path, "x.svg", PLACE)
    assert picture is None
    assert [(each.code, each.place) for each in found] == [("E104", PLACE)]


@pytest.mark.parametrize("what", TAKEN)
def test_a_drawing_that_only_draws_is_taken(tmp_path, what):
    (tmp_path / "x.svg").write_text(TAKEN[what])
    picture, found = read_picture(tmp_path, "x.svg", PLACE)
    assert found == ()
    assert picture.media_type == "image/svg+xml"


@pytest.mark.parametrize(("kind", "media_type"), [
    ("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp"),
])
def test_the_media_type_is_that_of_the_bytes(tmp_path, kind, media_type):
    Image.new("RGB", (4, 4)).save(tmp_path / "x.bin", kind)
    picture, found = read_picture(tmp_path, "x.bin", PLACE)
    assert picture.media_type == media_type
    assert [each.code for each in found] == ["E105"]


@pytest.mark.parametrize("written", [b"", b"no picture", b"%PDF-1.7", b"<html/>", b"<svg", b"II*\0"])
def test_what_is_no_picture_is_refused(tmp_path, written):
    (tmp_path / "x.png").write_bytes(written)
    assert [each.code for each in read_picture(tmp_path, "x.png", PLACE)[1]] == ["E102"]


def test_nothing_is_read_from_outside_the_book(tmp_path):
    book, outside = tmp_path / "book", tmp_path / "outside.png"
    book.mkdir()
    Image.new("RGB", (4, 4)).save(outside)
    (book / "link.png").symlink_to(outside)
    (book / "loop.png").symlink_to(book / "loop.png")
    for path in ("../outside.png", str(outside), "link.png", "loop.png", "nowhere.png", ".", "a\0b", "x" * 5000):
        picture, found = read_picture(book, path, PLACE)
        assert picture is None
        assert [each.code for each in found] == ["E101"]
