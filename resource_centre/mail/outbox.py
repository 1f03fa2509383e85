"""Posting letters. A letter is a row: it is posted if, and only if, what it tells of is committed."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone, translation

from .models import Letter


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
    only the first is posted, now or ever: return False for the others. Delivery is up to `run_due_jobs`.
    """
    codes = {code for code, _name in settings.LANGUAGES}
    wanted = language or translation.get_language() or settings.LANGUAGE_CODE
    columns = {
        "name": name,
        "address": address,
        "language": wanted if wanted in codes else settings.LANGUAGE_CODE,
        "content_type": ContentType.objects.get_for_model(about) if about is not None else None,
        "object_id": about.pk if about is not None else None,
        "data": data,
        "due_at": due_at or timezone.now(),
    }
    if key is None:
        Letter.objects.create(**columns)
        return True
    return Letter.objects.get_or_create(key=key, defaults=columns)[1]
