"""The review screen: one contribution, what it proposes, and what staff do with it.

Opening it notes who reads it, and nothing else; every button is a POST, and whatever was typed comes back.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin, helpers
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resource_centre.publishing.models import Publishable

from . import actions, review
from .doors import door_of
from .duplicates import Duplicate, address_in, likely_duplicates
from .forms import Answers, DoorForm
from .models import Contribution, ReplyTemplate
from .review_forms import LetterForm, letter_forms
from .staff_letters import Preview, previewed
from .web import check

Act = ReplyTemplate.Act
#: So many seconds staff wait for a web address to answer.
PATIENCE = 5.0
#: The parts of the decision: act, what it is called, and the label of its button.
DECISIONS: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    (Act.ACCEPT, gettext_lazy("Publish it"), gettext_lazy("Publish")),
    (Act.ASK, gettext_lazy("Ask its sender something"), gettext_lazy("Send the question")),
    (Act.DECLINE, gettext_lazy("Do not publish it"), gettext_lazy("Decline")),
)


def address_of(thing: Any) -> str:
    """Return the address of the staff's page of a record."""
    options = thing._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[thing.pk])


def found_at(address: str) -> str:
    """Try a web address, for a few seconds at most, and return in words what came of it."""
    if not address:
        return _("There is no web address that can be tried.")
    result = check(address, PATIENCE)
    if result.worked and result.moved_to:
        return _("The page opens. It has moved for good to %(address)s") % {"address": result.moved_to}
    if result.worked:
        return _("The page opens.")
    if result.status and not result.broken:
        return _("The site does not answer programs like ours (%(status)s). Open it yourself.") % {
            "status": result.status
        }
    if result.status:
        return _("The page does not open: the site answers %(status)s.") % {"status": result.status}
    return _("The page does not open: there is no answer.")


