"""The forms of the five doors: at most 12 fields, at most 5 of them required (tests/contributions/test_door_forms.py)."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from library.kinds import Shelf, choices_on
from library.models import FIRST_YEAR, LAST_YEAR, Resource, Story
from organisations.models import Activity, Organisation

from .forms import EUROPE, WORLD, DoorForm, DoorMeta, countries, time_zones
from .plain import PlainTextField, plain_text


class ActivityForm(DoorForm):
    """An activity, a service, a method or a training programme."""

    parts = (
        (_("What you do"), ("title", "kind", "summary", "support_types")),
        (_("Where, and in which language"), ("countries", "place", "format", "languages")),
        (_("How others can take part"), ("how_to_take_part", "url", "run_by")),
        (_("So that we can write to you"), ("email",)),
    )
    staff_fields = ("language", "topics", "organisation")
    only_staff = ("email", "run_by")
    told = ("title", "summary", "place", "how_to_take_part")
    missing = {
        "title": _("Give your activity a name"),
        "summary": _("Tell us in a few words what it is"),
        "countries": _("Choose at least one country"),
    }

    how_to_take_part = PlainTextField(
        label=_("How can somebody take part?"),
        help_text=_("When you meet, what it costs, who can come, and what the first step is."),
        required=False,
        max_length=3000,
    )
    run_by = forms.CharField(
        label=_("Which organisation runs it?"),
        help_text=_("Leave it empty if you run it yourselves."),
        required=False,
        max_length=200,
    )

    class Meta(DoorMeta):
        model = Activity
        fields = (
            "title", "kind", "summary", "support_types", "countries", "place", "format", "languages", "how_to_take_part",
            "url", "language", "topics", "organisation",
        )  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "format": forms.RadioSelect}
        labels = {
            "title": _("What is it called?"),
            "kind": _("What is it?"),
            "summary": _("What is it, in two or three sentences?"),
            "support_types": _("What kind of support is it?"),
            "countries": _("In which country?"),
            "place": _("Town or region"),
            "format": _("How do you meet?"),
            "languages": _("Which languages do you speak there?"),
            "url": _("Web address"),
        }
        help_texts = {
            "summary": _(
                "As if you told a friend. We publish what rests on lived experience and mutual support, and nothing "
                "that promises a cure or sells a treatment."
            ),
            "place": _("A town is enough. Please give no private address."),
            "url": _("For example https://www.example.org"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].required = True
        self.fields["kind"].required = False
        self.fields["kind"].initial = Activity.Kind.ACTIVITY
        for name in ("kind", "format"):
            choices = Activity.Kind.choices if name == "kind" else Activity.Format.choices
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # without Django's empty one

    def clean_kind(self) -> str:
        """Return the kind: an activity, where nothing was chosen."""
        return self.cleaned_data["kind"] or Activity.Kind.ACTIVITY


class OrganisationForm(DoorForm):
    """An organisation."""

    parts = (
        (_("Your organisation"), ("name", "kind", "summary", "support_types")),
        (_("Where, and in which language"), ("where", "place", "languages")),
        (_("How others can reach you"), ("website", "how_to_join", "open_to_contact")),
        (_("So that we can write to you"), ("email",)),
    )
    told = ("name", "summary", "place", "how_to_join")
    missing = {
        "name": _("Tell us the name of the organisation"),
        "kind": _("Choose what kind of organisation it is"),
        "summary": _("Tell us in a few words what it does"),
        "where": _("Choose a country"),
    }

    where = forms.ChoiceField(label=_("Where are you?"), choices=list)
    how_to_join = PlainTextField(
        label=_("How can somebody join or get in touch?"),
        help_text=_("What the first step is. Please give no private telephone number."),
        required=False,
        max_length=3000,
    )

    class Meta(DoorMeta):
        model = Organisation
        fields = (
            "name", "kind", "summary", "support_types", "place", "languages", "website", "how_to_join",
            "open_to_contact", "language", "topics",
        )  # fmt: skip
        labels = {
            "name": _("What is it called?"),
            "kind": _("What kind of organisation is it?"),
            "summary": _("What does it do, in two or three sentences?"),
            "support_types": _("What kind of support is it about?"),
            "place": _("Town or region"),
            "languages": _("In which languages can people write to you?"),
            "website": _("Website"),
            "open_to_contact": _("Peers from other places may write to us through this site"),
        }
        help_texts = {
            "summary": _(
                "We list organisations that offer or further peer support. Say what people with lived experience "
                "decide or do there."
            ),
            "place": _("A town is enough."),
            "website": _("For example https://www.example.org"),
            "open_to_contact": _("We pass messages on. Nobody sees your e-mail address."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wide = [(EUROPE, _("Several countries in Europe")), (WORLD, _("Worldwide"))]
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)
        known = [self.instance.country_id] if self.instance.country_id else []
        field.choices = [("", _("Choose a country")), *wide, *countries(*known)]
        field.initial = self.instance.country_id or self.instance.reach

    def _post_clean(self) -> None:
        where = self.cleaned_data.get("where", "")
        if where in {EUROPE, WORLD}:
            self.instance.country_id, self.instance.reach = None, where
        elif where:
            self.instance.country_id = where
            if self.instance.reach in {EUROPE, WORLD}:
                self.instance.reach = ""
        super()._post_clean()

    def finish(self, record: Any, email: str) -> None:
        """Keep the address to which messages from peers are passed on."""
        if record.open_to_contact and not record.contact_email:
            record.contact_email = email


class EventForm(DoorForm):
    """A workshop, a webinar or another meeting."""

    parts = (
        (_("Your event"), ("title", "kind", "summary")),
        (_("When"), ("start_date", "start_time", "end_time", "time_zone")),
        (_("Where, and in which language"), ("format", "place", "languages", "url")),
        (_("So that we can write to you"), ("email",)),
    )
    staff_fields = ("language", "topics", "countries", "organiser", "support_types")
    told = ("title", "summary", "place")
    missing = {
        "title": _("Give your event a name"),
        "summary": _("Tell us in a few words what it is about"),
        "start_date": _("Tell us the day on which it takes place"),
        "format": _("Choose whether people meet online or in a place"),
    }

    class Meta(DoorMeta):
        model = Event
        fields = (
            "title", "kind", "summary", "start_date", "start_time", "end_time", "time_zone", "format", "place", "languages",
            "url", "language", "topics", "countries", "organiser", "support_types",
        )  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "format": forms.RadioSelect,
            "start_date": forms.DateInput(attrs={"type": "date", "class": "input input--s"}, format="%Y-%m-%d"),
            "start_time": forms.TimeInput(attrs={"type": "time", "class": "input input--s"}, format="%H:%M"),
            "end_time": forms.TimeInput(attrs={"type": "time", "class": "input input--s"}, format="%H:%M"),
            "time_zone": forms.Select(attrs={"class": "input input--m"}),
        }
        labels = {
            "title": _("What is it called?"),
            "kind": _("What is it?"),
            "summary": _("What is it about, in two or three sentences?"),
            "start_date": _("On which day?"),
            "start_time": _("When does it start?"),
            "end_time": _("When does it end?"),
            "time_zone": _("The time of which city is that?"),
            "format": _("How do people meet?"),
            "place": _("Place"),
            "languages": _("Which languages are spoken?"),
            "url": _("Web page where people can read more or register"),
        }
        help_texts = {
            "summary": _("We announce events about peer support that others can join."),
            "start_date": _("If it takes several days, the first one. Write the last day into the text."),
            "place": _("Only if people meet in a place: the house and the town."),
            "url": _("Please give no link that lets people straight into the meeting."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False
        self.fields["kind"].initial = Event.Kind.WORKSHOP
        self.fields["kind"].choices = Event.Kind.choices  # type: ignore[attr-defined]  # without Django's empty one
        self.fields["format"].choices = Event.Format.choices  # type: ignore[attr-defined]  # the same
        self.fields["time_zone"].widget.choices = time_zones()
        self.fields["time_zone"].required = False
        self.fields["time_zone"].widget.attrs.pop("maxlength", None)  # a list to choose from has none
        self.fields["start_date"].required = True
        if self.instance.pk and self.instance.start_date is None:
            self.fields["start_date"].required = False

    def clean_kind(self) -> str:
        """Return the kind: a workshop, where nothing was chosen."""
        return self.cleaned_data["kind"] or Event.Kind.WORKSHOP

    def clean_time_zone(self) -> str:
        """Return the time zone: that of the centre, where nothing was chosen."""
        return self.cleaned_data["time_zone"] or "Europe/Brussels"

    def clean_start_date(self) -> datetime.date | None:
        """Return the day. Raises ValidationError for a new event that is over, and for a year that cannot be meant."""
        day: datetime.date | None = self.cleaned_data["start_date"]
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Check the year of this day."))
        if day is not None and self.instance.pk is None and day < timezone.localdate():
            raise ValidationError(_("This day is over. We announce events to come."))
        return day

    def _post_clean(self) -> None:
        if day := self.cleaned_data.get("start_date"):
            self.instance.year = day.year
        super()._post_clean()

    def finish(self, record: Any, email: str) -> None:
        """Work out the moments, and let people register where the organiser says, unless staff have settled that."""
        record.derive()
        if record.pk is None and record.url:
            record.registration = Event.Registration.OUTSIDE
            record.registration_url = record.url


class ResourceForm(DoorForm):
    """A link worth having."""

    parts = (
        (_("What it is"), ("title", "url", "kind", "summary")),
        (_("More about it"), ("authors", "year", "languages", "countries", "support_types")),
        (_("So that we can write to you"), ("email",)),
    )
    told = ("title", "summary")
    missing = {
        "title": _("Tell us its title"),
        "url": _("Give us its web address"),
        "kind": _("Choose what it is"),
        "summary": _("Tell us in a few words what is good about it"),
    }

    class Meta(DoorMeta):
        model = Resource
        fields = (
            "title", "url", "kind", "summary", "authors", "year", "languages", "countries", "support_types", "language",
            "topics",
        )  # fmt: skip
        labels = {
            "title": _("What is its title?"),
            "url": _("Web address"),
            "kind": _("What is it?"),
            "summary": _("What is in it, and what is good about it?"),
            "authors": _("Who made it?"),
            "year": _("From which year?"),
            "languages": _("In which languages?"),
            "countries": _("Is it about one country?"),
            "support_types": _("What kind of support is it about?"),
        }
        help_texts = {
            "url": _("The page of the people who made it, not a copy somewhere else."),
            "summary": _(
                "Two or three sentences. We list what people may read or watch without paying, wherever we can."
            ),
            "authors": _("One name a line."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].required = True
        self.fields["kind"].choices = [("", _("Choose")), *choices_on(Shelf.RESOURCES)]  # type: ignore[attr-defined]


class StoryForm(DoorForm):
    """A story by a person who lived it."""

    parts = (
        (_("Your story"), ("title", "body", "summary", "content_note")),
        (_("About you, as far as you like"), ("byline", "countries", "support_types")),
        (_("So that we can write to you"), ("email",)),
    )
    told = ("title", "body", "summary", "byline", "content_note")
    missing = {
        "title": _("Give your story a title"),
        "body": _("Write your story"),
        "byline": _("Choose a name under which it stands"),
    }

    body = PlainTextField(
        label=_("Your story"),
        help_text=_(
            "As long or as short as you like. Write so that nobody else can be recognised, and tell no details of how "
            "somebody hurt themselves."
        ),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )

    class Meta(DoorMeta):
        model = Story
        fields = (
            "title", "body", "summary", "content_note", "byline", "countries", "support_types", "language", "topics",
        )  # fmt: skip
        labels = {
            "title": _("What is it called?"),
            "summary": _("Your story in one or two sentences"),
            "content_note": _("Is there something in it that may be hard to read?"),
            "byline": _("Under which name?"),
            "countries": _("In which country?"),
            "support_types": _("What kind of support is it about?"),
        }
        help_texts = {
            "summary": _("If you leave it empty, we take the first lines."),
            "content_note": _("We put it before the story, so that readers can decide."),
            "byline": _("A first name, a made-up name or “Anonymous” is fine. It need not be your real name."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = False
        self.instance.kind = "story"

    def clean(self) -> dict[str, Any]:
        """Return the answers, the summary made from the first lines where there is none."""
        answers = super().clean()
        if not answers.get("summary") and answers.get("body"):
            words = " ".join(plain_text(answers["body"]).split())
            answers["summary"] = words if len(words) <= 240 else words[:239].rsplit(" ", 1)[0] + "…"
        return answers
