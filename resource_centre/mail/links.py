"""Links in e-mails: random, for one purpose, with an end. The database holds a digest of each, never the link.

GET on such a link shows a button and changes nothing, because mail scanners open links; POST acts.
"""

import datetime
import hashlib
import secrets

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from .models import Link

TOKEN_BYTES = 32
#: How long a token is in an address: base64url without padding (RFC 4648, 5).
TOKEN_LENGTH = 43


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make(purpose: str, about: models.Model, lifetime: datetime.timedelta) -> str:
    """Return the token of a new link for `purpose` about the record `about`, valid for `lifetime`."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Link.objects.create(
        digest=_digest(token),
        purpose=purpose,
        content_type=ContentType.objects.get_for_model(about),
        object_id=about.pk,
        expires_at=timezone.now() + lifetime,
    )
    return token


def find(purpose: str, token: str) -> Link | None:
    """Return the link that `token` opens, if it is for `purpose`, valid, and what it is about still exists.

    A link that was spent is returned as well: see `Link.spent_at`.
    """
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    link = Link.objects.filter(digest=_digest(token), purpose=purpose, expires_at__gt=timezone.now()).first()
    return link if link is not None and link.about is not None else None


def spend(link: Link) -> bool:
    """Use up a link. Return False where somebody else was quicker."""
    now = timezone.now()
    spent = Link.objects.filter(pk=link.pk, spent_at__isnull=True).update(spent_at=now) == 1
    link.spent_at = link.spent_at or now
    return spent


def end_all(about: models.Model, *purposes: str) -> None:
    """End all links about a record, or those for some purposes."""
    found = Link.objects.filter(content_type=ContentType.objects.get_for_model(about), object_id=about.pk)
    (found.filter(purpose__in=purposes) if purposes else found).delete()


def forget_old() -> int:
    """Delete the links whose time is over. Return how many went."""
    return Link.objects.filter(expires_at__lte=timezone.now()).delete()[0]
