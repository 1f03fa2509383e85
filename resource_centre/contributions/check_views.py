"""Between the form and “Send it to us”: help where it is needed, what may be private, the page as strangers see it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property

from resource_centre.guard.addresses import network_of
from resource_centre.guard.words import suggests_danger
from resource_centre.mail.models import address_digest
from resource_centre.mail.views import PrivateView, keep_private

from . import actions, disclosure, drafts
from .doors import WORKING_DAYS, Door, door_of
from .form_pages import ACTION, LATER, TOO_MANY, TOO_MANY_LETTERS, FormPage, see_other
from .forms import DoorForm
from .help_first import SEEN, carried, places, show_help
from .limits import DOORS, LETTERS, SENDING
from .models import Contribution
from .previews import preview
from .rows import answer_rows
from .send_forms import SendForm

#: Asks the page with the form to say what is missing.
CHECKED = "check"


class DraftView(PrivateView):
    """A page about a contribution that is not sent yet. Its address is the secret that opens it."""

    contribution: Contribution
    token: str
    door: Door
    record: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer as the page does, or lead on from what was sent, or say that the address opens nothing."""
        self.token = str(kwargs["token"])
        contribution = drafts.find(self.token)
        if contribution is None or (contribution.is_change and contribution.record is None):
            response: HttpResponseBase = render(request, "mail/link_gone.html", {"canonical_url": ""}, status=404)
        elif contribution.state != Contribution.State.UNFINISHED:
            response = see_other("share:sent")
        else:
            self.contribution, self.door = contribution, door_of(contribution)
            self.record = contribution.record if contribution.is_change else None
            return super().dispatch(request, *args, **kwargs)
        keep_private(response)
        return response

    @property
    def answers(self) -> dict[str, list[str]]:
        """What is kept."""
        answers: dict[str, list[str]] = self.contribution.data
        return answers

    def bound(self) -> DoorForm:
        """Return the form with what is kept, to be checked.

        Checking writes the answers onto the record, so each form gets one of its own.
        """
        record = type(self.record)._default_manager.get(pk=self.record.pk) if self.record is not None else None
        return self.door.form.with_answers(self.answers, self.contribution.email, record)


class ContinueView(FormPage, DraftView):
    """The form with everything in it, to change it or to go on."""

    @property
    def address(self) -> str:  # type: ignore[override]  # known only once the contribution is
        """The address of somebody who has proved it."""
        return self.contribution.email if self.contribution.verified_at else ""

    def start(self) -> DoorForm:
        """Return the form with what is kept; with what is missing, where that is why the person is here."""
        if CHECKED in self.request.GET:
            return self.bound()
        return self.door.form.as_typed(self.answers, self.contribution.email, self.record)

    def keep(self, typed: drafts.Typed) -> tuple[Contribution, str]:
        """Keep the answers in the same contribution."""
        return drafts.change(self.contribution, typed), self.token

    def context(self) -> dict[str, Any]:
        """Add the name. Say nothing of the address of this page."""
        return {"canonical_url": "", "was_called": self.contribution.title}


