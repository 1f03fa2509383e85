"""`manage.py read_bounce`: takes a letter that came back from the mail server, and remembers the address."""

import email
import email.policy
import re
import sys
from email.message import EmailMessage, Message
from typing import Any

from django.core.management import BaseCommand

from resource_centre.mail.delivery import is_ours
from resource_centre.mail.models import Bounce

MAX_SIZE = 1_000_000
_PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")


class Command(BaseCommand):
    """Read one delivery status notification (RFC 3464) from standard input."""

    help = "Reads a returned letter from standard input and notes the address. Let the mail server pipe returned letters to it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Note every address that is refused for good. What is not about a letter of ours is passed over."""
        raw = sys.stdin.buffer.read(MAX_SIZE)
        for address, code in refused(email.message_from_bytes(raw, policy=email.policy.default)):
            Bounce.notice(address, code)


def refused(notification: EmailMessage | Message) -> list[tuple[str, str]]:
    """Return address and status code (RFC 3463) of those to whom a letter of ours cannot be delivered, ever.

    A notification counts only if it holds the message identifier of a letter that we sent to that very address:
    otherwise anybody could silence anybody.
    """
    identifiers = [str(part.get("Message-ID", "")) for part in _originals(notification)]
    found = []
    for part in notification.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.iter_parts() if isinstance(part, EmailMessage) else []:
            address = (
                str(block.get("Original-Recipient") or block.get("Final-Recipient") or "").partition(";")[2].strip()
            )
            code = str(block.get("Status", "")).strip()
            failed = str(block.get("Action", "")).strip().lower() == "failed" and _PERMANENT.fullmatch(code)
            if failed and any(is_ours(identifier, address) for identifier in identifiers):
                found.append((address, code))
    return found


def _originals(notification: EmailMessage | Message) -> list[Message]:
    """Return the headers of the letter that came back: as a whole message or as its headers alone."""
    originals: list[Message] = []
    for part in notification.walk():
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            originals += [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []
        elif part.get_content_type() == "text/rfc822-headers":
            originals.append(email.message_from_string(str(part.get_payload(decode=False))))
    return originals
