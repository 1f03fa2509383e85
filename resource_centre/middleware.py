"""Headers that no library sets for us, and what must stay out of the logs."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class PrivacyHeadersMiddleware:
    """Switch off what browsers offer and this site never needs (Permissions Policy, W3C)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the site does, with the headers added."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


#: The token of a link that was sent by e-mail, as it stands in an address.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,}(?=/|\s|$)")


class WithoutQuery(logging.Filter):
    """Keep the request, and with it addresses, search words and private links, out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through without its request and without tokens."""
        record.__dict__.pop("request", None)
        message = record.getMessage()
        if _TOKEN.search(message):
            record.msg, record.args = _TOKEN.sub("…", message), ()
        return True
