"""What can be published: its state, its dates, its language, its sources, and the addresses it once had."""

import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resource_centre.fields import LinesField
from resource_centre.text import fold
from resource_centre.vocabularies.models import Language

from .querysets import PublishedQuerySet, stale_before

SORT_KEY_LENGTH = 120


class State(models.TextChoices):
    """Where a record stands on its way to the public and back."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Confirmer(models.TextChoices):
    """Who last said that a record is right."""

    STAFF = "staff", _("Our staff")
    OWNER = "owner", _("The people who run it")


class Publishable(models.Model):
    """A record that staff write, publish, keep right and one day archive."""

    #: Name of the field that holds the heading.
    title_field: ClassVar[str] = "title"
    #: Name of the painted sign beside the kind (see static/img/icons.svg).
    sign: str = "resource"
    #: Slugs that would hide an address of the site's own.
    reserved_slugs: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("The last part of the address. When you change it, the old address leads to the new one."),
    )
    summary = models.TextField(
        _("summary"),
        validators=[MaxLengthValidator(600)],
        help_text=_(
            "Two or three plain sentences, at most 600 characters. Lists, search engines and the page show them."
        ),
    )
    language = models.ForeignKey(
        Language,
        models.PROTECT,
        verbose_name=_("language of our text"),
        default="en",
        related_name="+",
        help_text=_("The language in which the summary and the texts on this page are written."),
    )
    title_language = models.ForeignKey(
        Language,
        models.PROTECT,
        verbose_name=_("language of the title"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Only if it differs from the language of our text."),
    )
    sources = LinesField(
        _("sources"), help_text=_("Where the facts come from, one a line. Addresses of web pages are shown.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Empty: from the moment you press “Publish”. A date in the future: from that moment on."),
    )
    confirmed_at = models.DateTimeField(
        _("confirmed"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When somebody last confirmed that it is right."),
    )
    confirmed_by = models.CharField(
        _("confirmed by"), max_length=5, choices=Confirmer, blank=True, default="", editable=False
    )
    review_due = models.DateField(_("review due"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False, default="", db_index=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(state__in=("draft", "published", "archived")), name="%(class)s_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="%(class)s_published_has_date",
                violation_error_message=_("A published record needs the moment from which it is public."),
            ),
        )
        indexes = (models.Index(fields=("state", "published_at"), name="%(class)s_public"),)

    def __str__(self) -> str:
        return self.heading

    def clean(self) -> None:
        """Raise ValidationError for a slug that is an address of the site's own."""
        super().clean()
        if self.slug in self.reserved_slugs:
            raise ValidationError({"slug": _("This address belongs to another page. Choose another one.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with sort key and time of change brought up to date, and leave a redirect where the slug changed."""
        self.sort_key = fold(self.heading)[:SORT_KEY_LENGTH]
        self.updated_at = timezone.now()
        with transaction.atomic():
            FormerSlug.remember(self)
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the public page. Rooms say which."""
        raise NotImplementedError

    @property
    def heading(self) -> str:
        """The title or name."""
        return str(getattr(self, self.title_field))

    @property
    def heading_language(self) -> str:
        """The BCP 47 code of the language of the heading."""
        return str(self.title_language_id or self.language_id)

    @property
    def kind_name(self) -> str:
        """What kind of thing this is, in the reader's language."""
        name = self.get_kind_display() if hasattr(self, "get_kind_display") else self._meta.verbose_name
        return str(name)[:1].upper() + str(name)[1:]

    @property
    def where(self) -> str:
        """A few words that stand beside the kind on a card: a place, a language or a length. Rooms say which."""
        return ""

    @property
    def is_public(self) -> bool:
        """Whether the public may see this now: the same condition as `querysets.public`."""
        return self.is_public_at(timezone.now())

    def is_public_at(self, now: datetime.datetime) -> bool:
        """Whether the public may see this at the moment `now`."""
        return self.state == State.PUBLISHED and self.published_at is not None and self.published_at <= now

    @property
    def still_right_on(self) -> datetime.datetime | None:
        """When somebody last said that this is right, or else when it became public."""
        return self.confirmed_at or self.published_at

    @property
    def is_stale(self) -> bool:
        """Whether nobody has confirmed this for a year: the same condition as `querysets.stale`."""
        return self.is_stale_at(timezone.now())

    def is_stale_at(self, now: datetime.datetime) -> bool:
        """Whether nobody has confirmed this for a year at the moment `now`."""
        return self.still_right_on is not None and self.still_right_on < stale_before(now)

    @property
    def source_links(self) -> list[str]:
        """Those sources that are addresses of web pages."""
        return [source for source in self.sources if source.startswith(("https://", "http://"))]

    @classmethod
    def slug_model(cls) -> type["Publishable"]:
        """Return the model whose table holds the slug: the first concrete one in the line of inheritance."""
        field = cls._meta.get_field("slug")
        model = field.model
        assert issubclass(model, Publishable)
        return model


class FormerSlug(models.Model):
    """A slug that a record had before. Its address leads to the record's page."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    slug = models.SlugField(_("slug"), max_length=100)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = (models.UniqueConstraint(fields=("content_type", "slug"), name="formerslug_leads_to_one_record"),)
        indexes = (models.Index(fields=("content_type", "object_id"), name="formerslug_target"),)

    def __str__(self) -> str:
        return self.slug

    @classmethod
    def remember(cls, record: Publishable) -> None:
        """Keep the slug that `record` has in the database if it is about to change, and free the new one."""
        if record.pk is None:
            return
        model = type(record).slug_model()
        before = model._base_manager.filter(pk=record.pk).values_list("slug", flat=True).first()
        if before is None or before == record.slug:
            return
        content_type = ContentType.objects.get_for_model(model)
        cls.objects.filter(content_type=content_type, slug=record.slug).delete()
        cls.objects.update_or_create(content_type=content_type, slug=before, defaults={"object_id": record.pk})

    @classmethod
    def target_of(cls, model: type[Publishable], slug: str) -> Publishable | None:
        """Return the record of `model` that once had `slug`, public or not, or None."""
        base = model.slug_model()
        former = cls.objects.filter(content_type=ContentType.objects.get_for_model(base), slug=slug).first()
        return base._base_manager.filter(pk=former.object_id).first() if former else None


class WrongTransitionError(ValidationError):
    """A change of state that makes no sense from the state in which the record is."""
