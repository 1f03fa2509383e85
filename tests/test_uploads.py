"""Uploads: small, of a known kind, made anew, under names that nobody guesses."""

import re
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from library.models import Resource
from resource_centre.publishing.actions import publish
from resource_centre.uploads import (
    IMAGE_WIDTH,
    MAX_DOCUMENT_BYTES,
    MAX_IMAGE_BYTES,
    check_document,
    check_image,
    remade,
)
from tests.factories import PDF, make, picture

GPS = 0x8825


def upload(content: bytes, name: str = "picture.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def with_exif() -> bytes:
    """Return a JPEG, taken with the camera on its side, that tells where it was taken, by whom, and with which camera."""
    exif = Image.Exif()
    exif[0x010F] = "Kanariecamera"
    exif[0x013B] = "Kanariephotographer"
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "N", (53.0, 20.0, 0.0)
    return picture(40, 20, "JPEG", exif=exif, comment=b"Kanariecomment")


def png_that_claims(width: int, height: int) -> bytes:
    """Return a small file that says that it is a very large picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_of_known_kinds_are_taken(kind: str) -> None:
    check_image(upload(picture(kind=kind), f"picture.{kind.lower()}"))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="evil()"/>'
REFUSED: dict[str, bytes] = {
    "an SVG": SVG,
    "an SVG with an XML head": b'<?xml version="1.0"?>' + SVG,
    "an HTML page": b"<!doctype html><script>evil()</script>",
    "a GIF": picture(kind="GIF"),
    "a GIF that is a script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;evil()",
    "a BMP": picture(kind="BMP"),
    "a TIFF": picture(kind="TIFF"),
    "an icon": picture(32, 32, "ICO"),
    "a PDF": PDF,
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
    "nothing": b"",
    "noise": bytes(range(256)) * 4,
    "a JPEG that breaks off": picture(kind="JPEG")[:30],
    "a PNG with a wrong sum": picture()[:40] + b"\xff" + picture()[41:],
    "a picture of too many pixels": png_that_claims(10_000, 5_000),
    "a decompression bomb": png_that_claims(60_000, 60_000),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=list(REFUSED))
def test_what_is_no_bearable_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        check_image(upload(content))


def test_a_picture_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(ValidationError):
        check_image(upload(picture() + b"\0" * MAX_IMAGE_BYTES))


@pytest.mark.django_db
def test_a_stored_picture_is_made_anew_without_what_came_with_it() -> None:
    item = make(Resource, image=ContentFile(with_exif(), name="IMG_2024 at home.jpg"), image_description="A field")
    with item.image.open() as stored:
        content = stored.read()
    assert b"Kanarie" in with_exif()
    assert b"Kanarie" not in content
    with Image.open(BytesIO(content)) as made:
        assert (made.format, made.size, dict(made.getexif()), made.getexif().get_ifd(GPS)) == ("WEBP", (20, 40), {}, {})
        assert {"exif", "xmp", "icc_profile", "comment"} & set(made.info) == set()


@pytest.mark.django_db
def test_a_picture_that_is_a_page_too_loses_the_page() -> None:
    both = picture(kind="JPEG") + b"<script>evil()</script>" + PDF
    item = make(Resource, image=ContentFile(both, name="both.jpg.html"), image_description="A field")
    with item.image.open() as stored:
        content = stored.read()
    assert (content[:4], content[8:12]) == (b"RIFF", b"WEBP")
    assert b"evil" not in content
    assert b"%PDF" not in content


def test_a_wide_picture_becomes_narrower_and_a_small_one_stays() -> None:
    sizes = []
    for width, height in ((3000, 1000), (10, 10), (600, 6000)):
        with Image.open(remade(BytesIO(picture(width, height)))) as made:
            sizes.append(made.size)
    assert sizes == [(IMAGE_WIDTH, 400), (10, 10), (240, 2400)]


def test_a_picture_keeps_what_is_transparent() -> None:
    out = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(remade(out)) as made:
        assert made.getpixel((1, 1))[3] == 0  # type: ignore[index]  # a picture with four bands


@pytest.mark.django_db
def test_names_of_stored_files_say_nothing_and_are_new_each_time() -> None:
    items = [
        make(
            Resource,
            image=ContentFile(picture(), name="../../Anna at the clinic.png"),
            image_description="A field",
            file=ContentFile(PDF, name="Anna.pdf"),
        )
        for _n in range(2)
    ]
    names = [name for item in items for name in (item.image.name, item.file.name)]
    assert len(set(names)) == 4
    assert [bool(re.fullmatch(r"(images/[a-z0-9]{32}\.webp|documents/[a-z0-9]{32}\.pdf)", name)) for name in names] == [
        True
    ] * 4


@pytest.mark.parametrize(
    "content", [b"", b"%PDF", b" %PDF-1.7", b"<html>%PDF-1.7", SVG, picture(), b"PK\x03\x04", b"%!PS"], ids=repr
)
def test_a_document_that_does_not_start_as_a_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        check_document(upload(content, "a.pdf", "application/pdf"))


def test_a_pdf_is_taken_unless_it_is_too_large() -> None:
    check_document(upload(PDF, "a.pdf", "application/pdf"))
    with pytest.raises(ValidationError):
        check_document(upload(PDF + b"\0" * MAX_DOCUMENT_BYTES, "a.pdf", "application/pdf"))


@pytest.mark.django_db
def test_checking_a_record_again_does_not_open_its_stored_files(monkeypatch: pytest.MonkeyPatch) -> None:
    item = make(
        Resource,
        image=ContentFile(picture(), name="a.png"),
        image_description="A field",
        file=ContentFile(PDF, name="a.pdf"),
    )
    item = Resource.objects.get(pk=item.pk)
    opened: list[str] = []

    def refuse(_storage: Any, name: str, _mode: str = "rb") -> Any:
        opened.append(name)
        return ContentFile(b"")

    monkeypatch.setattr(FileSystemStorage, "_open", refuse)
    item.full_clean()
    assert opened == []


@pytest.mark.django_db
def test_files_are_served_so_that_they_cannot_run_as_pages() -> None:
    item = make(
        Resource,
        image=ContentFile(picture(), name="a.png"),
        image_description="A field",
        file=ContentFile(PDF, name="a.pdf"),
    )
    publish(item, None)
    answers = {name: Client().get(f"{item.get_absolute_url()}{name}") for name in ("picture.webp", "document.pdf")}
    for answer in answers.values():
        answer.getvalue()
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert (answers["picture.webp"]["Content-Type"], answers["document.pdf"]["Content-Type"]) == (
        "image/webp",
        "application/pdf",
    )
    assert answers["document.pdf"]["Content-Disposition"] == f'attachment; filename="{item.slug}.pdf"'


@pytest.mark.django_db
def test_a_file_that_is_lost_is_not_found() -> None:
    item = make(Resource, image=ContentFile(picture(), name="a.png"), image_description="A field")
    publish(item, None)
    item.image.storage.delete(item.image.name)
    assert Client().get(f"{item.get_absolute_url()}picture.webp").status_code == 404
