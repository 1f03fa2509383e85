"""Something wrong or out of date: anybody may say so, about any page, without an address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from resource_centre.correspondence.letter_box import LetterBox, see_other
from resource_centre.guard.forms import GuardedForm
from resource_centre.guard.words import suggests_danger
from resource_centre.vocabularies.models import Country

from .models import Report, key_digest
from .owner_forms import ReportForm
from .periods import REPORT_DAYS
from .places import Place, country_of, place_of
from .querysets import about

#: What the page at the end of each way says: its name in the address.
TOLD = ("report", "ours", "claim", "right", "gone", "left")


class ReportView(LetterBox):
    """The form behind “Something wrong or out of date?”."""

    form_class = ReportForm
    template_name = "share/report.html"
    readers = _("Our staff do not read this now. They read on working days, and it may take days.")

    @cached_property
    def place(self) -> Place | None:
        """The page that it is about, if it is one of ours that everybody may see."""
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return place_of(asked.get("page", ""))

    def make_form(self, data: Any = None) -> GuardedForm:
        """Return the form, with the page in it."""
        place = self.place
        return ReportForm(data, initial={"page": place.path if place else ""})

    def context(self) -> dict[str, Any]:
        """Return the page that it is about."""
        return {"place": self.place, "report_days": REPORT_DAYS, "canonical_url": ""}

    def help_country(self) -> Country | None:
        """Return the country of the record on the page."""
        place = self.place
        return country_of(place.record) if place else None

    def is_known(self, form: GuardedForm) -> bool:
        """Say whether this report was taken already."""
        return Report.objects.filter(key_digest=key_digest(self.key(form))).exists()

    def accept(self, form: GuardedForm) -> HttpResponse:
        """Keep the report. Staff find it at their desk; no letter goes out."""
        place, told = self.place, form.cleaned_data
        columns = {
            "path": place.path if place else "",
            "reason": told["reason"],
            "text": told["text"],
            "email": told["email"],
            "language": self.language,
            "state": Report.State.SPAM if form.looks_like_spam else Report.State.NEW,
            "read_first": suggests_danger(told["text"]),
            **(about(place.record) if place and place.record else {}),
        }
        Report.objects.get_or_create(key_digest=key_digest(self.key(form)), defaults=columns)
        return self.done(form)

    def done(self, form: GuardedForm) -> HttpResponse:
        """Lead to the thanks."""
        place = self.place
        return see_other(told_address("report", place.path if place else ""))


def told_address(what: str, page: str = "") -> str:
    """Return the address of the page at the end of a way, with the way back to `page`."""
    address = reverse("share:told", args=[what])
    return f"{address}?{urlencode({'page': page})}" if page else address


class ToldView(TemplateView):
    """The page at the end of each way: thanks, and what happens next."""

    template_name = "share/report_told.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page. Raises Http404 for a way that there is not."""
        if kwargs["what"] not in TOLD:
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page from which the reader came."""
        return super().get_context_data(place=place_of(self.request.GET.get("page", "")), **kwargs)
