"""Correcting what was sent, and changing what is public already."""

import contextlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from resource_centre.guard.words import suggests_danger

from . import actions, disclosure
from .doors import door_for, door_of
from .form_pages import ACTION, FormPage
from .forms import DoorForm
from .help_first import SEEN, carried, places, show_help
from .models import Contribution
from .status_views import ContributionView

Stage = Contribution.State


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