class CheckView(DraftView):
    """Look at it before you send it: help where it is needed, what may be private, the page as strangers will see it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Answer with the first of these that is due."""
        return self.next_page()

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Do what the button says."""
        if not DOORS.take(network_of(request)):
            return self.show(self.sending(str(TOO_MANY)), status=429)
        if SEEN in request.POST and not self.contribution.help_shown:
            Contribution.objects.filter(pk=self.contribution.pk).update(help_shown=True)
            self.contribution.help_shown = True
        act = {"privacy": self.decide, "send": self.send, "change": self.change, LATER: self.wait}
        return act.get(request.POST.get(ACTION, ""), lambda: see_other("share:check", self.token))()

    def next_page(self) -> HttpResponse:
        """Answer with what is due now."""
        if not self.bound().is_valid():
            return self.back_to_form()
        if self.needs_help(self.contribution.note):
            return show_help(self.request, [], places(self.answers))
        if self.questions:
            return self.ask()
        return self.show(SendForm(initial={"note": self.contribution.note}))

    def back_to_form(self) -> HttpResponse:
        """Lead to the form, which says what is missing."""
        response = see_other("share:edit", self.token)
        response["Location"] += f"?{CHECKED}=1"
        return response

    # Help first

    def needs_help(self, note: str) -> bool:
        """Say whether help comes first: the words suggest danger, and it was not shown yet."""
        if self.contribution.help_shown:
            return False
        return suggests_danger(*(" ".join(values) for values in self.answers.values()), note)

    # What may be private

    @cached_property
    def parts(self) -> list[disclosure.PrivatePart]:
        """The sentences that may say something private, those left out that are public already."""
        known = self.door.form.answers_of(self.record) if self.record is not None else {}
        return disclosure.parts_in(self.door.form, self.answers, known)

    @property
    def questions(self) -> list[disclosure.PrivatePart]:
        """The sentences to ask about now: none, once that was done."""
        return [] if self.contribution.privacy_asked else disclosure.questions(self.parts)

    def ask(self) -> HttpResponse:
        """Answer with the question what becomes of each sentence."""
        context = {
            "canonical_url": "",
            "contribution": self.contribution,
            "parts": self.questions,
            "choices": disclosure.Choice.choices,
            "kept": disclosure.Choice.KEEP,
        }
        return render(self.request, "share/private_parts.html", context)

    def decide(self) -> HttpResponse:
        """Do with each sentence what its author decided."""
        answers, note = disclosure.apply(self.answers, self.contribution.note, self.parts, self.request.POST)
        self.contribution.data, self.contribution.note = answers, note
        self.contribution.privacy_asked = True
        return self.save("data", "note", "privacy_asked") or see_other("share:check", self.token)

    # Looking and sending

    def sending(self, problem: str = "") -> SendForm:
        """Return the form under the preview as it was posted; `problem` is the only thing it complains of."""
        form = SendForm(self.request.POST)
        if problem:
            form.full_clean()
            form.errors.clear()
            form.add_error(None, problem)
        return form

    def show(self, form: SendForm, status: int = 200) -> HttpResponse:
        """Answer with the page as strangers will see it, and the buttons."""
        bound = self.bound()
        page = ""
        if bound.is_valid():
            try:
                page = preview(bound, self.door.kind, self.contribution.language, self.request)
            except ValidationError:  # a record that staff must put right before it can change
                page = ""
        context = {
            "canonical_url": "",
            "contribution": self.contribution,
            "door": self.door,
            "form": form,
            "page": page,
            "for_staff": answer_rows(self.contribution, *self.door.form.only_staff),
            "working_days": WORKING_DAYS,
        }
        return render(self.request, "share/check.html", context, status=status)

    def send(self) -> HttpResponse:
        """Send it."""
        answer = self.not_yet(self.sending()) or self.keep_note()
        if answer is None:
            (actions.hold_as_spam if self.contribution.suspect else actions.send)(self.contribution)
        return answer or see_other("share:sent")

    def not_yet(self, form: SendForm) -> HttpResponse | None:
        """Return the answer where something comes first: an error, help, a question, an allowance that is used up."""
        if not form.is_valid():
            return self.show(form)
        if not self.bound().is_valid():
            return self.keep_note() or self.back_to_form()
        if self.needs_help(form.cleaned_data["note"]):
            return show_help(self.request, carried(self.request), places(self.answers))
        if self.questions:
            return self.keep_note() or see_other("share:check", self.token)
        if problem := self.beyond_allowance():
            return self.show(self.sending(problem), status=429)
        return None

    def beyond_allowance(self) -> str:
        """Return why it cannot be sent now, or nothing."""
        network = network_of(self.request)
        if not SENDING.take(network):
            return str(TOO_MANY)
        letter = not (self.contribution.verified_at or self.contribution.suspect)
        if letter and not LETTERS.take(address_digest(self.contribution.email)):
            SENDING.give_back(network)
            return str(TOO_MANY_LETTERS)
        return ""

    def change(self) -> HttpResponse:
        """Keep the note, and lead to the form."""
        return self.keep_note() or see_other("share:edit", self.token)

    def wait(self) -> HttpResponse:
        """Keep the note, and send the link to go on later."""
        if not LETTERS.take(address_digest(self.contribution.email)):
            return self.show(self.sending(str(TOO_MANY_LETTERS)), status=429)
        if gone := self.keep_note():
            return gone
        drafts.send_link_to_go_on(self.contribution)
        return see_other("share:later")

    def keep_note(self) -> HttpResponse | None:
        """Keep the note. Return an answer where there is nothing to keep it in any more."""
        self.contribution.note = self.request.POST.get("note", "").replace("\x00", "").strip()[: disclosure.NOTE]
        return self.save("note")

    def save(self, *names: str) -> HttpResponse | None:
        """Save columns unless it was sent meanwhile; then return where that leads."""
        values = {name: getattr(self.contribution, name) for name in names}
        return None if drafts.write(self.contribution, **values) else see_other("share:sent")
