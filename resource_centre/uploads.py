"""Files that people hand in: small, of a known kind, and made anew where that is possible."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile, ImageFieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_IMAGE_BYTES = 8 * 1024 * 1024
MAX_IMAGE_PIXELS = 40_000_000
MAX_DOCUMENT_BYTES = 20 * 1024 * 1024
IMAGE_WIDTH = 1200
_IMAGE_FORMATS = ("JPEG", "PNG", "WEBP")


def random_name(folder: str, extension: str) -> str:
    """Return a storage name that says nothing about the file and cannot be guessed."""
    return f"{folder}/{get_random_string(32, 'abcdefghijklmnopqrstuvwxyz0123456789')}.{extension}"


def image_name(_instance: models.Model, _filename: str) -> str:
    """Return the storage name of an image."""
    return random_name("images", "webp")


def document_name(_instance: models.Model, _filename: str) -> str:
    """Return the storage name of a document."""
    return random_name("documents", "pdf")


def check_image(upload: Any) -> None:
    """Raise ValidationError unless `upload` is a JPEG, PNG or WebP picture of bearable size."""
    if getattr(upload, "_committed", False):
        return  # stored already, and checked when it came
    file = getattr(upload, "file", upload)
    if upload.size > MAX_IMAGE_BYTES:
        raise ValidationError(
            _("This picture is larger than %(limit)s. Make it smaller and choose it again."),
            params={"limit": filesizeformat(MAX_IMAGE_BYTES)},
        )
    try:
        file.seek(0)
        with Image.open(file, formats=_IMAGE_FORMATS) as picture:
            width, height = picture.size
            if width * height > MAX_IMAGE_PIXELS:
                raise ValidationError(_("This picture has too many pixels. Make it smaller and choose it again."))
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("Choose a picture of the type JPEG, PNG or WebP.")) from error
    finally:
        file.seek(0)


def check_document(upload: Any) -> None:
    """Raise ValidationError unless `upload` is a PDF file of bearable size."""
    if getattr(upload, "_committed", False):
        return  # stored already, and checked when it came
    file = getattr(upload, "file", upload)
    if upload.size > MAX_DOCUMENT_BYTES:
        raise ValidationError(
            _("This file is larger than %(limit)s. Make it smaller and choose it again."),
            params={"limit": filesizeformat(MAX_DOCUMENT_BYTES)},
        )
    file.seek(0)
    start = file.read(5)
    file.seek(0)
    if start != b"%PDF-":
        raise ValidationError(_("Choose a PDF file."))


def remade(file: Any) -> ContentFile[bytes]:
    """Return the picture in `file` as a new WebP file: turned upright, at most 1,200 pixels wide, without metadata."""
    file.seek(0)
    with Image.open(file, formats=_IMAGE_FORMATS) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA" if "A" in picture.getbands() else "RGB")
    upright.thumbnail((IMAGE_WIDTH, IMAGE_WIDTH * 2))
    out = BytesIO()
    upright.save(out, "WEBP", quality=82)
    return ContentFile(out.getvalue(), name="image.webp")


class RemadeImageFieldFile(ImageFieldFile):
    """A picture that is never stored as it came."""

    def save(self, name: str | None, content: Any, save: bool = True) -> None:
        """Store the picture made anew from `content`."""
        super().save(name or "image.webp", remade(content), save)


class RemadeImageField(models.ImageField):
    """A picture: checked, made anew without metadata, stored under a random name."""

    attr_class = RemadeImageFieldFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("upload_to", image_name)
        kwargs.setdefault("validators", [check_image])
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class PdfField(models.FileField):
    """A PDF document: checked and stored under a random name."""

    attr_class = FieldFile

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("upload_to", document_name)
        kwargs.setdefault("validators", [check_document])
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
