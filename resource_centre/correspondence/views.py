"""Pages by which people and organisations write to each other without seeing each other's addresses."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from organisations.models import Organisation
from resource_centre.guard.buckets import Allowance
from resource_centre.guard.forms import GuardedForm
from resource_centre.mail.models import address_digest
from resource_centre.mail.views import LinkedView
from resource_centre.vocabularies.models import Country

from . import actions
from .actions import Outcome
from .forms import ReplyForm, WriteForm
from .letter_box import LetterBox, see_other
from .limits import SENDER
from .models import Conversation, Message, Side, open_to_contact
from .periods import MESSAGE_DAYS, REPORTED_DAYS, UNCONFIRMED_DAYS

PERIODS = {"message_days": MESSAGE_DAYS, "unconfirmed_days": UNCONFIRMED_DAYS, "reported_days": REPORTED_DAYS}


def organisation_or_404(slug: str) -> Organisation:
    """Return the organisation to which people may write. Raises Http404 for any other."""
    open_ones = Organisation.objects.select_related("country").filter(open_to_contact())
    organisation: Organisation = get_object_or_404(open_ones, slug=slug)
    return organisation


class WriteView(LetterBox):
    """The first message to an organisation."""

    form_class = WriteForm
    template_name = "correspondence/write.html"
    readers = _("Nobody reads your message now. It goes by e-mail, and an answer may take days.")

    organisation: Organisation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the organisation, and answer. Raises Http404 where nobody may write to it."""
        self.organisation = organisation_or_404(kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """Return the organisation, and how long things are kept."""
        return {"organisation": self.organisation, **PERIODS}

    def help_country(self) -> Country | None:
        """Return the country of the organisation."""
        return self.organisation.country

    def is_known(self, form: GuardedForm) -> bool:
        """Say whether this message was taken already."""
        return Conversation.objects.filter(key=self.key(form)).exists()

    def allowances(self, form: GuardedForm) -> list[tuple[Allowance, str]]:
        """Return the allowance of the address."""
        return [(SENDER, address_digest(form.cleaned_data["email"]))]

    def accept(self, form: GuardedForm) -> HttpResponse:
        """Keep the message until it is confirmed."""
        told = form.cleaned_data
        actions.start(
            self.organisation,
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
        return see_other(reverse("correspondence:sent", args=[self.organisation.slug]))

    def key(self, form: GuardedForm) -> str:
        """Return the key of this message to this organisation."""
        return actions.sending_key(super().key(form), str(self.organisation.pk))


class SentView(TemplateView):
    """What happens next to a first message."""

    template_name = "correspondence/sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the organisation."""
        return super().get_context_data(organisation=organisation_or_404(kwargs["slug"]), **PERIODS, **kwargs)


class MessageLinkView(LinkedView):
    """A page behind a link about a conversation."""

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Answer that the link opens nothing, in words that fit messages."""
        return render(request, "correspondence/gone.html", PERIODS, status=404)

    @property
    def conversation(self) -> Conversation:
        """The conversation that the link is about."""
        found: Conversation = self.about
        return found

    def page(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Answer with a page about the conversation. It names no address of its own: that is a secret."""
        conversation = self.conversation
        told = {"conversation": conversation, "organisation": conversation.organisation, "canonical_url": "", **PERIODS}
        return render(self.request, template, {**told, **context}, status=status)


class ConfirmView(MessageLinkView):
    """The sender of a first message sends it on, or deletes it. Later, the page says what became of it."""

    purpose = "confirm-message"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the message and the button, or with what became of it."""
        conversation = self.conversation
        if conversation.state == Conversation.State.UNCONFIRMED:
            return self.page("correspondence/confirm.html", text=conversation.messages.get().text)
        return self.page("correspondence/confirmed.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the message on, or delete it; later, end the conversation."""
        if "delete" in request.POST or "end" in request.POST:
            actions.end(self.conversation, Side.SENDER)
            return see_other(reverse("correspondence:deleted"))
        outcome = actions.confirm(self.conversation)
        if outcome is Outcome.SENT:
            return see_other(request.path)
        status = 429 if outcome is Outcome.TOO_MANY else 200
        text = self.conversation.messages.get().text
        return self.page("correspondence/confirm.html", status, text=text, outcome=outcome.value)


class DeletedView(TemplateView):
    """Says that a conversation is over and its words are erased."""

    template_name = "correspondence/deleted.html"


class ReplyView(LetterBox, MessageLinkView):
    """One side reads the conversation and writes on. Which side it is, the link says."""

    form_class = ReplyForm
    template_name = "correspondence/reply.html"
    readers = _("Nobody reads your message now. It goes by e-mail, and an answer may take days.")

    side: ClassVar[Side]

    def make_form(self, data: Any = None) -> GuardedForm:
        """Return the form, in the words that fit this side."""
        return ReplyForm(data, to_organisation=self.side == Side.SENDER)

    def show(self, form: GuardedForm, status: int = 200) -> HttpResponse:
        """Answer with the conversation and the form."""
        messages = list(self.conversation.messages.filter(sent_at__isnull=False))
        for message in messages:
            message.conversation = self.conversation
        has_errors = form.is_bound and bool(form.errors)
        told = {
            "form": form,
            "has_errors": has_errors,
            "messages_so_far": messages,
            "goes_on": self.conversation.goes_on,
        }
        by_organisation = self.side == Side.ORGANISATION
        sent = "sent" in self.request.GET and self.request.method == "GET"
        return self.page(self.template_name, status, by_organisation=by_organisation, was_sent=sent, **told)

    def help_country(self) -> Country | None:
        """Return the country of the organisation."""
        return self.conversation.organisation.country

    def is_known(self, form: GuardedForm) -> bool:
        """Say whether this message was taken already."""
        return Message.objects.filter(key=self.key(form)).exists()

    def accept(self, form: GuardedForm) -> HttpResponse:
        """Pass the message on. What looks like spam is passed on too: only those who got our letter come here."""
        told = form.cleaned_data
        outcome = actions.reply(
            self.conversation,
            self.side,
            key=self.key(form),
            text=told["text"],
            shows_address=told["show_address"],
            language=self.language,
        )
        if outcome is Outcome.TOO_MANY:
            return self.too_many(form)
        return self.done(form) if outcome is Outcome.SENT else self.show(form)

    def done(self, form: GuardedForm) -> HttpResponse:
        """Lead back to the conversation."""
        return see_other(f"{self.request.path}?sent")

    def key(self, form: GuardedForm) -> str:
        """Return the key of this message in this conversation."""
        return actions.sending_key(super().key(form), str(self.conversation.pk), self.side)


class AnswerView(ReplyView):
    """The organisation answers."""

    purpose = "answer"
    side = Side.ORGANISATION


class WriteBackView(ReplyView):
    """The person who wrote first writes back."""

    purpose = "write-back"
    side = Side.SENDER


class ChoicesView(MessageLinkView):
    """One side stops, blocks, ends or reports: each with one button."""

    template_name: ClassVar[str]
    side: ClassVar[Side]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the buttons, and with what was done already."""
        return self.page(self.template_name, done=self.done_already())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        choice = request.POST.get("choice", "")
        if choice == "report":
            actions.report(self.conversation, self.side)
        elif choice == "end" and self.side == Side.SENDER:
            actions.end(self.conversation, self.side)
        elif choice == "block" and self.side == Side.ORGANISATION:
            actions.block(self.conversation)
        elif choice == "stop" and self.side == Side.ORGANISATION:
            actions.stop(self.conversation)
        return see_other(request.path)

    def done_already(self) -> set[str]:
        """Return the choices that were made."""
        conversation = self.conversation
        done = {"report"} if conversation.reported_by == self.side else set()
        if conversation.state == Conversation.State.ENDED:
            done |= {"end", "block"}
        if not conversation.organisation.open_to_contact:
            done.add("stop")
        return done


class OrganisationChoicesView(ChoicesView):
    """The organisation stops messages, blocks the sender, or reports."""

    purpose = "organisation-choices"
    side = Side.ORGANISATION
    template_name = "correspondence/organisation_choices.html"


class SenderChoicesView(ChoicesView):
    """The person who wrote first ends the conversation, or reports."""

    purpose = "sender-choices"
    side = Side.SENDER
    template_name = "correspondence/sender_choices.html"
