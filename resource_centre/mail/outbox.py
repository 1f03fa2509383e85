"""Posting letters. A letter is a row: it is posted if, and only if, what it tells of is committed."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone, translation

from .models import ADDRESS_LENGTH, KEY_LENGTH, Letter


def post(
    name: str,
    address: str,
    about: models.Model | None = None,
    *,
    language: str = "",
    key: str | None = None,
    due_at: datetime.datetime | None = None,
    **data: Any,
) -> bool:
    """Put the letter `name` to `address` into the outbox.

    `about` is the record that it tells of; `data` is the little else that its writer needs. Of letters with one `key`,
    only the first is posted, for a year at least: return False for the others. Delivery is up to `run_due_jobs`.
    Raises ValueError for a key that is too long.
    """
    if key is not None and len(key) > KEY_LENGTH:
        raise ValueError(f"A key has at most {KEY_LENGTH} characters. This one has {len(key)}.")
    columns = {
        "name": name,
        # What is no address is kept as nothing: the letter ends by itself, and whoever caused it goes on.
        "address": "" if len(address) > ADDRESS_LENGTH else address,
        "language": _language(language),
        "content_type": ContentType.objects.get_for_model(about) if about is not None else None,
        "object_id": about.pk if about is not None else None,
        "data": data,
        "due_at": due_at or timezone.now(),
    }
    if key is None:
        Letter.objects.create(**columns)
        return True
    return Letter.objects.get_or_create(key=key, defaults=columns)[1]


def _language(wanted: str) -> str:
    """Return the language of a letter: the one that is wanted or active, if the site has it."""
    code = (wanted or translation.get_language() or "").partition("-")[0]
    return code if code in {known for known, _name in settings.LANGUAGES} else settings.LANGUAGE_CODE
