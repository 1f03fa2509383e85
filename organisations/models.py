"""Organisations and what they do."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from resource_centre.fields import LinesField
from resource_centre.publishing.models import Publishable
from resource_centre.richtext import RichTextField
from resource_centre.vocabularies.cldr import country_name, joined
from resource_centre.vocabularies.models import Country, Language, SupportType, Topic

from .querysets import ActivityQuerySet, OrganisationQuerySet

URL_LENGTH = 600


class Organisation(Publishable):
    """A group, association, network or institution that offers or furthers peer support."""

    class Kind(models.TextChoices):
        USER_LED = "user-led", _("Organisation led by people with lived experience")
        FAMILY = "family", _("Family organisation")
        NGO = "ngo", _("Non-governmental organisation")
        NETWORK = "network", _("Network")
        FOUNDATION = "foundation", _("Foundation")
        PUBLIC_BODY = "public-body", _("Public body")
        UNIVERSITY = "university", _("University")
        RESEARCH_GROUP = "research-group", _("Research group")
        TRAINING_PROVIDER = "training-provider", _("Training provider")
        PEER_WORKERS = "peer-workers-association", _("Association of peer workers")
        SELF_HELP_GROUP = "self-help-group", _("Self-help group")
        SELF_HELP_CLEARING_HOUSE = "self-help-clearing-house", _("Contact point for self-help groups")
        RECOVERY_COLLEGE = "recovery-college", _("Recovery college")
        PROJECT_PARTNERSHIP = "project-partnership", _("Project partnership")
        OTHER = "other", _("Other")

    class Reach(models.TextChoices):
        LOCAL = "local", _("Local")
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")
        EUROPE = "europe", _("Europe")
        INTERNATIONAL = "international", _("International")

    class Leadership(models.TextChoices):
        PEER_RUN = "peer-run", _("Peer-run")
        PARTNERSHIP = "partnership", _("Peer-led partnership")
        IN_SERVICE = "in-service", _("Peer work inside a service")
        PROFESSIONAL = "professional", _("Professional-led with peer exchange")
        UNKNOWN = "unknown", _("Not known")

    title_field = "name"
    sign = "organisation"

    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(
        _("name in its own language"), max_length=200, blank=True, help_text=_("As the organisation writes it.")
    )
    name_original_language = models.ForeignKey(
        Language,
        models.PROTECT,
        verbose_name=_("language of that name"),
        null=True,
        blank=True,
        related_name="+",
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), null=True, blank=True, related_name="organisations"
    )
    place = models.CharField(_("town or region"), max_length=120, blank=True)
    reach = models.CharField(_("reach"), max_length=15, choices=Reach, blank=True)
    website = models.URLField(_("website"), max_length=URL_LENGTH, blank=True)
    website_checked_on = models.DateField(_("website checked on"), null=True, blank=True)
    languages = models.ManyToManyField(Language, verbose_name=_("languages"), blank=True, related_name="organisations")
    support_types = models.ManyToManyField(
        SupportType, verbose_name=_("support types"), blank=True, related_name="organisations"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="organisations")
    description = RichTextField(_("about them"), help_text=_("More than the summary says. May stay empty."))
    how_to_join = RichTextField(_("how to join"))
    gamian_member = models.BooleanField(_("member of GAMIAN-Europe"), default=False)

    governed_by_peers = models.BooleanField(
        _("most members of the governing body have lived experience"), null=True, blank=True
    )
    leaders_are_peers = models.BooleanField(_("leadership posts require lived experience"), null=True, blank=True)
    support_by_peers_only = models.BooleanField(_("everybody who gives the support is a peer"), null=True, blank=True)
    independent_of_clinic = models.BooleanField(_("independent of clinical management"), null=True, blank=True)
    peers_are_paid = models.BooleanField(_("peers are paid"), null=True, blank=True)
    peers_supervise_peers = models.BooleanField(_("peers are supervised by peers"), null=True, blank=True)

    contact_email = models.EmailField(
        _("private contact address"), blank=True, help_text=_("Never shown. Only staff see it.")
    )
    open_to_contact = models.BooleanField(_("open to contact from peers"), default=False)

    history = HistoricalRecords(m2m_fields=[languages, support_types, topics])
    objects = OrganisationQuerySet.as_manager()  # type: ignore[misc]  # a room has verbs of its own

    class Meta(Publishable.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("sort_key", "pk")
        constraints = (
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(country__isnull=False) | Q(reach__in=("europe", "international")),
                name="organisation_without_country_is_wider",
                violation_error_message=_("Choose a country, or the reach Europe or International."),
            ),
            models.CheckConstraint(
                condition=Q(name_original="") | Q(name_original_language__isnull=False),
                name="organisation_own_name_has_language",
                violation_error_message=_("Say which language the own name is in."),
            ),
            models.CheckConstraint(
                condition=Q(open_to_contact=False) | ~Q(contact_email=""),
                name="organisation_open_to_contact_has_address",
                violation_error_message=_("An organisation that is open to contact needs a private contact address."),
            ),
        )

    def get_absolute_url(self) -> str:
        """The page of this organisation."""
        return reverse("organisations:detail", args=[self.slug])

    @property
    def where(self) -> str:
        """Town and country, or the reach of an organisation of several countries."""
        if not self.country_id:
            return self.get_reach_display()
        name = country_name(self.country_id)
        return f"{self.place}, {name}" if self.place else name

    @property
    def peer_leadership(self) -> "Organisation.Leadership":
        """The neutral label that follows from the statements on peer leadership."""
        label = Organisation.Leadership
        if self.governed_by_peers and self.support_by_peers_only and self.independent_of_clinic is not False:
            return label.PEER_RUN
        if self.governed_by_peers or self.leaders_are_peers:
            return label.PARTNERSHIP
        if self.independent_of_clinic is False and (self.peers_are_paid or self.support_by_peers_only):
            return label.IN_SERVICE
        if self.governed_by_peers is False and self.support_by_peers_only is False:
            return label.PROFESSIONAL
        return label.UNKNOWN


class Activity(Publishable):
    """Something that can be taken part in or learned from: an activity, a method, a training programme or a service."""

    class Kind(models.TextChoices):
        ACTIVITY = "activity", _("Activity")
        METHOD = "method", _("Method")
        TRAINING_PROGRAMME = "training-programme", _("Training programme")
        SERVICE = "service", _("Service")

    class Format(models.TextChoices):
        IN_PERSON = "in-person", _("In person")
        ONLINE = "online", _("Online")
        TELEPHONE = "telephone", _("By telephone")
        HYBRID = "hybrid", _("In person and online")

    sign = "activity"

    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="activities",
    )
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="activities")
    place = models.CharField(_("town or region"), max_length=120, blank=True)
    support_types = models.ManyToManyField(
        SupportType, verbose_name=_("support types"), blank=True, related_name="activities"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="activities")
    format = models.CharField(_("how people meet"), max_length=10, choices=Format, blank=True)
    languages = models.ManyToManyField(Language, verbose_name=_("languages"), blank=True, related_name="activities")
    description = RichTextField(_("what happens there"), help_text=_("More than the summary says. May stay empty."))
    audience = models.CharField(_("who can come"), max_length=250, blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    schedule = models.CharField(_("when"), max_length=250, blank=True)
    accreditation = models.CharField(_("accreditation"), max_length=250, blank=True)
    how_to_take_part = RichTextField(_("how to take part"))
    url = models.URLField(_("website"), max_length=URL_LENGTH, blank=True)
    url_checked_on = models.DateField(_("website checked on"), null=True, blank=True)
    alternative_titles = LinesField(_("other titles"))

    history = HistoricalRecords(m2m_fields=[countries, support_types, topics, languages])
    objects = ActivityQuerySet.as_manager()  # type: ignore[misc]  # a room has verbs of its own

    class Meta(Publishable.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("sort_key", "pk")

    def get_absolute_url(self) -> str:
        """The page of this activity."""
        return reverse("activities:detail", args=[self.slug])

    @property
    def where(self) -> str:
        """Town and countries."""
        named = joined([country.name for country in self.countries.all()])
        return ", ".join(filter(None, [self.place, named]))


def leadership_statements() -> list[tuple[str, str | Promise]]:
    """Return the statements on peer leadership as pairs of field name and wording."""
    names = (
        "governed_by_peers",
        "leaders_are_peers",
        "support_by_peers_only",
        "independent_of_clinic",
        "peers_are_paid",
        "peers_supervise_peers",
    )

    def wording(name: str) -> str | Promise:
        column = Organisation._meta.get_field(name)
        assert isinstance(column, models.Field)
        return column.verbose_name

    return [(name, wording(name)) for name in names]
