"""The page of a contribution for the person who sent it: where it stands, and everything that they can do with it."""

import contextlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from resource_centre.guard.addresses import network_of
from resource_centre.guard.words import suggests_danger
from resource_centre.mail import links
from resource_centre.mail.models import address_digest
from resource_centre.mail.outbox import post
from resource_centre.mail.views import LinkedView

from . import actions, disclosure, erasure
from .doors import WORKING_DAYS, door_for, door_of
from .export import everything_about
from .form_pages import ACTION, TOO_MANY, FormPage, OpenView, see_other
from .forms import DoorForm
from .help_first import SEEN, carried, places, show_help
from .history import history
from .limits import MY_LINKS_ADDRESS, MY_LINKS_NETWORK, STATUS
from .models import Contribution, key_digest
from .periods import DECLINED_DAYS, STATUS_LINK, UNCONFIRMED_DAYS
from .rows import answer_rows
from .send_forms import MyLinkForm, WordsForm

Stage = Contribution.State
#: What staff put away as spam looks to its sender as if it waited.
_AS_SHOWN = {Stage.SPAM: Stage.WAITING}
ANSWER, ADD = "answer", "add"


class ConfirmView(LinkedView):
    """Confirm the address. A scanner that opens the link changes nothing."""

    purpose = "confirm"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the button, or say that it is confirmed."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm the address, and lead to the page of the contribution. The second click is told that it is done."""
        if not links.spend(self.link):
            return self.show()
        try:
            actions.confirm_address(self.about)
        except actions.WrongStageError:
            return self.show()
        return see_other("share:status", links.make("status", self.about, STATUS_LINK))

    def show(self) -> HttpResponse:
        """Answer with the page."""
        context = {
            "canonical_url": "",
            "contribution": self.about,
            "done": self.link.spent_at is not None or self.about.state != Stage.UNCONFIRMED,
            "working_days": WORKING_DAYS,
            "unconfirmed_days": UNCONFIRMED_DAYS,
        }
        return render(self.request, "share/confirm.html", context)


