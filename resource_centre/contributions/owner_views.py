"""Pages of owners: asking for the link, saying who one is, changing an entry, saying that it is still right."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from events.models import Event
from library.models import Item
from organisations.models import Activity, Organisation
from resource_centre.correspondence.letter_box import TOO_MANY, LetterBox, see_other
from resource_centre.guard.addresses import network_of
from resource_centre.guard.buckets import Allowance
from resource_centre.guard.forms import GuardedForm
from resource_centre.guard.words import suggests_danger
from resource_centre.mail import links
from resource_centre.mail.models import Letter, Link, address_digest
from resource_centre.mail.outbox import post
from resource_centre.mail.views import LinkedView
from resource_centre.publishing.models import FormerSlug, Publishable

from . import freshness, ownership
from .doors import WORKING_DAYS, door_for
from .form_pages import FormPage
from .forms import DoorForm
from .models import Contribution, Ownership, Report, key_digest
from .owner_forms import ClaimForm, CorrectionForm, OursForm
from .periods import CHANGE_LINK, DAY, HOUR, UNPROVED_DAYS
from .querysets import about
from .report_views import told_address

KINDS: dict[str, type[Publishable]] = {
    "organisation": Organisation,
    "activity": Activity,
    "event": Event,
    "item": Item,
}
#: Letters to one address with a link to change an entry.
OWNER_LINKS = Allowance("owner-link", 3, DAY)
#: Forms of owners that come from one network.
OWNER_FORMS = Allowance("owner-form", 30, HOUR)


class OursView(LetterBox):
    """“This is ours: change it”: an address for the link. The answer is the same for every address."""

    form_class = OursForm
    template_name = "share/ours.html"
    record: Publishable

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer for a public record, or lead from a slug that it had before. Raises Http404 for any other."""
        model = KINDS.get(kwargs["kind"])
        if model is None:
            raise Http404
        found = model._default_manager.published().filter(slug=kwargs["slug"]).first()
        if found is None:
            former = FormerSlug.target_of(model, kwargs["slug"])
            if former is None or not former.is_public:
                raise Http404
            return redirect("share:ours", kind=kwargs["kind"], slug=former.slug, permanent=True)
        self.record = getattr(found, "detail", found)
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        """Return the record."""
        return {"record": self.record, "unproved_days": UNPROVED_DAYS, "canonical_url": ""}

    def letter_key(self, form: GuardedForm) -> str:
        """Return the key under which one letter goes out for one sending."""
        return f"owner-link {self.key(form)}"

    def is_known(self, form: GuardedForm) -> bool:
        """Say whether this sending was taken already."""
        return Letter.objects.filter(key=self.letter_key(form)).exists()

    def allowances(self, form: GuardedForm) -> list[tuple[Allowance, str]]:
        """Return the allowance of the address."""
        return [(OWNER_LINKS, address_digest(form.cleaned_data["email"]))]

    def accept(self, form: GuardedForm) -> HttpResponse:
        """Post one letter. What stands in it is settled when it is delivered."""
        if not form.is_trapped:
            key = self.letter_key(form)
            post("owner_link", form.cleaned_data["email"], self.record, language=self.language, key=key)
        return self.done(form)

    def done(self, form: GuardedForm) -> HttpResponse:
        """Lead to the page that says what happens next."""
        return see_other(told_address("ours", self.record.get_absolute_url()))


