"""Pages by which people write to those who keep the site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from resource_centre.guard.buckets import Allowance
from resource_centre.guard.forms import GuardedForm
from resource_centre.mail.models import address_digest
from resource_centre.mail.views import LinkedView

from . import contact_actions
from .forms import ContactForm
from .letter_box import LetterBox, see_other
from .limits import CONTACT
from .models import ContactMessage
from .periods import CLOSED_CONTACT_DAYS, CONTACT_DAYS, UNCONFIRMED_DAYS

PERIODS = {
    "closed_days": CLOSED_CONTACT_DAYS,
    "contact_months": round(CONTACT_DAYS * 12 / 365),
    "unconfirmed_days": UNCONFIRMED_DAYS,
}


class ContactBox(LetterBox):
    """The form on the contact page. The page itself belongs to `pages`."""

    form_class = ContactForm
    readers = _("Our staff do not read your message now. They read on working days, and an answer may take days.")

    def context(self) -> dict[str, Any]:
        """Return how long things are kept."""
        return dict(PERIODS)

    def is_known(self, form: GuardedForm) -> bool:
        """Say whether this message was taken already."""
        return ContactMessage.objects.filter(key=self.key(form)).exists()

    def allowances(self, form: GuardedForm) -> list[tuple[Allowance, str]]:
        """Return the allowance of the address."""
        return [(CONTACT, address_digest(form.cleaned_data["email"]))]

    def accept(self, form: GuardedForm) -> HttpResponse:
        """Keep the message until it is confirmed."""
        told = form.cleaned_data
        contact_actions.start(
            key=self.key(form),
            name=told["name"],
            address=told["email"],
            text=told["text"],
            language=self.language,
            held=form.looks_like_spam,
        )
        return self.done(form)

    def done(self, form: GuardedForm) -> HttpResponse:
        """Lead to the page that says what happens next."""
        return see_other(reverse("correspondence:contact-sent"))


class ContactSentView(TemplateView):
    """What happens next to a message to us."""

    template_name = "correspondence/contact_sent.html"
    extra_context = PERIODS


class ContactConfirmView(LinkedView):
    """The sender confirms a message to us, or takes it back."""

    purpose = "contact-confirm"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the message and its buttons, or with what became of it."""
        context = {"message": self.about, "canonical_url": "", **PERIODS}
        return render(request, "correspondence/contact_confirm.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let the message wait for staff, or erase it."""
        if "delete" in request.POST:
            self.about.delete()
            return see_other(reverse("correspondence:deleted"))
        contact_actions.confirm(self.about)
        return see_other(request.path)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Answer that the link opens nothing, in words that fit messages."""
        return render(request, "correspondence/gone.html", PERIODS, status=404)
