"""Workshops and webinars: one object and one address from announcement to recap."""

import datetime
import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from library.models import FIRST_YEAR, LAST_YEAR, Item, Recording
from organisations.models import URL_LENGTH, Organisation
from resource_centre.fields import LinesField
from resource_centre.publishing.models import Publishable
from resource_centre.richtext import RichTextField
from resource_centre.vocabularies.models import Country, Language, SupportType, Topic

from . import moments
from .querysets import EventQuerySet


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in moments.zone_names():
        raise ValidationError(_("Write the name of a time zone, such as Europe/Brussels."))


class Series(Publishable):
    """Events that belong together."""

    sign = "event"

    title = models.CharField(_("title"), max_length=250)
    description = RichTextField(_("description"))

    history = HistoricalRecords()

    class Meta(Publishable.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("sort_key", "pk")

    def get_absolute_url(self) -> str:
        """The page of this series."""
        return reverse("events:series", args=[self.slug])


class Event(Publishable):
    """A meeting on a day, online or in a place."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Workshop")
        WEBINAR = "webinar", _("Webinar")
        SEMINAR = "seminar", _("Seminar")
        CONFERENCE = "conference", _("Conference")
        PANEL = "panel", _("Panel")
        MEETING = "meeting", _("Meeting")

    class Format(models.TextChoices):
        ONLINE = "online", _("Online")
        IN_PERSON = "in-person", _("In person")
        HYBRID = "hybrid", _("In person and online")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Takes place")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    class Registration(models.TextChoices):
        NONE = "none", _("No registration needed")
        OUTSIDE = "outside", _("On the organiser’s website")

    sign = "event"
    reserved_slugs = frozenset({"past", "series", "calendar"})

    title = models.CharField(_("title"), max_length=250)
    alternative_titles = LinesField(_("other titles"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    format = models.CharField(_("format"), max_length=10, choices=Format)
    series = models.ForeignKey(
        Series, models.PROTECT, verbose_name=_("series"), null=True, blank=True, related_name="events"
    )
    series_order = models.PositiveSmallIntegerField(_("place in the series"), null=True, blank=True)
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organiser"), null=True, blank=True, related_name="events"
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    start_date = models.DateField(_("first day"), null=True, blank=True)
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only if it is another day."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Brussels", validators=[check_time_zone])
    date_note = models.CharField(
        _("note on the date"), max_length=250, blank=True, help_text=_("Needed where the day is not known.")
    )
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="events")
    languages = models.ManyToManyField(Language, verbose_name=_("languages"), blank=True, related_name="events")
    support_types = models.ManyToManyField(
        SupportType, verbose_name=_("support types"), blank=True, related_name="events"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="events")
    programme = RichTextField(_("programme"))
    access_notes = RichTextField(_("made so that you can take part"), help_text=_("Captions, interpretation, steps."))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SCHEDULED)
    url = models.URLField(_("website"), max_length=URL_LENGTH, blank=True)
    joining_address = models.URLField(
        _("joining address"), max_length=URL_LENGTH, blank=True, help_text=_("Never shown to the public.")
    )
    registration = models.CharField(_("registration"), max_length=10, choices=Registration, default=Registration.NONE)
    registration_url = models.URLField(_("address for registration"), max_length=URL_LENGTH, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True, validators=[MinValueValidator(1)])
    recap = RichTextField(_("recap"))
    has_recap = models.BooleanField(default=False, editable=False)
    recordings = models.ManyToManyField(Recording, verbose_name=_("recordings"), blank=True, related_name="events")
    materials = models.ManyToManyField(Item, verbose_name=_("materials"), blank=True, related_name="used_at")

    history = HistoricalRecords(
        m2m_fields=[countries, languages, support_types, topics, recordings, materials],
        excluded_fields=["joining_address"],
    )
    objects = EventQuerySet.as_manager()  # type: ignore[misc]  # a room has verbs of its own

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-starts_at", "sort_key", "pk")
        constraints = (
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=("series", "series_order"),
                name="event_has_its_place_in_series",
                violation_error_message=_("Another event has this place in the series."),
            ),
            models.CheckConstraint(
                condition=Q(series_order__isnull=True) | Q(series__isnull=False),
                name="event_place_needs_series",
                violation_error_message=_("Choose the series in which the event has this place."),
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=False) | ~Q(date_note=""),
                name="event_has_day_or_note",
                violation_error_message=_("Give the first day, or a note that says what is known of the date."),
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=False)
                | Q(end_date__isnull=True, start_time__isnull=True, end_time__isnull=True),
                name="event_times_need_day",
                violation_error_message=_("Times and a last day need a first day."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False),
                name="event_end_needs_start",
                violation_error_message=_("Say when it starts, too."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="event_last_day_after_first",
                violation_error_message=_("The last day is before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("The event ends before it starts. Check the days and times."),
            ),
            models.CheckConstraint(
                condition=~Q(registration="outside") | ~Q(registration_url=""),
                name="event_outside_registration_has_address",
                violation_error_message=_("Give the address where people register."),
            ),
        )

    def get_absolute_url(self) -> str:
        """The page of this event."""
        return reverse("events:detail", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError where days and year disagree; derive the moments that the constraints compare."""
        super().clean()
        if self.start_date and self.year and self.start_date.year != self.year:
            raise ValidationError({"year": _("The year and the first day differ.")})
        if self.year and self.time_zone in moments.zone_names():
            self.derive()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the moments of start and end worked out from days, times and time zone."""
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Work out what other columns say: start and end as moments, and whether there is a recap."""
        self.starts_at = moments.start_moment(self.start_date, self.start_time, self.time_zone, self.year)
        last = self.end_date or self.start_date
        if self.start_time and not self.end_time and not self.end_date:
            # The end is not known: the event counts as over when its day is.
            self.ends_at = moments.end_moment(last, None, self.time_zone, self.year)
        else:
            self.ends_at = moments.end_moment(last, self.end_time, self.time_zone, self.year)
        self.has_recap = bool(self.recap)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The event's own time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime.datetime:
        """The start in the event's own time zone."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime.datetime:
        """The end in the event's own time zone."""
        return self.ends_at.astimezone(self.zone)

    @property
    def zone_abbreviation(self) -> str:
        """The short name of the time zone on that day, such as CET; where there is none, the distance from UTC."""
        name = self.local_start.strftime("%Z")
        return name if name.isalpha() else f"UTC{name}"

    @property
    def zone_city(self) -> str:
        """The place that the time zone is named after."""
        return self.time_zone.rsplit("/", 1)[-1].replace("_", " ")

    @property
    def where(self) -> str:
        """Online, or the place."""
        return self.place or self.get_format_display()

    @property
    def utc_start(self) -> datetime.datetime:
        """The start in UTC, whatever the zone of the page."""
        return self.starts_at.astimezone(datetime.UTC)

    @property
    def utc_end(self) -> datetime.datetime:
        """The end in UTC, whatever the zone of the page."""
        return self.ends_at.astimezone(datetime.UTC)

    @property
    def month(self) -> datetime.date:
        """The first day of the month in which the event starts."""
        return self.local_start.date().replace(day=1)

    @property
    def is_over(self) -> bool:
        """Whether the event has ended."""
        return self.ends_at < timezone.now()

    @property
    def several_days(self) -> bool:
        """Whether the event goes on for more than one day."""
        return bool(self.end_date and self.end_date != self.start_date)

    @property
    def online(self) -> bool:
        """Whether people can take part from anywhere."""
        return self.format != self.Format.IN_PERSON

    @property
    def registration_open(self) -> bool:
        """Whether the page offers a way to register now."""
        if self.registration != self.Registration.OUTSIDE or self.is_over or self.status != self.Status.SCHEDULED:
            return False
        return self.registration_closes_at is None or self.registration_closes_at > timezone.now()


class Role(models.Model):
    """What a person did at an event."""

    class Name(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        SPEAKER = "speaker", _("Speaker")
        CHAIR = "chair", _("Chair")
        HOST = "host", _("Host")
        ORGANISER = "organiser", _("Organiser")

    event = models.ForeignKey(Event, models.CASCADE, verbose_name=_("event"), related_name="roles")
    person = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=10, choices=Name, default=Name.SPEAKER)
    affiliation = models.CharField(_("affiliation"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), null=True, blank=True, related_name="roles"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("event", "person", "role"), name="role_is_named_once"),)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def initials(self) -> str:
        """At most two first letters of the person's name, titles left out."""
        words = [word for word in self.person.split() if word.rstrip(".").lower() not in {"dr", "prof", "phil"}]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
