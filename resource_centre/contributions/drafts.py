"""What was typed at a door and is not sent yet: kept under the key of its form, so that nothing is lost or doubled."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import get_language

from resource_centre.mail import links
from resource_centre.mail.models import Letter
from resource_centre.mail.outbox import post

from .disclosure import says_something_new
from .doors import DOORS
from .forms import Answers
from .models import Contribution, Kind, key_digest
from .querysets import about

UNFINISHED = Contribution.State.UNFINISHED


@dataclass(frozen=True)
class Typed:
    """What somebody typed at a door."""

    kind: Kind
    answers: Answers
    email: str
    #: Whether a machine seems to have typed it.
    suspect: bool = False
    #: The public record that it changes. Whoever changes one has proved the address by the link that led here.
    record: models.Model | None = None


def keep(key: str, typed: Typed) -> Contribution:
    """Keep what was typed under the key of its form. What was sent already stays as it is. Return the contribution.

    The same key at the same moment, as after a double click, makes one contribution.
    """
    digest = key_digest(key)
    columns: dict[str, Any] = {"kind": typed.kind, "language": get_language() or "en"}
    if typed.record is not None:
        columns |= {**about(typed.record), "is_change": True, "email": typed.email, "verified_at": timezone.now()}
    try:
        with transaction.atomic():
            contribution, _new = Contribution.objects.get_or_create(key_digest=digest, defaults=columns)
    except IntegrityError:  # the other click was quicker
        contribution = Contribution.objects.get(key_digest=digest)
    return change(contribution, typed)


@transaction.atomic
def change(contribution: Contribution, typed: Typed) -> Contribution:
    """Keep other answers to a contribution that is not sent yet. What was sent already stays as it is."""
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if fresh.state != UNFINISHED or fresh.kind != typed.kind:
        return fresh
    if fresh.privacy_asked and says_something_new(DOORS[fresh.kind].form, fresh.data, typed.answers):
        fresh.privacy_asked = False
    fresh.data = typed.answers
    if not fresh.verified_at:  # a proved address stays
        fresh.email = typed.email
    fresh.suspect = fresh.suspect or typed.suspect
    fresh.save()
    return fresh


def find(token: str) -> Contribution | None:
    """Return the contribution that an address opens: by the key of its form, or by a link to go on with it."""
    contribution: Contribution | None = Contribution.objects.filter(key_digest=key_digest(token)).first()
    if contribution is None:
        link = links.find("resume", token)
        contribution = link.about if link else None
    return contribution


@transaction.atomic
def send_link_to_go_on(contribution: Contribution) -> None:
    """Post the letter with the link to go on later, unless one waits already. A machine gets none."""
    fresh: Contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if fresh.state != UNFINISHED or fresh.suspect or not fresh.email:
        return
    waiting = Letter.objects.filter(
        name="contribution_resume",
        content_type=ContentType.objects.get_for_model(fresh),
        object_id=fresh.pk,
        address=fresh.email,
        ended_at__isnull=True,
    )
    if not waiting.exists():
        post("contribution_resume", fresh.email, fresh, language=fresh.language)


def write(contribution: Contribution, **columns: Any) -> bool:
    """Write columns of a contribution that is not sent yet. Return False, and write nothing, where it is."""
    unsent = Contribution.objects.filter(pk=contribution.pk, state=UNFINISHED)
    return unsent.update(touched_at=timezone.now(), **columns) == 1
