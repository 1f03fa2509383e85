"""Pages behind links that were sent by e-mail."""

import contextlib
from collections.abc import Callable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from . import links
from .models import Link


def keep_private(response: HttpResponseBase) -> None:
    """Set the headers of a page whose address is a secret: not kept, not indexed, not told to the next page."""
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"


class PrivateView(View):
    """A page whose address nobody else should see, and which asks for no cookie."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view, free from Django's check against forged requests.

        Nobody is logged in here, so there is nothing for another site to abuse: what allows a change is the link
        itself. Without the cookie that the check needs, a form works where cookies are refused, and loses nothing.
        """
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the page does, with the headers of a private one."""
        response = super().dispatch(request, *args, **kwargs)
        keep_private(response)
        return response


class LinkedView(PrivateView):
    """A page behind a link with a token. It says so kindly where the link opens nothing (any more)."""

    purpose: ClassVar[str]
    #: Whether the link opens only until it was used.
    once: ClassVar[bool] = False

    link: Link

    @property
    def about(self) -> Any:
        """The record that the link is about."""
        return self.link.about

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the link, and answer as the page does, or with 404 and the way to a new link."""
        link = links.find(self.purpose, str(kwargs.pop("token", "")))
        if link is not None and self.still_opens(link):
            self.link = link
            with contextlib.suppress(Http404):  # the page of an error would lack the headers
                return super().dispatch(request, *args, **kwargs)
        response: HttpResponseBase = self.gone(request)
        keep_private(response)
        return response

    def still_opens(self, link: Link) -> bool:
        """Say whether the link opens this page now."""
        return not (self.once and link.spent_at)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Answer that the link opens nothing. The answer is the same for a wrong, an old and a used one."""
        return render(request, "mail/link_gone.html", status=404)
