"""What happens to a message to the people who keep the site."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from resource_centre.guard.words import suggests_danger
from resource_centre.mail.outbox import post

from .actions import record
from .models import ContactAnswer, ContactMessage

State = ContactMessage.State


@transaction.atomic
def start(*, key: str, name: str, address: str, text: str, language: str, held: bool) -> None:
    """Keep a message until its sender confirms it by the link in our letter.

    What looks like spam is held, and no letter is sent. A second sending under the same key changes nothing.
    """
    columns = {
        "state": State.HELD if held else State.UNCONFIRMED,
        "name": name,
        "address": address,
        "text": text,
        "language": language,
        "read_first": suggests_danger(text),
    }
    message, new = ContactMessage.objects.get_or_create(key=key, defaults=columns)
    if new and not held:
        post("contact-confirm", address, about=message, language=language)


def confirm(message: ContactMessage) -> None:
    """Let a message wait for staff, now that its sender has confirmed it."""
    ContactMessage.objects.filter(pk=message.pk, state=State.UNCONFIRMED).update(
        state=State.WAITING, confirmed_at=timezone.now()
    )


@transaction.atomic
def answer(message: ContactMessage, actor: User, *, key: str, text: str) -> bool:
    """Post an answer of staff to the sender. Return False where this answer is posted already."""
    columns = {"message": message, "text": text, "sent_by": actor}
    sent, new = ContactAnswer.objects.get_or_create(key=key, defaults=columns)
    if new:
        post("contact-answer", message.address, about=sent, language=message.language)
        record(actor, message, "Answered.")
    return new


@transaction.atomic
def close(message: ContactMessage, actor: User) -> bool:
    """Close a message that waits. Return False for any other."""
    waiting = ContactMessage.objects.filter(pk=message.pk, state=State.WAITING)
    if not waiting.update(state=State.CLOSED, closed_at=timezone.now(), closed_by=actor):
        return False
    record(actor, message, "Closed.")
    return True


@transaction.atomic
def reopen(message: ContactMessage, actor: User) -> bool:
    """Let a closed message wait again. Return False for any other."""
    closed = ContactMessage.objects.filter(pk=message.pk, state=State.CLOSED)
    if not closed.update(state=State.WAITING, closed_at=None, closed_by=None):
        return False
    record(actor, message, "Opened again.")
    return True


@transaction.atomic
def release(message: ContactMessage, actor: User) -> bool:
    """Ask the sender of what was held as spam to confirm it. Return False for what is not held."""
    held = ContactMessage.objects.filter(pk=message.pk, state=State.HELD)
    if not held.update(state=State.UNCONFIRMED, created_at=timezone.now()):
        return False
    post("contact-confirm", message.address, about=message, language=message.language)
    record(actor, message, "Not spam: the sender was asked to confirm.")
    return True
