"""Who answers for a record: how an address is proved, what its owner may do, and how that ends."""

import datetime
from typing import Any

from django.contrib.admin import models as admin_log
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Organisation
from resource_centre.mail import links
from resource_centre.mail.models import Link, address_digest
from resource_centre.mail.outbox import post
from resource_centre.publishing.actions import archive, confirm
from resource_centre.publishing.models import Publishable, State

from . import actions
from .domains import same_house
from .models import Contribution, Ownership
from .periods import CLAIM_DAYS, UNPROVED_DAYS
from .querysets import about

Proof = Ownership.Proof
#: Purposes of links that an owner holds.
CHANGE, CLAIM, FRESHNESS = "change", "claim", "freshness"


class NotProvedError(ValidationError):
    """An ownership that nothing proves, or that was decided on already."""


def organisation_behind(record: Any) -> Organisation | None:
    """Return the organisation that runs a record: itself, the one that offers the activity or holds the event."""
    if isinstance(record, Organisation):
        return record
    found = getattr(record, "organisation", None) or getattr(record, "organiser", None)
    return found if isinstance(found, Organisation) else None


def website_of(record: Any) -> str:
    """Return the address on the web of those who run a record, or nothing. A copy at somebody else's is none."""
    if getattr(record, "third_party_copy", False):
        return ""
    return getattr(record, "website", "") or getattr(record, "url", "")


def proof_of(record: Publishable, email: str) -> str:
    """Return what proves that an address belongs to those who run a record, or nothing."""
    organisation = organisation_behind(record)
    if organisation is not None:
        on_file = organisation.contact_email
        if on_file and address_digest(on_file) == address_digest(email):
            return Proof.ADDRESS
        if Ownership.objects.granted().about(organisation).of_address(email).exists():
            return Proof.ADDRESS
    sites = {website_of(record), organisation.website if organisation is not None else ""}
    return Proof.DOMAIN if any(site and same_house(email, site) for site in sites) else ""


def look_up(record: Publishable, email: str, language: str) -> Ownership:
    """Return the ownership of a record by an address, made where there is none, with what proves it now."""
    found: Ownership
    found, _new = Ownership.objects.get_or_create(
        **about(record), email_digest=address_digest(email), defaults={"email": email, "language": language}
    )
    if found.granted_at is None:
        found.proof = proof_of(record, email)
        found.save()
    return found


def grant_by_link(ownership: Ownership) -> None:
    """Take an ownership as granted: its owner has used the link that was sent to the address that proves it.

    Raises NotProvedError where nothing proves it.
    """
    if ownership.granted_at is not None:
        return
    if not ownership.proof:
        raise NotProvedError(_("Nothing proves that this entry is theirs."))
    ownership.verified_at = ownership.verified_at or timezone.now()
    ownership.granted_at = timezone.now()
    ownership.save()


def claim(ownership: Ownership, text: str) -> None:
    """Note that an address is confirmed, and who its owner says they are. Done once."""
    if ownership.verified_at is None:
        ownership.claim, ownership.verified_at = text, timezone.now()
        ownership.save()


# What staff decide


def _undecided(ownership: Ownership) -> Ownership:
    fresh: Ownership | None = Ownership.objects.waiting().select_for_update().filter(pk=ownership.pk).first()
    if fresh is None:
        raise NotProvedError(_("This was decided already, or the address is not confirmed yet."))
    return fresh


def _write_down(actor: User, ownership: Ownership, flag: int, message: str) -> None:
    admin_log.LogEntry.objects.log_actions(actor.pk, [ownership], flag, change_message=message, single_object=True)


@transaction.atomic
def grant(ownership: Ownership, actor: User) -> None:
    """Let somebody answer for a record, and send them a link. Raises NotProvedError unless it waits for a decision."""
    fresh = _undecided(ownership)
    fresh.proof = fresh.proof or Proof.STAFF
    fresh.granted_at, fresh.granted_by, fresh.claim = timezone.now(), actor, ""
    fresh.save()
    links.end_all(fresh, CLAIM)
    _write_down(actor, fresh, admin_log.CHANGE, "Granted.")
    post("owner_granted", fresh.email, fresh, language=fresh.language)


@transaction.atomic
def refuse(ownership: Ownership, actor: User, text: str) -> None:
    """Say no, with the reason in `text`, and forget the address. Raises NotProvedError unless it waits."""
    fresh = _undecided(ownership)
    _write_down(actor, fresh, admin_log.DELETION, "Refused.")
    post("owner_refused", fresh.email, fresh.record, language=fresh.language, text=text)
    end(fresh)


# What owners do


@transaction.atomic
def confirm_record(ownership: Ownership) -> None:
    """Note that a record is still right, as its owner says."""
    record = ownership.record
    assert isinstance(record, Publishable)
    confirm(record, None, by_owner=True)
    Ownership.objects.filter(pk=ownership.pk).update(asked=0)


@transaction.atomic
def withdraw_record(ownership: Ownership) -> None:
    """Take a record off the site at once, as its owner says, with what waits about it, and forget the address."""
    record: Any = ownership.record
    of_theirs = Contribution.objects.about(record).of_address(ownership.email)
    for contribution in of_theirs.exclude(state__in=("declined", "spam", "withdrawn")):
        actions.withdraw(contribution)
    record = type(record)._default_manager.get(pk=record.pk)
    if record.state == State.PUBLISHED:
        archive(record, None)
    post("owner_withdrawn", ownership.email, record, language=ownership.language)
    end(ownership)


@transaction.atomic
def end(ownership: Ownership) -> None:
    """Forget that somebody answers for a record, with the links to it.

    Links in letters that ask about several entries go on for the others.
    """
    other = Ownership.objects.granted().filter(email_digest=ownership.email_digest).exclude(pk=ownership.pk).first()
    if other is not None:
        kind = ContentType.objects.get_for_model(Ownership)
        Link.objects.filter(content_type=kind, object_id=ownership.pk, purpose=FRESHNESS).update(object_id=other.pk)
    links.end_all(ownership)
    Ownership.objects.filter(pk=ownership.pk).delete()


def answers_for(record: Publishable, email: str) -> bool:
    """Say whether an address answers for a record now."""
    return bool(email) and Ownership.objects.granted().about(record).of_address(email).exists()


def forget_unproved() -> int:
    """Delete those who asked for an entry and did not go on, and claims that nobody decided. Return how many went."""
    now = timezone.now()
    unused = Q(verified_at__isnull=True, created_at__lt=now - datetime.timedelta(days=UNPROVED_DAYS))
    undecided = Q(verified_at__lt=now - datetime.timedelta(days=CLAIM_DAYS))
    old = Ownership.objects.filter(unused | undecided, granted_at__isnull=True)
    for ownership in old:
        end(ownership)
    return len(old)
