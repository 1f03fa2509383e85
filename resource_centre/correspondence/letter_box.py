"""What every page with a form that anybody may send does in the same way."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from resource_centre.guard.addresses import network_of
from resource_centre.guard.buckets import Allowance
from resource_centre.guard.forms import GuardedForm
from resource_centre.guard.words import suggests_danger
from resource_centre.vocabularies.models import Country, Helpline

from .actions import sending_key
from .limits import NETWORK, take_all

#: Names of the buttons and of the field on the page that shows help first.
CHANGE, SEEN = "change", "help_seen"
TOO_MANY = _("We cannot take another message right now. Please wait a while, at most a day, and send it again.")


class LetterBox(View):
    """A form; errors with everything typed kept; help first where words suggest danger; limits.

    A view says which form, which template, and what happens to valid answers.
    """

    form_class: ClassVar[type[GuardedForm]]
    template_name: str
    #: Stands on the page that shows help first: who may read the words one day.
    readers: ClassVar[str | Promise] = ""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view, free from Django's check against forged requests.

        Nobody is logged in here, so there is nothing for another site to abuse, and no cookie is needed.
        """
        return csrf_exempt(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the empty form."""
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take what was sent, or answer with everything typed still there."""
        form = self.make_form(request.POST)
        if not form.is_valid() or CHANGE in request.POST:
            return self.show(form)
        text = str(form.cleaned_data.get("text", ""))
        if SEEN not in request.POST and suggests_danger(text):
            return self.show_help(form)
        if self.is_known(form):
            return self.done(form)
        if not take_all((NETWORK, network_of(request)), *self.allowances(form)):
            return self.too_many(form)
        return self.accept(form)

    # What a view says

    def make_form(self, data: Any = None) -> GuardedForm:
        """Return the form."""
        return self.form_class(data)

    def context(self) -> dict[str, Any]:
        """Return what the page shows beside the form."""
        return {}

    def is_known(self, form: GuardedForm) -> bool:
        """Say whether this sending was taken already: a second click."""
        raise NotImplementedError

    def allowances(self, form: GuardedForm) -> list[tuple[Allowance, str]]:
        """Return the allowances that this sending takes from, beside that of its network."""
        return []

    def accept(self, form: GuardedForm) -> HttpResponse:
        """Take what was sent, and answer."""
        raise NotImplementedError

    def done(self, form: GuardedForm) -> HttpResponse:
        """Answer to what was taken. The answer is the same whatever becomes of it."""
        raise NotImplementedError

    def help_country(self) -> Country | None:
        """Return the country whose numbers to call are shown, if it is known."""
        return None

    # Answers

    def key(self, form: GuardedForm) -> str:
        """Return the key of this sending."""
        answers = [f"{name}={value}" for name, value in sorted(form.cleaned_data.items()) if name not in form.guards]
        return sending_key(form.key, *answers)

    @property
    def language(self) -> str:
        """The language of the page."""
        return get_language() or "en"

    def show(self, form: GuardedForm, status: int = 200) -> HttpResponse:
        """Answer with the form."""
        context = {**self.context(), "form": form, "has_errors": form.is_bound and bool(form.errors)}
        return self.answered(render(self.request, self.template_name, context, status=status))

    def too_many(self, form: GuardedForm) -> HttpResponse:
        """Answer 429 Too Many Requests (RFC 6585, 4), with everything typed still there."""
        form.add_error(None, str(TOO_MANY))
        return self.show(form, status=429)

    def show_help(self, form: GuardedForm) -> HttpResponse:
        """Answer with numbers to call now, before anything is sent."""
        country = self.help_country()
        lines = Helpline.objects.none()
        if country is not None:
            lines = Helpline.objects.valid().filter(country=country).prefetch_related("languages")
        context = {"form": form, "country": country, "lines": lines, "readers": self.readers, "canonical_url": ""}
        return self.answered(render(self.request, "correspondence/help_first.html", context))

    def answered(self, response: HttpResponse) -> HttpResponse:
        """Return a page with a form, for this visitor alone: the form has a key of its own."""
        # Not "no-store": with it, a browser that goes back forgets what was typed.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def see_other(address: str) -> HttpResponse:
    """Return 303 See Other (RFC 9110, 15.4.4): a reload of the next page sends nothing again."""
    return HttpResponseRedirect(address, status=303)
