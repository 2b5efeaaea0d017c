"""Which pictures an e-book takes, which it refuses, and how they are made to fit."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFile, ImageStat

from kirovbook.check.epub_integrity import prove_epub
from kirovbook.diagnostics import Place
from kirovbook.export.fitted_pictures import fit_picture
from kirovbook.export.pictures import PictureFile, read_picture

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


def photograph(size, mode="RGB"):
    """Give a picture that JPEG finds as hard as a photograph: soft, of many colours, with some grain."""
    grain = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size, Image.Resampling.BICUBIC)
    slope = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (grain, slope, slope.transpose(Image.Transpose.ROTATE_180))).convert(mode)


def line_art(size, mode="1"):
    drawn = Image.new(mode, size, "white")
    draw = ImageDraw.Draw(drawn)
    for step in range(0, max(size), 60):
        draw.line((step, 0, 0, step), "black", 3)
    return drawn


def saved(image, kind, **options):
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def fitted(written, kind, longest=400):
    picture, found = fit_picture(PictureFile(f"image/{kind}", written), "x", PLACE, longest)
    assert found == ()
    assert picture.media_type == f"image/{kind}"
    return picture.written, Image.open(BytesIO(picture.written))


EXIF = Image.Exif()
EXIF[0x010F] = "A camera"
EXIF.get_ifd(0x8825)[1] = "N"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(("kind", "mode"), [
    ("jpeg", "RGB"), ("jpeg", "L"), ("webp", "RGB"), ("png", "RGB"), ("png", "RGBA"),
])
@pytest.mark.parametrize(("size", "becomes"), [((1000, 600), (400, 240)), ((600, 1000), (240, 400)),
                                               ((4001, 3), (400, 1))])
def test_a_large_picture_is_scaled_to_the_budget_and_stays_of_its_kind(kind, mode, size, becomes):
    written = saved(photograph((*(max(8, side) for side in size),), mode).resize(size), kind)
    small, image = fitted(written, kind)
    assert image.size == becomes
    assert image.mode in {mode, "P"}
    assert len(small) < len(written)
    assert small == fitted(written, kind)[0]


def test_a_photograph_is_progressive_and_looks_as_it_did():
    written = saved(photograph((1600, 1200)), "jpeg", quality=95)
    small, image = fitted(written, "jpeg", 800)
    assert image.info.get("progressive")
    before = Image.open(BytesIO(written)).resize((800, 600), Image.Resampling.LANCZOS)
    assert ImageStat.Stat(ImageChops.difference(before.convert("L"), image.convert("L"))).mean[0] < 3
    assert len(small) < len(written) / 4


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp"])
def test_a_small_picture_keeps_its_bytes(kind):
    written = saved(photograph((400, 300)), kind)
    assert fitted(written, kind)[0] == written


@pytest.mark.parametrize(("kind", "options"), [
    ("jpeg", {"exif": EXIF, "comment": b"Taken by somebody"}),
    ("jpeg", {"exif": EXIF, "progressive": True, "icc_profile": PROFILE}),
    ("png", {"exif": EXIF, "icc_profile": PROFILE}),
    ("webp", {"exif": EXIF, "xmp": b"<x:xmpmeta/>", "icc_profile": PROFILE, "lossless": True}),
])  # fmt: skip
def test_what_the_camera_wrote_is_taken_out_and_no_point_changes(kind, options):
    written = saved(photograph((300, 200)), kind, **options)
    bare, image = fitted(written, kind)
    assert not dict(image.getexif())
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
    assert b"A camera" not in bare
    assert ImageChops.difference(image.convert("RGB"), Image.open(BytesIO(written)).convert("RGB")).getbbox() is None


def test_a_second_picture_behind_the_end_is_taken_out():
    hidden = saved(photograph((64, 64)), "jpeg", exif=EXIF)
    written = saved(photograph((300, 200)), "jpeg")
    assert fitted(written + hidden, "jpeg")[0] == written


@pytest.mark.parametrize("kind", ["jpeg", "webp", "png"])
def test_a_picture_taken_on_its_side_is_set_upright(kind):
    turned = Image.Exif()
    turned[0x0112] = 6
    image = Image.new("RGB", (300, 200), "white")
    image.paste("black", (0, 0, 100, 200))
    _, upright = fitted(saved(image, kind, exif=turned), kind)
    assert upright.size == (200, 300)
    top, foot = (upright.convert("L").getpixel((100, y)) for y in (20, 280))
    assert (top < 40, foot > 200) == (True, True)
    assert not dict(upright.getexif())


def wide_gamut():
    """Give a profile that is sRGB with red and green changed over, so that a conversion can be seen."""
    profile = bytearray(PROFILE)
    count = int.from_bytes(profile[128:132], "big")
    entries = {bytes(profile[at:at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = (slice(entries[name] + 4, entries[name] + 12) for name in (b"rXYZ", b"gXYZ"))
    profile[red], profile[green] = profile[green], profile[red]
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "ours".encode("utf-16-be"))


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_the_colours_of_another_profile_become_those_of_a_screen(kind):
    image = photograph((300, 200))
    image.paste((200, 30, 30), (0, 0, 100, 100))
    _, shown = fitted(saved(image, kind, icc_profile=wide_gamut(), quality=95), kind)
    red, green, _ = shown.convert("RGB").getpixel((50, 50))
    assert green > 150 > red
    assert "icc_profile" not in shown.info


@pytest.mark.parametrize("profile", [b"", b"no profile"])
def test_the_inks_of_a_press_become_the_colours_of_a_screen(profile):
    written = saved(photograph((300, 200), "CMYK"), "jpeg", quality=90, icc_profile=profile)
    small, image = fitted(written, "jpeg")
    assert image.mode == "RGB"
    assert len(small) <= len(written)
    before = Image.open(BytesIO(written)).convert("RGB")
    assert max(ImageStat.Stat(ImageChops.difference(before, image)).mean) < 4


def test_line_art_keeps_few_colours():
    small, image = fitted(saved(line_art((1000, 1000)).convert("RGB"), "png"), "png", 900)
    assert max(image.size) == 900
    flat = Image.new("RGB", (1000, 1000), (10, 20, 30))
    flat.paste((200, 100, 50), (0, 0, 500, 1000))
    small, image = fitted(saved(flat, "png", compress_level=0), "png")
    assert image.mode == "P"
    assert image.convert("RGB").getpixel((0, 0)) == (200, 100, 50)
    assert len(small) < 2000


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_mode_of_a_drawing_can_be_scaled(mode):
    flat = Image.new("L", (1000, 800), 180)
    written = saved(flat.convert(mode) if mode != "I;16" else
                    Image.frombytes("I;16", (1000, 800), b"\x00\xb4" * 800_000), "png", compress_level=0)
    _, image = fitted(written, "png")
    assert image.size == (400, 320)
    # Black and white alone is mixed from dots, and scaled down becomes the grey that they make.
    assert image.convert("L").getpixel((200, 160)) == pytest.approx(180, abs=8 if mode == "1" else 0)


def test_what_was_clear_stays_clear():
    drawn = Image.new("P", (1000, 500), 1)
    drawn.putpalette([255, 0, 0, 0, 0, 255])
    drawn.paste(0, (0, 0, 500, 500))
    _, image = fitted(saved(drawn, "png", transparency=0, compress_level=0), "png")
    assert [image.convert("RGBA").getpixel((x, 100))[3] for x in (100, 300)] == [0, 255]


def test_a_picture_never_grows():
    art = line_art((420, 420))
    written = saved(art, "png", optimize=True)
    assert fitted(written, "png", 400)[0] == written
    low = saved(photograph((420, 420)), "jpeg", quality=5)
    assert len(fitted(low, "jpeg", 400)[0]) <= len(low)


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_an_animation_is_left_as_it_is(kind):
    frames = [photograph((500, 300)) for _ in range(2)]
    written = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    small, image = fitted(written, kind)
    assert (small, image.n_frames) == (written, 2)


def test_a_large_still_gif_is_scaled():
    small, image = fitted(saved(photograph((1000, 800)), "gif"), "gif")
    assert image.size == (400, 320)
    assert len(small) < 200_000


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
@pytest.mark.parametrize("kept", [0.02, 0.6])
def test_a_damaged_picture_is_an_error_at_its_place(kind, kept, monkeypatch):
    # WeasyPrint has Pillow fill the holes of damaged pictures from the moment that it is loaded.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    written = saved(photograph((300, 200)), kind)
    cut = PictureFile(f"image/{kind}", written[:max(16, int(len(written) * kept))])
    picture, found = fit_picture(cut, "x", PLACE, 100)
    assert picture is None
    assert [(each.code, each.place) for each in found] == [("E108", PLACE)]
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def claiming(width, height, colour_type):
    """Give a PNG of a few bytes that says it is so large."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height", "colour_type"), [(60_000, 60_000, 0), (9_000, 9_500, 6)])
def test_a_picture_that_would_fill_the_memory_is_not_opened(width, height, colour_type, recwarn):
    bomb = PictureFile("image/png", claiming(width, height, colour_type))
    picture, found = fit_picture(bomb, "x", PLACE, 1600)
    assert picture is None
    assert [(each.code, each.place) for each in found] == [("E107", PLACE)]
    assert not recwarn.list


def test_a_drawing_keeps_its_bytes():
    drawing = PictureFile("image/svg+xml", TAKEN["shapes"].encode())
    assert fit_picture(drawing, "x.svg", PLACE, 100) == (drawing, ())


def test_the_book_holds_its_pictures_within_the_budget_of_its_edition(book, maker, tmp_path, edition, monkeypatch):
    monkeypatch.setattr("kirovbook.export.epub.embedded_faces", lambda *_: ())
    made = maker(tmp_path, book, edition=replace(edition, max_image=120))
    with ZipFile(made.path) as archive:
        assert Image.open(BytesIO(archive.read("EPUB/pictures/manuscript/pictures/map.png"))).size == (120, 80)
        assert prove_epub(made.path, made.arranged) == ()