class ContributionView(LinkedView):
    """A page about one contribution, behind the link that its sender has."""

    purpose = "status"
    token: str
    about: Contribution  # the link is about nothing else

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the token, to lead back."""
        super().setup(request, *args, **kwargs)
        self.token = str(kwargs["token"])

    def back(self) -> HttpResponse:
        """Lead to the page of the contribution."""
        return see_other("share:status", self.token)

    @property
    def stage(self) -> str:
        """Where the contribution stands, as its sender sees it."""
        return _AS_SHOWN.get(Stage(self.about.state), Stage(self.about.state)).value

    @cached_property
    def owns(self) -> bool:
        """Whether the sender answers for the public page that came of it."""
        return actions.owner_stands(self.about)

    @property
    def can_correct(self) -> bool:
        """Whether there is something to correct: an open contribution, or a public page of the sender's."""
        if self.stage in {Stage.UNCONFIRMED, *Contribution.OPEN}:
            return True
        return self.stage == Stage.ACCEPTED and self.owns and self.is_public

    @property
    def is_public(self) -> bool:
        """Whether what came of it can be read by everybody now."""
        record: Any = self.about.record
        return record is not None and record.is_public

    @property
    def can_withdraw(self) -> bool:
        """Whether there is something to take back."""
        if self.stage in {Stage.UNCONFIRMED, *Contribution.OPEN}:
            return True
        return self.stage == Stage.ACCEPTED and self.owns

    def page(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        """Answer with a page about the contribution."""
        context = {
            "canonical_url": "",
            "token": self.token,
            "contribution": self.about,
            "stage": self.stage,
            "working_days": WORKING_DAYS,
            "declined_days": DECLINED_DAYS,
            "is_public": self.is_public,
            **more,
        }
        return render(self.request, template, context, status=status)


class StatusView(ContributionView):
    """Where it stands, what happened, what was sent; room to answer and to add something."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page."""
        if self.about.state == Stage.UNFINISHED:
            return self.gone(request)
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take an answer, or something to add."""
        answering = request.POST.get("action") == ANSWER
        form = WordsForm(request.POST)
        if not STATUS.take(network_of(request)):
            form.full_clean()
            form.errors.clear()
            form.add_error(None, str(TOO_MANY))
            return self.show(form, answering=answering, status=429)
        if not form.is_valid():
            return self.show(form, answering=answering)
        text = form.cleaned_data["text"]
        if SEEN not in request.POST and suggests_danger(text):
            return show_help(request, carried(request), places(self.about.data))
        try:
            (actions.answer if answering else actions.add)(self.about, text)
        except actions.WrongStageError:  # it was decided meanwhile: the page says so
            return self.back()
        return self.back()

    def show(self, form: WordsForm | None = None, *, answering: bool = False, status: int = 200) -> HttpResponse:
        """Answer with the page; with the form that needs another look."""
        asked = self.stage == Stage.QUESTION
        return self.page(
            "share/status.html",
            status,
            answer_form=form if form and answering else WordsForm(label=_("Your answer"), auto_id="answer_%s"),
            add_form=form if form and not answering else WordsForm(label=_("What you want to add"), auto_id="add_%s"),
            form=form,
            can_answer=asked,
            can_add=self.stage in {Stage.WAITING, Stage.READING, Stage.QUESTION},
            can_correct=self.can_correct,
            can_withdraw=self.can_withdraw,
            history=history(self.about),
            question=_last_words(self.about, "asked"),
            reason=_last_words(self.about, "declined"),
            words=_last_words(self.about, "accepted"),
            rows=answer_rows(self.about),
        )


def _last_words(contribution: Contribution, act: str) -> str:
    """Return what staff wrote when they last did something."""
    step = contribution.steps.filter(act=act).last()
    return step.text if step else ""


class CorrectView(FormPage, ContributionView):
    """The form with everything in it: for what waits, which it changes, and for what is public.

    A change of what is public is a contribution of its own: the approved version stays until staff have accepted it.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the form."""
        return self.prepare() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the answers."""
        return self.prepare() or super().post(request, *args, **kwargs)

    def prepare(self) -> HttpResponse | None:
        """Find out what is corrected. Return an answer where that makes no sense at this stage."""
        if not self.can_correct:
            return self.back()
        self.address = self.about.email
        self.published = self.stage == Stage.ACCEPTED
        if self.published:
            self.record = self.about.record
            door = door_for(self.record)
            if door is None:
                return self.back()
            self.door = door
        else:
            self.door = door_of(self.about)
            self.record = self.about.record if self.about.is_change else None
            self.can_wait = False
            self.forward = _("Send the correction")
        return None

    def start(self) -> DoorForm:
        """Return the form with what is public, or with what was sent."""
        if self.published:
            return super().start()
        return self.door.form.as_typed(self.about.data, self.address, self.record)

    def context(self) -> dict[str, Any]:
        """Add the way back. Say nothing of the address of this page."""
        context = {"token": self.token, "is_correction": not self.published, "was_called": self.about.title}
        return {"canonical_url": "", **context}

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return super().heading if self.published else str(_("Correct what you sent"))

    def accept(self, form: DoorForm) -> HttpResponse:
        """Keep a change of what is public, to be looked at; or correct what waits, once the questions are answered."""
        if self.published:
            return super().accept(form)
        answers = self.door.form.answers_in(self.request.POST)
        seen = SEEN in self.request.POST or self.about.help_shown
        if not seen and suggests_danger(*(" ".join(values) for values in answers.values())):
            return show_help(self.request, carried(self.request), places(answers))
        parts = disclosure.parts_in(self.door.form, answers, self.about.data)
        if parts and self.request.POST.get(ACTION) != "privacy":
            return self.ask(parts)
        answers, note = disclosure.apply(answers, self.about.note, parts, self.request.POST)
        if parts:
            form = self.door.form.with_answers(answers, self.address, self.record)
            if not form.is_valid():
                return self.show(form)
        with contextlib.suppress(actions.WrongStageError):  # it was decided meanwhile: the page says so
            actions.correct(self.about, answers, note)
        return self.back()

    def ask(self, parts: list[disclosure.PrivatePart]) -> HttpResponse:
        """Answer with the question what becomes of each sentence."""
        return self.page(
            "share/private_parts.html",
            parts=disclosure.questions(parts),
            choices=disclosure.Choice.choices,
            kept=disclosure.Choice.KEEP,
            again=[(name, value) for name, value in carried(self.request) if name != ACTION],
        )


class WithdrawView(ContributionView):
    """Take it back, after one question."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the question."""
        return self.page("share/withdraw.html") if self.can_withdraw else self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it back, and off the site."""
        if self.can_withdraw:
            actions.withdraw(self.about)
        return self.back()


class EraseView(ContributionView):
    """Erase everything, after one question."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the question."""
        return self.page("share/erase.html", owns=self.owns)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Erase it."""
        erasure.erase_all_of(self.about)
        return see_other("share:erased")


class ExportView(ContributionView):
    """Everything that we keep about the contribution, as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        response = JsonResponse(everything_about(self.about), json_dumps_params={"indent": 2, "ensure_ascii": False})
        response["Content-Disposition"] = 'attachment; filename="what-you-sent-us.json"'
        return response


class ErasedView(TemplateView):
    """Everything is erased."""

    template_name = "share/erased.html"


class MyLinkView(OpenView):
    """Send me my link: the same answer, and the same work, for every address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the form."""
        return self.show(MyLinkForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Post a letter; what stands in it is found out when it is delivered."""
        form = MyLinkForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        email = form.cleaned_data["email"]
        if not (MY_LINKS_NETWORK.take(network_of(request)) and MY_LINKS_ADDRESS.take(address_digest(email))):
            form.add_error(None, str(_("We have sent links often in the last hour. Please try again in an hour.")))
            return self.show(form, status=429)
        if not form.looks_like_spam:
            once = key_digest(f"{form.key}\0{address_digest(email)}")
            post("my_links", email, key=f"my-links-{once}")
        return see_other("share:my-link-sent")

    def show(self, form: MyLinkForm, status: int = 200) -> HttpResponse:
        """Answer with the form."""
        return render(self.request, "share/my_link.html", {"form": form}, status=status)


class MyLinkSentView(TemplateView):
    """If we know the address, a letter is on its way."""

    template_name = "share/my_link_sent.html"
