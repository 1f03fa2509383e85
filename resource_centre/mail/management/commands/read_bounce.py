"""`manage.py read_bounce`: takes a letter that came back from the mail server, and remembers the address."""

import email
import re
import sys
from collections.abc import Iterator
from email.message import Message
from typing import Any

from django.core.management import BaseCommand

from resource_centre.mail.delivery import is_gone, is_ours
from resource_centre.mail.models import Bounce

MAX_SIZE = 1_000_000
_CODE = re.compile(r"\d\.\d{1,3}\.\d{1,3}(?!\S)")


class Command(BaseCommand):
    """Read one delivery status notification (RFC 3464) from standard input."""

    help = "Reads a returned letter from standard input and notes the address. Let the mail server pipe returned letters to it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Note every address that takes no mail any more. What is not about a letter of ours is passed over."""
        raw = sys.stdin.buffer.read(MAX_SIZE)
        while sys.stdin.buffer.read(MAX_SIZE):
            pass  # a mail server that cannot write all of it would try again
        for address, code in refused(email.message_from_bytes(raw)):
            Bounce.notice(address, code)


def refused(notification: Message) -> list[tuple[str, str]]:
    """Return address and status code (RFC 3463) of those to whom a letter of ours cannot be delivered, ever.

    A notification counts only if it holds the message identifier of a letter that we sent to that very address:
    otherwise anybody could silence anybody.
    """
    identifiers = [_line(original, "Message-ID") for original in _originals(notification)]
    found = []
    for block in _blocks(notification):
        code = _CODE.match(_line(block, "Status"))
        if _line(block, "Action").lower() != "failed" or code is None or not is_gone(code[0]):
            continue
        # Where a letter was passed on, the address that we know is the first one.
        named = [_line(block, name).partition(";")[2].strip() for name in ("Original-Recipient", "Final-Recipient")]
        ours = [address for address in named if any(is_ours(identifier, address) for identifier in identifiers)]
        found += [(address, code[0]) for address in ours[:1]]
    return found


def _line(message: Message, name: str) -> str:
    """Return a header as one line."""
    return " ".join(str(message.get(name, "")).split())


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _blocks(notification: Message) -> Iterator[Message]:
    """Yield what the notification says of each recipient."""
    for part in notification.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from _inner(part)


def _originals(notification: Message) -> Iterator[Message]:
    """Yield the headers of the letter that came back: as a whole message or as its headers alone."""
    for part in notification.walk():
        if part.get_content_type() == "message/rfc822":
            yield from _inner(part)
        elif part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            payload = part.get_payload(decode=True)
            yield email.message_from_bytes(payload if isinstance(payload, bytes) else b"")