class OwnerView(LinkedView):
    """A page behind a link about an ownership, while its record is public."""

    def still_opens(self, link: Link) -> bool:
        """Say whether there still is something to answer for."""
        found = link.about
        return isinstance(found, Ownership) and isinstance(found.record, Publishable) and found.record.is_public

    def page(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Answer with a page that names no address of its own."""
        return render(self.request, template, {"canonical_url": "", **context}, status=status)

    def may_send(self) -> bool:
        """Take from the allowance of the network."""
        return OWNER_FORMS.take(network_of(self.request))


class ClaimView(OwnerView):
    """Where nothing proves an ownership: confirm the address, and say who one is."""

    purpose = ownership.CLAIM

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the form, or that we have it already."""
        return self.page("share/ours_claim.html", ownership=self.about, record=self.about.record, form=ClaimForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep what was written for staff, or answer with everything typed still there."""
        form = ClaimForm(request.POST)
        valid, status = form.is_valid(), 200
        if valid and not self.may_send():
            form.add_error(None, str(TOO_MANY))
            valid, status = False, 429
        if not valid:
            context = {"ownership": self.about, "record": self.about.record, "form": form}
            return self.page("share/ours_claim.html", status, **context)
        ownership.claim(self.about, form.cleaned_data["text"])
        return see_other(told_address("claim"))


class AnswersMixin(OwnerView):
    """The answers that an owner gives by one button: still right, no longer exists, no longer mine."""

    #: Answers after which the record is not theirs any more, with the page that follows.
    ends = {"gone": "gone", "leave": "left"}

    def gone(self, request: HttpRequest) -> HttpResponse:
        """Answer that the link opens nothing, or, to the second click of a button that ended it, what the first did."""
        answer = request.POST.get("answer", "")
        if answer in self.ends and "sure" in request.POST:
            return see_other(told_address(self.ends[answer]))
        return super().gone(request)

    def ask_again(self, owner: Ownership) -> HttpResponse:
        """Answer with the page that asks once more before the record goes."""
        return self.page("share/ours_gone.html", ownership=owner, record=owner.record)

    def end(self, owner: Ownership, answer: str) -> None:
        """Take the record off the site, or forget who answers for it."""
        if answer == "gone":
            ownership.grant_by_link(owner)
            ownership.withdraw_record(owner)
        else:
            ownership.end(owner)


class ChangeView(FormPage, AnswersMixin):
    """The entry as its owner may change it. What is public stays until staff have accepted the change."""

    purpose = ownership.CHANGE
    template_name = "share/ours_change.html"
    can_wait = False

    def still_opens(self, link: Link) -> bool:
        """Say whether the link's address answers for the record, or will with the first use of the link."""
        found = link.about
        return super().still_opens(link) and isinstance(found, Ownership) and bool(found.granted_at or found.proof)

    def find_door(self) -> bool:
        """Say whether the record has a form, and get that ready. The record is read anew: a form changes its columns."""
        found, door = self.about.record, door_for(self.about.record)
        if door is None:
            return False
        self.door, self.address = door, self.about.email
        self.record = type(found)._default_manager.get(pk=found.pk)
        return True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the form, filled with what is public."""
        if self.find_door():
            return super().get(request, *args, **kwargs)
        return self.text_page(CorrectionForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what one of the buttons says, or take the change."""
        answer = request.POST.get("answer", "")
        if answer == "right":
            ownership.grant_by_link(self.about)
            ownership.confirm_record(self.about)
            return see_other(told_address("right", self.about.record.get_absolute_url()))
        if answer in self.ends:
            if "sure" not in request.POST:
                return self.ask_again(self.about)
            self.end(self.about, answer)
            return see_other(told_address(self.ends[answer]))
        return super().post(request, *args, **kwargs) if self.find_door() else self.take_text()

    def accept(self, form: DoorForm) -> HttpResponse:
        """Keep the answers, and lead to the page that shows them once more."""
        ownership.grant_by_link(self.about)
        return super().accept(form)

    def context(self) -> dict[str, Any]:
        """Return the record as it is public, and whether a change of it waits already."""
        record = self.about.record
        waits = Contribution.objects.about(record).of_address(self.about.email).filter(state__in=Contribution.OPEN)
        return {"record": record, "waits": waits.exists(), "working_days": WORKING_DAYS, "canonical_url": ""}

    # Records without a form of their own

    def text_page(self, form: CorrectionForm, status: int = 200) -> HttpResponse:
        """Answer with a box for words."""
        return self.page(self.template_name, status, form=form, guard=form, **self.context())

    def take_text(self) -> HttpResponse:
        """Keep what an owner writes, as a report with their address."""
        form = CorrectionForm(self.request.POST)
        if not form.is_valid():
            return self.text_page(form)
        if not self.may_send():
            form.add_error(None, str(TOO_MANY))
            return self.text_page(form, status=429)
        ownership.grant_by_link(self.about)
        record = self.about.record
        columns = {
            **about(record),
            "path": record.get_absolute_url(),
            "reason": Report.Reason.OUTDATED,
            "text": form.cleaned_data["text"],
            "email": self.about.email,
            "language": get_language() or "en",
            "read_first": suggests_danger(form.cleaned_data["text"]),
        }
        Report.objects.get_or_create(key_digest=key_digest(form.key), defaults=columns)
        return see_other(told_address("report", record.get_absolute_url()))


class StillRightView(AnswersMixin):
    """The yearly question, with all entries of one owner."""

    purpose = ownership.FRESHNESS

    def still_opens(self, link: Link) -> bool:
        """Say whether the owner still answers for anything."""
        return isinstance(link.about, Ownership) and link.about.granted_at is not None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the entries and the buttons. Nothing is answered by opening the page."""
        entries = freshness.entries_of(self.about)
        answer = request.GET.get("answer", "")
        open_ones = [entry for entry in entries if not self.is_answered(entry)]
        rows = [{"entry": entry, "answered": entry not in open_ones} for entry in entries]
        chosen = answer if answer in {"right", "change", "gone"} else "right"
        return self.page("share/still_right.html", rows=rows, open_count=len(open_ones), answer=chosen)

    def is_answered(self, entry: freshness.Entry) -> bool:
        """Say whether an entry was confirmed since the letter went out."""
        confirmed_at = entry.record.confirmed_at
        return confirmed_at is not None and confirmed_at >= self.link.created_at

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what one of the buttons says, for one entry or for all of them."""
        entries = freshness.entries_of(self.about)
        answer, wanted = request.POST.get("answer", ""), request.POST.get("entry", "")
        if answer == "all":
            for entry in entries:
                ownership.confirm_record(entry.ownership)
            return see_other(told_address("right"))
        chosen = next((entry for entry in entries if str(entry.ownership.pk) == wanted), None)
        if chosen is None:
            return see_other(request.path)
        if answer == "right":
            ownership.confirm_record(chosen.ownership)
        elif answer == "change":
            token = links.make(ownership.CHANGE, chosen.ownership, CHANGE_LINK)
            return see_other(reverse("share:change", args=[token]))
        elif answer in self.ends:
            if "sure" not in request.POST:
                return self.ask_again(chosen.ownership)
            self.end(chosen.ownership, answer)
        return self.next_page(answer, len(entries))

    def next_page(self, answer: str, count: int) -> HttpResponse:
        """Lead back to the other entries, or to the thanks where there are none."""
        if count > 1 or answer not in {"right", *self.ends}:
            return see_other(self.request.path)
        return see_other(told_address(self.ends.get(answer, "right")))
