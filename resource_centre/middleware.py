"""Headers that no library sets for us, and what must stay out of the logs."""

import logging
import re
import traceback
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


#: What must not be written down: the token of a link that was sent by e-mail, an e-mail address, and the values with
#: which PostgreSQL explains an error. A token without a capital among its 43 characters is not to be expected; names
#: in our code and in addresses have none.
_PRIVATE = re.compile(
    r"(?<![\w-])(?=[a-z0-9_-]*[A-Z])[\w-]{32,}|[^\s@<>\"'()=:,;]+@[^\s@<>\"'()=,;]+|^DETAIL: .*$",
    re.ASCII | re.MULTILINE,
)


class WithoutQuery(logging.Filter):
    """Keep the request, and with it addresses, search words and private links, out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through without its request, and without tokens and addresses in its words."""
        record.__dict__.pop("request", None)
        message = record.getMessage()
        if _PRIVATE.search(message):
            record.msg, record.args = _PRIVATE.sub("…", message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = _PRIVATE.sub("…", record.exc_text)  # formatters take it as it is
        return True
