"""The page of a contribution for the person who sent it: where it stands, and everything that they can do with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from resource_centre.guard.addresses import network_of
from resource_centre.guard.words import suggests_danger
from resource_centre.mail import links
from resource_centre.mail.views import LinkedView

from . import actions, erasure
from .doors import WORKING_DAYS
from .export import everything_about
from .form_pages import TOO_MANY, see_other
from .help_first import SEEN, carried, places, show_help
from .history import history
from .limits import STATUS
from .models import Contribution
from .periods import DECLINED_DAYS, STATUS_LINK, UNCONFIRMED_DAYS
from .rows import answer_rows
from .send_forms import WordsForm

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
