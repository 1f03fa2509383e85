"""Taking letters from the outbox to the mail server. What cannot be delivered now is tried again; nothing is lost."""

import contextlib
import datetime
import enum
import logging
import re
import smtplib
import traceback

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from resource_centre.jobs.run import stop
from resource_centre.text import one_line

from .letters import WRITERS, Contents
from .models import Bounce, Letter, address_digest

logger = logging.getLogger(__name__)
#: A process that took a letter and died gives it up after this long.
LEASE = datetime.timedelta(minutes=10)
#: Waiting times after failed attempts; the last one is repeated.
PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
#: A letter that failed so often is given up: after about five days of trying, as mail servers do (RFC 5321, 4.5.4.1).
ATTEMPTS = 34
#: How long the row of an ended letter is kept, and how long one that keeps a key.
KEEP_ENDED, KEEP_KEY = datetime.timedelta(days=30), datetime.timedelta(days=400)
BATCH = 50
MAX_SUBJECT = 150
#: Codes (RFC 3463) and answers (RFC 5321, 4.2.3) that say that the address does not exist or takes no mail any more.
#: Others, such as 5.7.1 and 554, tell of us or of the day: our server is not let in, or the mailbox is full.
_GONE = re.compile(r"5\.(?:0\.\d{1,3}|1\.(?![78]$)\d{1,3}|2\.[01]|4\.4)")
_GONE_ANSWERS = {550, 551, 553}
_CODE = re.compile(r"\d\.\d{1,3}\.\d{1,3}(?=\s|$)")
#: A server that answers so closes the connection (RFC 5321, 3.8).
CLOSING = 421


class Result(enum.Enum):
    """What became of an attempt."""

    ENDED = enum.auto()  # delivered, pointless or given up
    WAITS = enum.auto()
    NO_SERVER = enum.auto()  # waits, and so should the others


def deliver_due(limit: int = BATCH) -> int:
    """Deliver up to `limit` letters whose time has come. Return how many were tried.

    Where the mail server cannot be reached, the rest is left for the next time: each would wait for it as long.
    """
    now = timezone.now()
    waiting = list(Letter.objects.filter(ended_at__isnull=True, due_at__lte=now).order_by("due_at", "pk")[:limit])
    tried = 0
    for letter in waiting:
        if stop.wanted:
            break
        claimed = Letter.objects.filter(pk=letter.pk, ended_at__isnull=True, due_at=letter.due_at)
        # The attempt is counted before it is made: a letter that ends the process must not do so for ever.
        if not claimed.update(due_at=timezone.now() + LEASE, attempts=F("attempts") + 1):
            continue
        tried += 1
        letter.attempts += 1
        if _deliver(letter) is Result.NO_SERVER:
            break
    return tried


def _deliver(letter: Letter) -> Result:
    if letter.attempts > ATTEMPTS:
        return _failed(letter, letter.outcome or "given up")
    try:
        validate_email(letter.address)
        with transaction.atomic():
            whole = _write(letter)
    except ValidationError:
        return _end(letter, "no address")
    except Exception as error:
        # Where it happened, and nothing of what it said: that may be what somebody wrote.
        name, where = type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
        logger.error("The letter %s could not be written: %s\n%s", letter.name, name, where)  # noqa: TRY400 - see above
        return _failed(letter, f"not written: {name}")
    return _end(letter, "pointless") if whole is None else _send(letter, whole)


def _write(letter: Letter) -> EmailMultiAlternatives | None:
    """Return the letter as a message, with the links in it made; None where it has become pointless."""
    if letter.content_type_id is not None and letter.about is None:
        return None
    with translation.override(letter.language):
        contents = WRITERS[letter.name](letter)
        if contents is None:
            return None
        whole = message(letter, contents)
    whole.message()  # raises where a header would break in two
    return whole


def _send(letter: Letter, whole: EmailMultiAlternatives) -> Result:
    """Hand a letter to the mail server, over a connection of its own: every refusal belongs to one letter."""
    try:
        connection = get_connection()
        connection.open()
    except Exception as error:
        _failed(letter, _told(error))
        return Result.NO_SERVER
    try:
        connection.send_messages([whole])
    except Exception as error:
        return _not_taken(letter, error)
    else:
        return _end(letter, "delivered")  # before the farewell, which may take as long as the server likes
    finally:
        with contextlib.suppress(Exception):
            connection.close()


