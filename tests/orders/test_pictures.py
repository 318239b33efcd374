"""What a phone writes into a photo beside the picture is not kept; what is no picture is refused (A21)."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from core.refusal import Refused
from orders.services import pictures
from orders.services.pictures import bare
from tests.pictures import SECRET, opened, phone_photo, png, written


def kept(content: bytes, kind: str = "image/jpeg") -> bytes:
    return bare(SimpleUploadedFile("seen.jpg", content, kind), kind).read()


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a21_place_and_phone_are_gone_and_the_picture_stands_upright(form, kind):
    sent = phone_photo(form=form)
    assert SECRET in sent and opened(sent).getexif()

    content = kept(sent, kind)

    picture = opened(content)
    assert SECRET not in content and not picture.getexif() and "comment" not in picture.info
    assert (picture.format, picture.size) == (form, (20, 40))
    top, foot = picture.getpixel((10, 5)), picture.getpixel((10, 35))
    assert (top[0] > 200 > 60 > top[2], foot[2] > 200 > 60 > foot[0]) == (True, True)


@pytest.mark.parametrize("turned", range(1, 9))
def test_each_way_to_hold_a_phone_comes_out_as_it_was_seen(turned):
    """Control: the same picture as a viewer would turn it."""
    from PIL import ImageOps

    sent = phone_photo(turned=turned)
    seen = ImageOps.exif_transpose(opened(sent))

    picture = opened(kept(sent))

    assert picture.size == seen.size
    spots = [(2, 2), (picture.width - 3, 2), (2, picture.height - 3)]
    for spot in spots:
        assert all(abs(a - b) < 25 for a, b in zip(picture.getpixel(spot), seen.getpixel(spot), strict=True))


def test_the_same_picture_comes_out_the_same_and_once_more_unchanged():
    """So that the fingerprint still finds a picture handed in twice."""
    once = kept(png(), "image/png")

    assert kept(png(), "image/png") == once == kept(once, "image/png")


def test_colours_and_what_is_clear_stay():
    clear = Image.new("RGBA", (3, 3), (10, 20, 30, 40))

    assert opened(kept(written(clear), "image/png")).getpixel((1, 1)) == (10, 20, 30, 40)
    grey = Image.new("L", (3, 3), 90)
    assert opened(kept(written(grey, "JPEG", icc_profile=b"profile"))).info["icc_profile"] == b"profile"


def test_a_paper_that_is_no_picture_stays_as_it_is():
    file = SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed")

    assert bare(file, "application/pdf") is file


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff<script>alert(1)</script>", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n and nothing more", "image/png"),
        (phone_photo()[:700], "image/jpeg"),
        (phone_photo()[:-60], "image/jpeg"),
        (phone_photo(form="PNG")[:-30], "image/png"),
        (b"GIF89a" + b"\0" * 40, "image/png"),
        (written(Image.new("RGB", (3, 3)), "GIF"), "image/png"),
    ],
)
@pytest.mark.parametrize("lenient", [False, True], ids=["", "after a PDF was drawn"])
def test_a21_what_only_begins_like_a_picture_is_refused_with_a_way_on(content, kind, lenient, monkeypatch):
    """Also in a process that has drawn a PDF page: the drawer makes the reader lenient for everybody."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)

    with pytest.raises(Refused, match=r"cannot be opened\. Take it again, or send another\.") as refusal:
        kept(content, kind)

    assert refusal.value.code == "content"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a21_a_small_file_that_unfolds_to_more_than_the_machine_holds_is_refused():
    """Thirty thousand points each way; nothing of it is ever unfolded."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    huge = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")

    with pytest.raises(Refused) as refusal:
        kept(huge, "image/png")

    assert refusal.value.code in ("size", "content")


def test_a21_the_limit_counts_points(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 3)

    with pytest.raises(Refused, match="64 million points") as refusal:
        kept(png(), "image/png")

    assert refusal.value.code == "size"
