"""Taking letters from the outbox to the mail server. What cannot be delivered now is tried again; nothing is lost."""

import datetime
import logging
import re
import smtplib
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from .letters import WRITERS, Contents
from .models import Bounce, Letter, address_digest

logger = logging.getLogger(__name__)
#: A process that took a letter and died gives it up after this long.
LEASE = datetime.timedelta(minutes=10)
#: Waiting times after failed attempts; the last one is repeated until `GIVE_UP`.
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
GIVE_UP = datetime.timedelta(days=5)
#: How long the row of an ended letter keeps its key.
KEEP_ENDED = datetime.timedelta(days=400)
BATCH = 50
PERMANENT = 500


def deliver_due(limit: int = BATCH) -> int:
    """Deliver up to `limit` letters whose time has come. Return how many were tried."""
    now = timezone.now()
    waiting = list(Letter.objects.filter(ended_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")[:limit])
    tried = 0
    for letter in waiting:
        claimed = Letter.objects.filter(pk=letter.pk, ended_at__isnull=True, due_at=letter.due_at)
        if claimed.update(due_at=timezone.now() + LEASE):
            tried += 1
            _deliver(letter)
    return tried


def _deliver(letter: Letter) -> None:
    with translation.override(letter.language), transaction.atomic():
        contents = WRITERS[letter.name](letter)  # makes the links, which stand before the letter is on its way
    if contents is None:
        _end(letter, "pointless")
        return
    try:
        message(letter, contents).send()  # a connection each: every refusal belongs to one letter
    except smtplib.SMTPRecipientsRefused as error:
        code = next((answer[0] for answer in error.recipients.values()), 0)
        _failed(letter, code, f"refused {code}")
    except (OSError, smtplib.SMTPException) as error:
        _failed(letter, 0, f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip())
    else:
        _end(letter, "delivered")


def _failed(letter: Letter, code: int, outcome: str) -> None:
    """Give a letter up whose address the server refuses for good; let any other wait."""
    if code >= PERMANENT:
        Bounce.notice(letter.address, str(code))
        _end(letter, outcome)
        return
    now = timezone.now()
    if now - letter.created_at > GIVE_UP:
        logger.error("A letter was given up after %d attempts: %s", letter.attempts + 1, outcome)
        _end(letter, outcome)
        return
    pause = PAUSES[min(letter.attempts, len(PAUSES) - 1)]
    Letter.objects.filter(pk=letter.pk).update(due_at=now + pause, attempts=letter.attempts + 1, outcome=outcome[:60])


def _end(letter: Letter, outcome: str) -> None:
    Letter.objects.filter(pk=letter.pk).update(
        address="", data={}, ended_at=timezone.now(), outcome=outcome[:60], attempts=letter.attempts + 1
    )


def message(letter: Letter, contents: Contents) -> EmailMultiAlternatives:
    """Return a letter as a message: plain text and HTML that say the same."""
    with translation.override(letter.language):
        context = {"contents": contents, "language": letter.language, "site_url": settings.SITE_URL}
        plain = re.sub(r"\n{3,}", "\n\n", render_to_string("emails/letter.txt", context)).strip() + "\n"
        html = render_to_string("emails/letter.html", context)
    headers = {
        "Message-ID": message_id(letter.address),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
        "X-Auto-Response-Suppress": "All",
        **contents.headers,
    }
    whole = EmailMultiAlternatives(contents.subject, plain, None, [letter.address], headers=headers)
    whole.attach_alternative(html, "text/html")
    return whole


def message_id(address: str) -> str:
    """Return a message identifier (RFC 5322, 3.6.4) by which we know our own letter when it comes back."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    number = make_msgid(domain="x").partition("@")[0].strip("<")
    return f"<{number}.{_seal(number, address_digest(address))}@{domain}>"


def is_ours(identifier: str, address: str) -> bool:
    """Say whether we sent the letter with this message identifier, and sent it to `address`."""
    number, _dot, seal = identifier.strip("<> \t").partition("@")[0].rpartition(".")
    return bool(number) and constant_time_compare(seal, _seal(number, address_digest(address)))


def _seal(number: str, digest: str) -> str:
    return salted_hmac("resource_centre.mail.message", f"{number}\0{digest}", algorithm="sha256").hexdigest()[:32]


def forget_ended() -> int:
    """Delete the rows of letters that ended long ago. Return how many went."""
    return Letter.objects.filter(ended_at__lt=timezone.now() - KEEP_ENDED).delete()[0]
