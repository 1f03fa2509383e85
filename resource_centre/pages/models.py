"""The site's own texts, and how to reach the people who keep it."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from resource_centre.publishing.models import Publishable
from resource_centre.richtext import RichTextField

#: Pages that stand at an address of their own, with more on them than their text.
HOME, URGENT_HELP, CONTACT = "home", "urgent-help", "contact"

#: First words of addresses that belong to rooms and to machines.
RESERVED_SLUGS = frozenset(
    {
        "library", "organisations", "activities", "events", "countries", "support-types", "topics", "glossary",
        "directory", "share", "messages", "news", "search", "find-your-path", "country", "site-map", "style-guide", "leave", "admin", "media",
        "static", "healthz", "readyz", "favicon.ico", "en", "de", "fr",
    }
)  # fmt: skip


class EditorialPage(Publishable):
    """A page of the site's own."""

    sign = "page"
    reserved_slugs = RESERVED_SLUGS

    title = models.CharField(_("title"), max_length=200)
    quotation = models.TextField(_("quotation"), blank=True)
    quotation_by = models.CharField(_("whose words"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta(Publishable.Meta):
        verbose_name = _("editorial page")
        verbose_name_plural = _("editorial pages")
        ordering = ("sort_key", "pk")
        constraints = (
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quotation="") | ~Q(quotation_by=""),
                name="editorialpage_quotation_has_speaker",
                violation_error_message=_("Say whose words the quotation is."),
            ),
        )

    @property
    def parts(self) -> "list[Section]":
        """The sections in their order, each with an anchor that no other one on the page has."""
        sections = list(self.sections.all()) if self.pk else []
        taken: set[str] = set()
        for section in sections:
            if section.anchor in taken:
                section.anchor = f"{section.anchor}-{section.pk}"
            taken.add(section.anchor)
        return sections

    def get_absolute_url(self) -> str:
        """The address of this page."""
        try:
            return reverse(f"pages:{self.slug}")
        except NoReverseMatch:
            return reverse("pages:editorial", args=[self.slug])


class Section(models.Model):
    """A heading and its text on an editorial page."""

    class Slot(models.TextChoices):
        INTRODUCTION = "introduction", _("Beside the quotation")
        INVITATION = "invitation", _("In the invitation to share")
        HELP = "help", _("Beside the way to urgent help")
        DANGER = "danger", _("Urgent help: below the number 112")
        TALK = "talk", _("Urgent help: someone to talk to")
        UNLISTED = "unlisted", _("Urgent help: when there is no number")

    page = models.ForeignKey(EditorialPage, models.CASCADE, verbose_name=_("page"), related_name="sections")
    heading = models.CharField(_("heading"), max_length=200)
    body = RichTextField(_("text"), blank=False)
    slot = models.CharField(
        _("place on the page"),
        max_length=15,
        choices=Slot,
        blank=True,
        help_text=_("For the home page and for urgent help only. Each place holds one section."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.heading

    @cached_property
    def anchor(self) -> str:
        """The name of this section in addresses."""
        return slugify(self.heading) or f"section-{self.pk}"


class ContactDetails(models.Model):
    """How to reach the people who keep the site: one record."""

    email = models.EmailField(_("e-mail address"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, validators=[RegexValidator(r"^\+?[0-9][0-9 ]*$")]
    )
    website = models.URLField(_("website"), blank=True, max_length=300)
    security_email = models.EmailField(
        _("address for reports of security holes"), blank=True, help_text=_("Shown in /.well-known/security.txt.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact details")
        verbose_name_plural = _("contact details")
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="contactdetails_is_one_record"),)

    def __str__(self) -> str:
        return str(_("Contact details"))

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the one record."""
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    @classmethod
    def current(cls) -> "ContactDetails":
        """Return the contact details, empty where staff have not written any."""
        return cls.objects.first() or cls()
