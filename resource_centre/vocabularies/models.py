"""What staff keep as lists: countries, languages, support types, topics, glossary terms and helplines."""

from datetime import timedelta
from typing import Any

from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.models import TagBase

from resource_centre.fields import LinesField
from resource_centre.richtext import RichTextField
from resource_centre.text import fold

from . import cldr
from .querysets import HelplineQuerySet


class Language(models.Model):
    """A language, by its BCP 47 tag. Its names come from CLDR."""

    code = models.CharField(
        _("code"),
        max_length=12,
        primary_key=True,
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", _("Write a BCP 47 tag, such as de or pt-BR."))],
        help_text=_("BCP 47 tag, such as de or pt-BR."),
    )

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return cldr.language_name(self.code)

    @property
    def own_name(self) -> str:
        """The name in the language itself."""
        return cldr.own_language_name(self.code)

    @property
    def direction(self) -> str:
        """Writing direction: "ltr" or "rtl"."""
        return cldr.direction(self.code)


class Country(models.Model):
    """A country, by its ISO 3166-1 alpha-2 code, with what is known about peer workers there."""

    code = models.CharField(
        _("code"),
        max_length=2,
        primary_key=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Write two capital letters, such as PL."))],
        help_text=_("ISO 3166-1 code, two capital letters."),
    )
    in_europe = models.BooleanField(
        _("in Europe"), default=False, help_text=_("Shown on the map and in the list of countries even with no entry.")
    )
    role_title = models.CharField(
        _("title of peer workers"), max_length=200, blank=True, help_text=_("In the national language.")
    )
    role_title_language = models.ForeignKey(
        Language, models.PROTECT, verbose_name=_("language of that title"), null=True, blank=True, related_name="+"
    )
    recognised_since = models.CharField(_("recognised since"), max_length=200, blank=True)
    legal_position = RichTextField(_("place in law and services"))
    training_routes = RichTextField(_("training routes"))
    pay = RichTextField(_("pay"))
    missing = RichTextField(_("what is missing"))
    sources = LinesField(_("sources"))
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(role_title="") | Q(role_title_language__isnull=False),
                name="country_role_title_has_language",
                violation_error_message=_("Say which language the title of peer workers is in."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this country."""
        return reverse("countries:detail", args=[self.slug])

    @property
    def slug(self) -> str:
        """The code as it stands in addresses: lower case."""
        return self.code.lower()

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return cldr.country_name(self.code)

    @property
    def sort_name(self) -> str:
        """What the reader's list of countries is sorted by."""
        return fold(self.name)

    @property
    def has_profile(self) -> bool:
        """Whether anything is written about peer workers in this country."""
        return any(
            (self.role_title, self.recognised_since, self.legal_position, self.training_routes, self.pay, self.missing)
        )


class SupportType(models.Model):
    """A way in which people support each other: the general idea, a form, or a broad category of forms."""

    class Level(models.TextChoices):
        GENERAL = "general", _("The general idea")
        FORM = "form", _("Form")
        CATEGORY = "category", _("Broad category")

    class Picture(models.TextChoices):
        GROUP = "group", _("People in a circle")
        ONE_TO_ONE = "oneone", _("Two people side by side")
        TELEPHONE = "phone", _("Two people and a line")
        WEB = "web", _("Two people on a screen")
        PROFESSIONAL = "pro", _("A circle with a professional")
        FAMILY = "family", _("Two families")
        TEAM = "team", _("A house and a person")
        INFORMAL = "informal", _("People on the way together")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    picture = models.CharField(_("picture"), max_length=10, choices=Picture, blank=True)
    short_description = models.CharField(_("short description"), max_length=200)
    description = RichTextField(_("description"))
    sources = LinesField(_("sources"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("support type")
        verbose_name_plural = _("support types")
        ordering = ("order", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(level__in=("general", "form", "category")), name="supporttype_level_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of this support type."""
        return reverse("support_types:detail", args=[self.slug])


class Topic(TagBase):
    """A subject, from the one controlled list that everything is tagged with."""

    class Group(models.TextChoices):
        BASICS = "basics", _("Basics")
        WORK = "work", _("Peer work as a job")
        SETTINGS = "settings", _("Places and ways")
        PEOPLE = "people", _("People and situations")
        SOCIETY = "society", _("Society and rights")
        EVIDENCE = "evidence", _("Evidence")

    group = models.CharField(_("group"), max_length=10, choices=Group)
    scope_note = models.CharField(_("scope note"), max_length=200, help_text=_("One line: what belongs here."))
    synonyms = LinesField(_("synonyms"), help_text=_("Other words for the same thing, one a line. Search uses them."))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(group__in=("basics", "work", "settings", "people", "society", "evidence")),
                name="topic_group_is_known",
            ),
        )

    def get_absolute_url(self) -> str:
        """The page of this topic."""
        return reverse("topics:detail", args=[self.slug])


class GlossaryTerm(models.Model):
    """A word of the field, explained in plain words."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    term = models.CharField(_("term"), max_length=120, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=60, blank=True)
    definition = RichTextField(_("definition"), blank=False)
    related = models.ManyToManyField("self", verbose_name=_("related terms"), symmetrical=False, blank=True)
    sources = LinesField(_("sources"))
    history = HistoricalRecords(m2m_fields=[related])

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        """The place of this term on the glossary page."""
        return f"{reverse('glossary')}#{self.slug}"


class Helpline(models.Model):
    """A number to call in hard times. Shown only while somebody's check of it is valid."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency number")
        LISTENING = "listening", _("Someone to talk to")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LISTENING)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        verbose_name=_("country"),
        null=True,
        blank=True,
        related_name="helplines",
        help_text=_("Leave empty only for an emergency number of several countries."),
    )
    name = models.CharField(_("provider"), max_length=200, help_text=_("Who answers."))
    number = models.CharField(
        _("number"),
        max_length=30,
        validators=[RegexValidator(r"^\+?[0-9][0-9 ]*$", _("Write digits and blanks only, for example 116 123."))],
    )
    coverage = models.CharField(_("where it works"), max_length=200, blank=True)
    languages = models.ManyToManyField(Language, verbose_name=_("languages"), blank=True, related_name="+")
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    cost = models.CharField(_("cost"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(600)])
    sources = LinesField(_("sources"))
    verified_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which you checked the number with its provider. Without it the number is not shown."),
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Six months after the check, if you leave it empty.")
    )
    history = HistoricalRecords(m2m_fields=[languages])

    objects = HelplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        ordering = ("country", "kind", "name")
        constraints = (
            models.UniqueConstraint(fields=("country", "number", "name"), name="helpline_is_listed_once"),
            models.UniqueConstraint(
                fields=("number", "name"), condition=Q(country__isnull=True), name="helpline_without_country_once"
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False) | Q(kind="emergency"),
                name="helpline_has_country_or_is_emergency",
                violation_error_message=_("Choose the country of this helpline."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(verified_on__isnull=True, valid_until__isnull=True)
                    | Q(verified_on__isnull=False, valid_until__isnull=False, valid_until__gte=F("verified_on"))
                ),
                name="helpline_validity_follows_check",
                violation_error_message=_("A number is valid from the day it was checked to a later day."),
            ),
        )

    VALID_DAYS = 183

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"

    def clean(self) -> None:
        """Fill in the end of validity from the day of the check."""
        self.complete_validity()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the end of validity filled in."""
        self.complete_validity()
        super().save(*args, **kwargs)

    def complete_validity(self) -> None:
        """Set `valid_until` half a year after the check where it is empty, and empty it where there was no check."""
        if self.verified_on is None:
            self.valid_until = None
        elif self.valid_until is None:
            self.valid_until = self.verified_on + timedelta(days=self.VALID_DAYS)

    @property
    def tel(self) -> str:
        """The number as a telephone address (RFC 3966), without blanks."""
        return f"tel:{self.number.replace(' ', '')}"