def _not_taken(letter: Letter, error: Exception) -> Result:
    """Give a letter up whose address does not exist; let any other wait."""
    if code := _address_is_gone(error):
        Bounce.notice(letter.address, code)
        return _end(letter, f"refused {code}")
    result = _failed(letter, _told(error))
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and _answer(error)[0] != CLOSING:
        return result
    return Result.NO_SERVER if isinstance(error, OSError) else result


def _answer(error: Exception) -> tuple[int, str]:
    """Return what the mail server answered: code and words. 0 where it did not answer."""
    code, words = getattr(error, "smtp_code", 0), getattr(error, "smtp_error", b"")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (0, b""))
    return code, words.decode(errors="replace") if isinstance(words, bytes) else str(words)


def _address_is_gone(error: Exception) -> str:
    """Return the code by which the server says that an address does not exist, or nothing."""
    answer, words = _answer(error)
    at_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
    if answer < 500 or not (at_recipient or isinstance(error, smtplib.SMTPDataError)):
        return ""
    if code := _CODE.match(words):
        return code[0] if is_gone(code[0]) else ""
    return str(answer) if at_recipient and answer in _GONE_ANSWERS else ""


def is_gone(code: str) -> bool:
    """Say whether a status code (RFC 3463) means that the address does not exist or takes no mail any more."""
    return bool(_GONE.fullmatch(code))


def _told(error: Exception) -> str:
    """Return the kind of an error with the server's code: never its words, which name the address."""
    return f"{type(error).__name__} {_answer(error)[0] or ''}".strip()


def _failed(letter: Letter, outcome: str) -> Result:
    """Let a letter wait for the next attempt, or give it up after the last one."""
    if letter.attempts >= ATTEMPTS:
        logger.error("The letter %s was given up after %d attempts: %s", letter.name, letter.attempts, outcome)
        return _end(letter, outcome)
    pause = PAUSES[min(letter.attempts, len(PAUSES)) - 1]
    Letter.objects.filter(pk=letter.pk, ended_at__isnull=True).update(
        due_at=timezone.now() + pause, outcome=outcome[:60]
    )
    return Result.WAITS


def _end(letter: Letter, outcome: str) -> Result:
    Letter.objects.filter(pk=letter.pk, ended_at__isnull=True).update(
        address="", data={}, ended_at=timezone.now(), outcome=outcome[:60]
    )
    return Result.ENDED


def message(letter: Letter, contents: Contents) -> EmailMultiAlternatives:
    """Return a letter as a message: plain text and HTML that say the same."""
    with translation.override(letter.language):
        subject = one_line(str(contents.subject), MAX_SUBJECT)
        context = {"contents": contents, "language": letter.language, "site_url": settings.SITE_URL}
        plain = re.sub(r"\n{3,}", "\n\n", render_to_string("emails/letter.txt", context)).strip() + "\n"
        html = render_to_string("emails/letter.html", context)
    headers = {
        "Message-ID": message_id(letter),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
        "X-Auto-Response-Suppress": "All",
        **contents.headers,
    }
    whole = EmailMultiAlternatives(subject, plain, None, [letter.address], headers=headers)
    whole.attach_alternative(html, "text/html")
    return whole


def message_id(letter: Letter) -> str:
    """Return a message identifier (RFC 5322, 3.6.4) by which we know our own letter when it comes back.

    It is the same for every attempt, so that a letter that was taken without our hearing of it is shown once.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    number = salted_hmac("resource_centre.mail.number", f"{letter.pk}\0{letter.created_at.isoformat()}").hexdigest()
    return f"<{number}.{_seal(number, address_digest(letter.address))}@{domain}>"


def is_ours(identifier: str, address: str) -> bool:
    """Say whether we sent the letter with this message identifier, and sent it to `address`."""
    number, _dot, seal = identifier.strip("<> \t").partition("@")[0].rpartition(".")
    return bool(number) and constant_time_compare(seal, _seal(number, address_digest(address)))


def _seal(number: str, digest: str) -> str:
    return salted_hmac("resource_centre.mail.message", f"{number}\0{digest}", algorithm="sha256").hexdigest()[:32]


def forget_ended() -> int:
    """Delete the rows of letters that ended long ago. Return how many went."""
    now = timezone.now()
    old = Q(ended_at__lt=now - KEEP_KEY) | Q(ended_at__lt=now - KEEP_ENDED, key__isnull=True)
    return Letter.objects.filter(old).delete()[0]
