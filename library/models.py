"""The library: one catalogue table that lists read alone, and a detail table for each part of the library."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organisations.models import URL_LENGTH, Organisation
from resource_centre.fields import LinesField
from resource_centre.publishing.models import Publishable
from resource_centre.richtext import RichTextField
from resource_centre.uploads import PdfField, RemadeImageField
from resource_centre.vocabularies.cldr import joined
from resource_centre.vocabularies.models import Country, Language, SupportType, Topic

from .kinds import RULES, Kind, Shelf, constraints
from .querysets import ItemQuerySet

MAX_NAMED = 3
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Item(Publishable):
    """Anything in the library, as lists, filters, feeds and search see it."""

    #: The part of the library that a subclass stands for.
    shelf: ClassVar[Shelf | None] = None
    reserved_slugs = frozenset(Shelf.values)

    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    authors = LinesField(_("authors"))
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    url = models.URLField(_("address on the web"), max_length=URL_LENGTH, blank=True)
    url_checked_on = models.DateField(_("address checked on"), null=True, blank=True)
    third_party_copy = models.BooleanField(
        _("the address leads to a copy"),
        default=False,
        help_text=_("Tick it where the address is not the publisher’s own. Then the page shows no link."),
    )
    rights = models.CharField(_("rights"), max_length=400, blank=True, help_text=_("What we know about rights."))
    languages = models.ManyToManyField(Language, verbose_name=_("languages"), blank=True, related_name="items")
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="items")
    support_types = models.ManyToManyField(
        SupportType, verbose_name=_("support types"), blank=True, related_name="items"
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="items")
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), blank=True, related_name="items"
    )
    image = RemadeImageField(_("picture"), help_text=_("JPEG, PNG or WebP. Only with the consent of everybody in it."))
    image_description = models.CharField(
        _("description of the picture"), max_length=250, blank=True, help_text=_("For people who do not see it.")
    )

    objects = ItemQuerySet.as_manager()  # type: ignore[misc]  # a room has verbs of its own

    class Meta(Publishable.Meta):
        verbose_name = _("library item")
        verbose_name_plural = _("library items")
        ordering = ("sort_key", "pk")
        constraints = (
            *Publishable.Meta.constraints,
            *constraints(),
            models.CheckConstraint(
                condition=Q(third_party_copy=False) | ~Q(url=""),
                name="item_copy_has_url",
                violation_error_message=_("Give the address of the copy, or say that it is no copy."),
            ),
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_description=""),
                name="item_image_has_description",
                violation_error_message=_("Describe the picture for people who do not see it."),
            ),
        )

    def get_absolute_url(self) -> str:
        """The page of this item."""
        return reverse("library:detail", args=[self.slug])

    def clean(self) -> None:
        """Raise ValidationError where the item lacks what its kind requires or has what its kind forbids."""
        super().clean()
        if self.kind not in Kind.values:
            return
        rule = RULES[Kind(self.kind)]
        if self.shelf is not None and rule.shelf != self.shelf:
            raise ValidationError({"kind": _("This kind belongs to another part of the library.")})
        errors = {name: _("This kind of item needs this field.") for name in rule.requires if not getattr(self, name)}
        errors |= {name: _("This kind of item has no such field.") for name in rule.forbids if getattr(self, name)}
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. Raises ValueError where the kind belongs to another part of the library than the detail table."""
        if self.shelf is not None and RULES[Kind(self.kind)].shelf != self.shelf:
            raise ValueError(f"{self.kind} does not belong to {self.shelf}")
        super().save(*args, **kwargs)

    @property
    def sign(self) -> str:  # type: ignore[override]  # one class for all kinds: the sign follows the kind
        """The painted sign of the kind."""
        return {
            Shelf.RESOURCES: "resource",
            Shelf.CASE_STUDIES: "case",
            Shelf.RECORDINGS: "video",
            Shelf.STORIES: "story",
        }[RULES[Kind(self.kind)].shelf]

    @property
    def where(self) -> str:
        """The country of a case study, the length of a recording, the language of a work."""
        if self.part == Shelf.CASE_STUDIES:
            countries = [country.name for country in self.countries.all()]
            return joined(countries) if len(countries) <= MAX_NAMED else ""
        languages = [language.name for language in self.languages.all()]
        return joined(languages) if len(languages) <= MAX_NAMED else ""

    @property
    def author_line(self) -> str:
        """The authors in one line: up to three by name."""
        if len(self.authors) > MAX_NAMED:
            return gettext("%(first)s and others") % {"first": self.authors[0]}
        return joined(list(self.authors))

    @property
    def part(self) -> Shelf:
        """The part of the library where this item stands."""
        return RULES[Kind(self.kind)].shelf

    @property
    def public_url(self) -> str:
        """The address that the page may link to: none where it leads to somebody else's copy."""
        return "" if self.third_party_copy else self.url

    @property
    def public_source_links(self) -> list[str]:
        """The sources that the page may link to: none beside a copy, because they lead there too."""
        return [] if self.third_party_copy else [link for link in self.source_links if link != self.url]

    @property
    def detail(self) -> "Item":
        """This item with its detail table: one more query unless it is there already."""
        if type(self) is not Item:
            return self
        detail = getattr(self, DETAILS[self.part]._meta.model_name or "")
        assert isinstance(detail, Item)
        return detail