class Screen:
    """The answer to one request for the review screen."""

    def __init__(self, desk: ModelAdmin[Contribution], request: HttpRequest, contribution: Contribution) -> None:
        assert isinstance(request.user, User)
        self.desk, self.request, self.user = desk, request, request.user
        self.contribution = contribution
        self.record = review.record_of(contribution)
        self.may_act = desk.has_change_permission(request, contribution)
        #: What the page shows beside what is always there.
        self.shown: dict[str, Any] = {"open_act": Act.ACCEPT}

    def answer(self) -> HttpResponse:
        """Answer with the page, or do what a button says. Raises PermissionDenied for whom it is not."""
        if self.request.method == "POST":
            return self._post()
        if self.may_act:
            self.shown["other"] = review.other_reader(self.contribution, self.user)
            if self.request.method == "GET":
                actions.open_for_reading(self.contribution, self.user)
                self.contribution.refresh_from_db()
        answers = review.shown_answers(self.contribution, self.record)
        return self._page(answers, letter_forms(self.contribution))

    # Buttons

    def _post(self) -> HttpResponse:
        if not self.may_act:
            raise PermissionDenied
        try:
            if "_undo" in self.request.POST:
                return self._undo()
            if "_not_spam" in self.request.POST:
                return self._not_spam()
            return self._work() if self.contribution.state in Contribution.OPEN else self._too_late()
        except actions.WrongStageError:
            return self._too_late()

    def _too_late(self) -> HttpResponse:
        """Say at which stage the contribution is now, and that nothing was done."""
        self.contribution.refresh_from_db()
        self._say(messages.WARNING, self._stage_now())
        return HttpResponseRedirect(address_of(self.contribution))

    def _work(self) -> HttpResponse:
        """Do what a button of an open contribution says, with all answers and letters at hand."""
        data = self.request.POST
        self.shown["other"] = review.other_reader(self.contribution, self.user)
        answers = review.posted_answers(self.contribution, self.record, data)
        letters = letter_forms(self.contribution, data)
        if data.get("seen") != review.version_of(self.contribution):
            self.shown["changed"] = True
            return self._page(answers, letters)
        if "_save" in data:
            return self._save(answers)
        if "_spam" in data:
            return self._spam()
        if "_check" in data:
            self.shown["check"] = found_at(address_in(answers))
        for act in Act.values:
            if f"_use_{act}" in data:
                letters[act] = letters[act].with_template()
                self.shown["open_act"] = act
            elif f"_preview_{act}" in data or f"_{act}" in data:
                return self._letter(act, answers, letters, only_preview=f"_{act}" not in data)
        return self._page(answers, letters)

    def _save(self, answers: Answers) -> HttpResponse:
        with transaction.atomic():
            changed = self._edit(answers)
        self._say(messages.SUCCESS, _("Your changes are saved.") if changed else _("Nothing was changed."))
        return HttpResponseRedirect(address_of(self.contribution))

    def _edit(self, answers: Answers) -> bool:
        """Keep the staff's answers if they differ. Say whether they did."""
        if review.same_answers(self.contribution, answers):
            return False
        actions.edit(self.contribution, self.user, answers)
        self._log("Edited before it was decided.")
        return True

    def _letter(
        self, act: str, answers: Answers, letters: dict[str, LetterForm], *, only_preview: bool
    ) -> HttpResponse:
        """Decide or ask, with a letter; or only show the letter."""
        self.shown["open_act"] = act
        letter = letters[act] = letters[act].checked(self.request.POST)
        if not letter.is_valid():
            self.shown["letter_errors"] = True
            return self._page(answers, letters)
        text = letter.cleaned_data["text"]
        try:
            if only_preview:
                self.shown["preview"] = self._preview(act, answers, text)
                self.shown["no_letter"] = self.shown["preview"] is None
                return self._page(answers, letters)
            return self._decide(act, answers, text)
        except actions.NotCompleteError as error:
            self.shown["problems"] = error.form
            self.contribution.refresh_from_db()
            return self._page(answers, letters)
        except actions.OwnerGoneError as error:
            self._say(messages.ERROR, " ".join(error.messages))
            return self._page(answers, letters)

    def _preview(self, act: str, answers: Answers, text: str) -> Preview | None:
        """Return the letter as it would be posted with these answers, which are not kept."""
        with transaction.atomic():
            try:
                if act != Act.DECLINE and not review.same_answers(self.contribution, answers):
                    actions.edit(self.contribution, self.user, answers)
                return previewed(self.contribution, act, self.user, text)
            finally:
                transaction.set_rollback(True)

    def _decide(self, act: str, answers: Answers, text: str) -> HttpResponse:
        title = self._title()
        with transaction.atomic():
            if act != Act.DECLINE:
                self._edit(answers)
            record: Publishable | None = None
            if act == Act.ACCEPT:
                record = actions.accept(self.contribution, self.user, text)
                self._log("Accepted and published.")
            elif act == Act.ASK:
                actions.ask(self.contribution, self.user, text)
                self._log("Asked its sender something.")
            else:
                actions.decline(self.contribution, self.user, text)
                self._log("Declined.")
        if record is not None:
            self._say_published(title, record)
        elif act == Act.ASK:
            self._say(messages.SUCCESS, _("Your question about “%(title)s” is on its way.") % {"title": title})
        else:
            self._say_with_undo(_("“%(title)s” will not be published.") % {"title": title}, _("Undo"))
        return self._onwards()

    def _spam(self) -> HttpResponse:
        title = self._title()
        with transaction.atomic():
            actions.mark_as_spam(self.contribution, self.user)
            self._log("Marked as spam.")
        self._say_with_undo(_("“%(title)s” is put away as spam.") % {"title": title}, _("No spam after all"))
        return self._onwards()

    def _undo(self) -> HttpResponse:
        if not review.can_be_undone(self.contribution):
            return self._too_late()
        with transaction.atomic():
            actions.undo(self.contribution, self.user)
            self._log("Took the decision back.")
        self._say(
            messages.SUCCESS,
            _("The decision is taken back. Its sender may have read our letter: write to them if that matters."),
        )
        return HttpResponseRedirect(address_of(self.contribution))

    def _not_spam(self) -> HttpResponse:
        with transaction.atomic():
            actions.not_spam(self.contribution, self.user)
            self._log("Took it out of the spam.")
        self.contribution.refresh_from_db()
        if review.may_be_seen(self.contribution):
            self._say(messages.SUCCESS, _("It waits in the queue again."))
            return HttpResponseRedirect(address_of(self.contribution))
        self._say(messages.SUCCESS, _("It is out of the spam. First, its sender is asked to confirm the address."))
        return HttpResponseRedirect(self._queue())

    # What is said

    def _say(self, level: int, sentence: str) -> None:
        messages.add_message(self.request, level, sentence)

    def _say_with_undo(self, sentence: str, undo: str) -> None:
        own = address_of(self.contribution)
        self._say(messages.SUCCESS, format_html('{} <a href="{}">{}</a>', sentence, own, undo))

    def _say_published(self, title: str, record: Publishable) -> None:
        sentence = _("“%(title)s” is public now.") % {"title": title}
        page, own = record.get_absolute_url(), address_of(self.contribution)
        line = '{} <a href="{}">{}</a> · <a href="{}">{}</a>'
        self._say(messages.SUCCESS, format_html(line, sentence, page, _("See the page"), own, _("Undo")))

    def _stage_now(self) -> str:
        stage, who = self.contribution.get_state_display(), self.contribution.decided_by
        if who is not None:
            return _("%(who)s has decided this already: %(stage)s. Nothing was done twice.") % {
                "who": who,
                "stage": stage,
            }
        return _("This is at another stage now: %(stage)s. Nothing was done.") % {"stage": stage}

    def _log(self, message: str) -> None:
        self.desk.log_change(self.request, self.contribution, message)

    def _title(self) -> str:
        return self.contribution.title or str(self.contribution)

    def _queue(self) -> str:
        return reverse("admin:contributions_contribution_changelist")

    def _onwards(self) -> HttpResponse:
        """Lead on to what waits next, or back to the queue."""
        following = review.next_in_queue(self.contribution)
        return HttpResponseRedirect(address_of(following) if following is not None else self._queue())

    # The page

    def _page(self, answers: Answers, letters: dict[str, LetterForm]) -> HttpResponse:
        contribution = self.contribution
        whole = {**review.shown_answers(contribution, self.record), **answers}
        form = review.staff_form(contribution, whole)
        is_open = contribution.state in Contribution.OPEN
        lines = review.compare(contribution, self.record, whole if is_open else contribution.data)
        context = {
            **self.desk.admin_site.each_context(self.request),
            "opts": contribution._meta,
            "original": contribution,
            "title": f"{contribution.get_kind_display()}: {self._title()}",
            "contribution": contribution,
            "record": self.record,
            "record_desk": self._desk_of(self.record),
            "door": door_of(contribution),
            "waits_days": (timezone.now() - (contribution.verified_at or contribution.created_at)).days,
            "differing": [line for line in lines if line.differs],
            "same": [line for line in lines if not line.differs],
            "warnings": review.warnings(contribution, self.record) if is_open else [],
            "missing": review.missing(whole, form) if is_open else [],
            "duplicates": [self._linked(one) for one in likely_duplicates(contribution)] if is_open else [],
            "address": address_in(whole),
            "steps": contribution.steps.select_related("actor"),
            "may_act": self.may_act,
            "is_open": is_open and self.may_act,
            "can_be_undone": self.may_act and review.can_be_undone(contribution),
            "is_spam": self.may_act and contribution.state == Contribution.State.SPAM,
            "seen": review.version_of(contribution),
            **(self._working(form, letters) if is_open and self.may_act else {}),
            **self.shown,
        }
        return TemplateResponse(self.request, "admin/contributions/contribution/review.html", context)

    def _working(self, form: DoorForm, letters: dict[str, LetterForm]) -> dict[str, Any]:
        """Return what the page needs for changing and deciding."""
        if "problems" in self.shown:
            for name, errors in self.shown["problems"].errors.items():
                if name not in form.errors:
                    form.add_error(name if name in form.fields else None, list(errors))
        fieldsets = [*type(form).parts, (_("Only our staff fill this in"), type(form).staff_fields)]
        shown = [
            (heading, [name for name in names if name in form.fields and name != "email"])
            for heading, names in fieldsets
        ]
        return {
            "form": form,
            "fieldsets": [helpers.Fieldset(form, heading, fields=names) for heading, names in shown if names],
            "decisions": [
                {"act": act, "heading": heading, "button": button, "form": letters[act]}
                for act, heading, button in DECISIONS
            ],
        }

    def _linked(self, one: Duplicate) -> dict[str, Any]:
        """Return a likely duplicate with the addresses that this member of staff may open."""
        thing = one.thing
        if isinstance(thing, Contribution):
            return {"title": thing.title, "why": one.why, "desk": address_of(thing), "state": thing.get_state_display()}
        return {
            "title": thing.heading,
            "why": one.why,
            "desk": self._desk_of(thing),
            "page": thing.get_absolute_url() if thing.is_public else "",
            "state": thing.get_state_display(),
        }

    def _desk_of(self, record: Publishable | None) -> str:
        """Return the address of the staff's form of a record, if this member of staff may open it."""
        if record is None:
            return ""
        desk = self.desk.admin_site._registry.get(type(record))
        return address_of(record) if desk is not None and desk.has_view_permission(self.request, record) else ""
