"""Pages with the form of a door: new, to go on with, or filled in with what is public already."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from resource_centre.guard.addresses import network_of
from resource_centre.guard.forms import GuardedForm
from resource_centre.mail.models import address_digest

from . import drafts
from .doors import WORKING_DAYS, Door
from .forms import DoorForm
from .limits import DOORS, LETTERS
from .models import Contribution

#: The name of the buttons, and what they say.
ACTION, LOOK, LATER = "action", "look", "later"
TOO_MANY = _("Many people are sending us something at the moment. Please wait some minutes, and send it again.")
TOO_MANY_LETTERS = _(
    "We have sent several letters to this address today. Please use the link in one of them, or try again tomorrow."
)


def see_other(name: str, *args: str) -> HttpResponse:
    """Return 303 See Other (RFC 9110, 15.4.4): a reload of the next page sends nothing again."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)


class OpenView(View):
    """A page with a form that anybody may send, without a cookie."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view, free from Django's check against forged requests: nobody is logged in here."""
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with a page that no cache shares. Not “no-store”: a browser that goes back keeps what was typed."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-cache"
        return response


class FormPage(View):
    """The form of a door. A view says for which door, and what becomes of valid answers."""

    template_name: ClassVar[str] = "share/door.html"
    #: Whether the person can save what is typed and go on later.
    can_wait: bool = True
    #: Whether people have to type before they can send it. What is filled in already can be changed in a second.
    starts_empty: ClassVar[bool] = False
    #: The button that leads on.
    forward: str | Promise = _("Look at it before you send it")

    door: Door
    #: The record that the answers change, if there is one.
    record: Any = None
    #: An address that is proved already, and so is not asked for.
    address: str = ""

    # What a view says

    def start(self) -> DoorForm:
        """Return the form as the page shows it first."""
        return self.door.form(instance=self.record)

    def was_sent(self) -> bool:
        """Say whether these answers were sent already."""
        return False

    def keep(self, typed: drafts.Typed) -> tuple[Contribution, str]:
        """Keep the answers, and return the contribution with the token of the page on which to look at it."""
        return drafts.keep(self.guard.key, typed), self.guard.key

    def accept(self, form: DoorForm) -> HttpResponse:
        """Take valid answers: keep them, and lead to the page that shows them."""
        contribution, token = self.keep(self.typed(str(form.cleaned_data["email"])))
        if contribution.state != Contribution.State.UNFINISHED:
            return see_other("share:sent")
        return see_other("share:check", token)

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return str(_("Change the page") if self.record is not None else self.door.title)

    # Answers

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the form."""
        if self.was_sent():
            return see_other("share:sent")
        return self.show(self.start())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take what was typed, or answer with all of it still there."""
        if not DOORS.take(network_of(request)):
            return self.show(self.as_typed(TOO_MANY), status=429)
        if self.was_sent():
            return see_other("share:sent")
        if self.can_wait and request.POST.get(ACTION) == LATER:
            return self.wait()
        data = request.POST.copy()
        if self.address:
            data["email"] = self.address
        form = self.door.form(data, instance=self.record)
        return self.accept(form) if form.is_valid() else self.show(form)

    def wait(self) -> HttpResponse:
        """Keep what was typed, whatever it is, and send the link to go on; it needs nothing but an address."""
        form = self.as_typed()
        try:
            email = self.address or str(form.fields["email"].clean(self.request.POST.get("email", "")))
        except ValidationError as error:
            form.add_error("email", error)
            return self.show(form)
        if not LETTERS.take(address_digest(email)):
            return self.show(self.as_typed(TOO_MANY_LETTERS), status=429)
        contribution, _token = self.keep(self.typed(email))
        if contribution.state != Contribution.State.UNFINISHED:
            return see_other("share:sent")
        drafts.send_link_to_go_on(contribution)
        return see_other("share:later")

    @property
    def guard(self) -> GuardedForm:
        """The stamp and the trap of this sending."""
        if not hasattr(self, "_guard"):
            self._guard = GuardedForm(self.request.POST if self.request.method == "POST" else None)
        return self._guard

    def typed(self, email: str) -> drafts.Typed:
        """Return what was posted."""
        return drafts.Typed(
            self.door.kind,
            self.door.form.answers_in(self.request.POST),
            email,
            suspect=self.guard.looks_like_spam if self.starts_empty else self.guard.is_trapped,
            record=self.record,
        )

    def as_typed(self, problem: str | Promise = "") -> DoorForm:
        """Return the form with all that was posted, not checked."""
        email = self.address or self.request.POST.get("email", "")
        return self.door.form.as_typed(self.door.form.answers_in(self.request.POST), email, self.record, problem)

    def show(self, form: DoorForm, status: int = 200) -> HttpResponse:
        """Answer with the form."""
        parts = [
            (legend, [form[name] for name in names if not (self.address and name == "email")])
            for legend, names in self.door.form.parts
        ]
        context = {
            "door": self.door,
            "form": form,
            # A stamp that is not ours is not repeated: with a new one, the next sending counts as one again.
            "guard": self.guard if self.guard.is_bound and self.guard.shown else GuardedForm(),
            "parts": [(legend, fields) for legend, fields in parts if fields],
            "working_days": WORKING_DAYS,
            "can_wait": self.can_wait,
            "forward": self.forward,
            "heading": self.heading,
            "is_change": self.record is not None,
            **self.context(),
        }
        return render(self.request, self.template_name, context, status=status)

    def context(self) -> dict[str, Any]:
        """Return what the page shows beside the form."""
        return {}
