"""The five doors, and the pages after them that are the same for everybody."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView

from .doors import DOORS, WORKING_DAYS
from .form_pages import FormPage, OpenView
from .periods import UNCONFIRMED_DAYS, UNFINISHED_DAYS


class StartView(TemplateView):
    """The five doors."""

    template_name = "share/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the doors."""
        return super().get_context_data(doors=DOORS.values(), working_days=WORKING_DAYS, **kwargs)


class SentView(TemplateView):
    """What happens next."""

    template_name = "share/sent.html"
    extra_context = {"working_days": WORKING_DAYS, "unconfirmed_days": UNCONFIRMED_DAYS}


class LaterView(TemplateView):
    """It is kept, and the link is on its way."""

    template_name = "share/later.html"
    extra_context = {"unfinished_days": UNFINISHED_DAYS}


class DoorView(FormPage, OpenView):
    """A door: the empty form."""

    starts_empty = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the door. Raises Http404 where there is none."""
        if kwargs["kind"] not in DOORS:
            raise Http404
        self.door = DOORS[kwargs["kind"]]
        return super().dispatch(request, *args, **kwargs)
