"""The outermost brake: so many forms from one network, whatever they are. What comes beyond costs one read."""

import datetime
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .addresses import network_of
from .buckets import Allowance

#: A workshop in which everybody fills in forms stays far below it.
FORMS = Allowance("forms", 400, datetime.timedelta(minutes=10))
#: Staff are known by then, and the guessing of passwords is counted elsewhere.
STAFF = "/admin/"


class FloodMiddleware:
    """Answers 429 Too Many Requests (RFC 6585, 4) to a network that sends forms without end, before anything else is done.

    Below this brake every form has limits of its own, which keep what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the site does, or with a short page that asks to wait."""
        if request.method == "POST" and not request.path.startswith(STAFF) and not FORMS.take(network_of(request)):
            response = render(request, "429.html", status=429)
            response["Retry-After"] = "600"
            return response
        return self.get_response(request)
