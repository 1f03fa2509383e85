"""Pages by which people get the news of the project, or get it no more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView

from resource_centre.guard.buckets import Allowance
from resource_centre.guard.forms import GuardedForm
from resource_centre.mail.models import address_digest
from resource_centre.mail.views import LinkedView

from . import news_actions
from .forms import NewsForm
from .letter_box import LetterBox, see_other
from .limits import NEWS
from .periods import UNCONFIRMED_DAYS


class NewsView(LetterBox):
    """Asking for the news of the project."""

    form_class = NewsForm
    template_name = "correspondence/news.html"

    def context(self) -> dict[str, Any]:
        """Return how long we wait for a yes."""
        return {"unconfirmed_days": UNCONFIRMED_DAYS}

    def is_known(self, form: GuardedForm) -> bool:
        """Say whether this sending was taken already."""
        return news_actions.was_asked(self.key(form))

    def allowances(self, form: GuardedForm) -> list[tuple[Allowance, str]]:
        """Return the allowance of the address."""
        return [(NEWS, address_digest(form.cleaned_data["email"]))]

    def accept(self, form: GuardedForm) -> HttpResponse:
        """Ask for a yes by letter."""
        told = form.cleaned_data
        news_actions.ask(told["email"], key=self.key(form), language=self.language, held=form.is_trapped)
        return self.done(form)

    def done(self, form: GuardedForm) -> HttpResponse:
        """Lead to the page that says what happens next."""
        return see_other(reverse("correspondence:news-sent"))


class NewsSentView(TemplateView):
    """What happens next to who asked for news."""

    template_name = "correspondence/news_sent.html"
    extra_context = {"unconfirmed_days": UNCONFIRMED_DAYS}


class NewsConfirmView(LinkedView):
    """Somebody says yes to the news."""

    purpose = "news-confirm"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the button, or with the yes that was said."""
        context = {"subscriber": self.about, "canonical_url": ""}
        return render(request, "correspondence/news_confirm.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put the address on the list."""
        news_actions.confirm(self.about)
        return see_other(request.path)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Answer that the link opens nothing, with the way to a new one."""
        return render(request, "correspondence/news_gone.html", status=404)


class UnsubscribeView(LinkedView):
    """Somebody wants no more news: by a button, or by that of a mail program (RFC 8058)."""

    purpose = "unsubscribe"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the button."""
        return render(request, "correspondence/unsubscribe.html", {"canonical_url": ""})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the address off the list."""
        news_actions.unsubscribe(self.about)
        return self.goodbye(request)

    def goodbye(self, request: HttpRequest) -> HttpResponse:
        """Answer that it is done. Mail programs get no redirect: many follow none after a POST (RFC 8058, 3.1)."""
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(content_type="text/plain")
        return see_other(reverse("correspondence:goodbye"))

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Answer that this address gets no letters. A second click, and a wrong link, get the answer of the first."""
        if request.method == "POST":
            return self.goodbye(request)
        return render(request, "correspondence/news_gone.html", status=404)


class GoodbyeView(TemplateView):
    """Says that no more news will come."""

    template_name = "correspondence/goodbye.html"