class Resource(Item):
    """A work to read or use: a guide, a study, a toolkit, a book, a website."""

    shelf = Shelf.RESOURCES

    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    doi = models.CharField(
        _("DOI"),
        max_length=120,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI starts with 10. and a number, then a slash."))],
    )
    body = RichTextField(_("what is inside"))
    file = PdfField(_("file"), help_text=_("PDF, at most 20 MB. Only if the rights allow it."))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    @property
    def citation(self) -> str:
        """How to name the work as a source: authors, year, title, publisher, DOI."""
        authors = "; ".join(self.authors)
        year = f"({self.year})" if self.year else ""
        parts = [" ".join(filter(None, [authors, year])), self.title, self.publisher]
        if self.doi:
            parts.append(f"https://doi.org/{self.doi}")
        return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)


class CaseStudy(Item):
    """An example of practice, told so that others can learn from it."""

    class Evidence(models.TextChoices):
        BEST = "best", _("Best practice")
        PROMISING = "promising", _("Promising practice")
        EXAMPLE = "example", _("Example")

    shelf = Shelf.CASE_STUDIES

    setting = models.CharField(_("setting"), max_length=250)
    period = models.CharField(_("years"), max_length=200, blank=True)
    what_it_is = RichTextField(_("what it is"), blank=False)
    how_it_works = RichTextField(_("how it works"))
    what_helped = RichTextField(_("what helped"))
    what_could_be_better = RichTextField(_("what could be better"))
    what_others_can_take = RichTextField(_("what others can take from it"))
    what_you_need = RichTextField(_("what you need to copy this"))
    evidence_level = models.CharField(_("evidence level"), max_length=10, choices=Evidence, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    @property
    def legs(self) -> list[tuple[str, Any, bool]]:
        """The stations of the trail that have a text: heading, text, and whether it is rough ground."""
        names = (
            "what_it_is",
            "how_it_works",
            "what_helped",
            "what_could_be_better",
            "what_others_can_take",
            "what_you_need",
        )
        stations = []
        for name in names:
            if text := getattr(self, name):
                column = self._meta.get_field(name)
                assert isinstance(column, models.Field)
                heading = str(column.verbose_name)
                stations.append((heading[:1].upper() + heading[1:], text, name == "what_could_be_better"))
        return stations


class Recording(Item):
    """Something to watch or listen to."""

    shelf = Shelf.RECORDINGS

    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    published_on = models.DateField(_("first published on"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    body = RichTextField(_("what you will hear"))
    captions = models.ManyToManyField(Language, verbose_name=_("captions in"), blank=True, related_name="+")
    transcript = models.TextField(_("transcript"), blank=True, help_text=_("Plain text. One paragraph a line."))

    history = HistoricalRecords(m2m_fields=[captions])

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    @property
    def transcript_lines(self) -> list[str]:
        """The paragraphs of the transcript."""
        return [line.strip() for line in self.transcript.splitlines() if line.strip()]


class Story(Item):
    """A text by or with a person who lived it."""

    shelf = Shelf.STORIES

    byline = models.CharField(_("told by"), max_length=120, help_text=_("The name that the person chose."))
    content_note = models.CharField(
        _("content note"), max_length=250, blank=True, help_text=_("What may be hard to read, in a few words.")
    )
    body = RichTextField(_("story"), blank=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")


DETAILS: dict[Shelf, type[Item]] = {
    Shelf.RESOURCES: Resource,
    Shelf.CASE_STUDIES: CaseStudy,
    Shelf.RECORDINGS: Recording,
    Shelf.STORIES: Story,
}
