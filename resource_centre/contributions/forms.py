"""What the forms of the five doors share. The public fills them in; staff run the same form again when they accept."""

import datetime
from typing import Any, ClassVar, cast

from babel.dates import get_timezone_location
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.moments import zone_names
from resource_centre.guard.forms import SeveralSelects, dress
from resource_centre.publishing.models import FormerSlug, Publishable
from resource_centre.text import fold
from resource_centre.vocabularies.models import Country, Language, SupportType

from .plain import PlainTextField

Answers = dict[str, list[str]]
Parts = tuple[tuple[str | Promise, tuple[str, ...]], ...]
SUMMARY = 600
#: So much of an answer is kept, and so many choices of one field, also where the form will not take them.
LONGEST, MOST = 100_000, 60
#: As much as the column takes.
EMAIL = 254
ADDRESS_LOOKS_WRONG = _("Look at it again. It should look like name@example.org.")
_FURTHER_ZONES = ("Asia/Baku", "Asia/Nicosia", "Asia/Tbilisi", "Asia/Yerevan", "Atlantic/Reykjavik")
EUROPE, WORLD = "europe", "international"


def countries(*others: str) -> list[tuple[str, str]]:
    """Return the countries of Europe, and `others` by their codes, by name in the reader's language."""
    shown = Country.objects.filter(Q(in_europe=True) | Q(pk__in=others))
    named = sorted(shown, key=lambda country: country.sort_name)
    return [(country.pk, country.name) for country in named]


def languages() -> list[tuple[str, str]]:
    """Return the languages by name in the reader's language."""
    return sorted(((language.pk, language.name) for language in Language.objects.all()), key=lambda row: fold(row[1]))


def time_zones() -> list[tuple[str, str]]:
    """Return the time zones of Europe, named by their cities in the reader's language."""
    names = [name for name in zone_names() if name.startswith("Europe/") or name in _FURTHER_ZONES]
    here = get_language() or "en"
    cities = {get_timezone_location(name, locale=here, return_city=True): name for name in sorted(names, reverse=True)}
    return [(name, city) for city, name in sorted(cities.items(), key=lambda row: fold(row[0]))]


def only_public(form: forms.BaseForm, *names: str) -> None:
    """Mark which fields everybody will see; all others only staff see."""
    for name, field in form.fields.items():
        field.seen_by = "everybody" if name in names else "staff"  # type: ignore[attr-defined]  # ours


class Several(forms.ModelMultipleChoiceField[Any]):
    """A choice of several records. A number that no database holds is a wrong choice, not an error of ours."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)  # type: ignore[misc]  # private in Django's types
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": _("that number")}
            ) from error


def asked(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column: an address on the web without its scheme means https, and no other is one."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    if isinstance(field, models.ManyToManyField):
        kwargs["form_class"] = Several
    asked_for = field.formfield(**kwargs)
    if isinstance(asked_for, forms.URLField):
        asked_for.validators.append(URLValidator(schemes=["http", "https"]))
    return asked_for


class DoorMeta:
    """How all doors ask for a column."""

    formfield_callback = staticmethod(asked)


class DoorForm(forms.ModelForm[Any]):
    """The answers at one door, as the public gives them and as staff check them."""

    #: The parts of the page: heading and the names of their fields.
    parts: ClassVar[Parts] = ()
    #: Fields of the model that only staff fill in, on the review page.
    staff_fields: ClassVar[tuple[str, ...]] = ("language", "topics")
    #: Fields whose words may say something private that would become public.
    told: ClassVar[tuple[str, ...]] = ("title", "summary")
    #: What a missing answer is called, by field.
    missing: ClassVar[dict[str, str | Promise]] = {}

    #: Fields that nobody but staff sees.
    only_staff: ClassVar[tuple[str, ...]] = ("email",)

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=EMAIL,
        help_text=_(
            "We send you a link to confirm it. We use it to write to you about what you send, and for nothing else."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "input input--m"}),
        error_messages={
            "required": _("Give us an e-mail address, so that we can send you the link"),
            "invalid": ADDRESS_LOOKS_WRONG,
        },
    )

    def __init__(self, *args: Any, staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not staff:
            for name in self.staff_fields:
                self.fields.pop(name, None)
        for name, sentence in self.missing.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = cast("str", sentence)
        for name, field in self.fields.items():
            if isinstance(field, PlainTextField):
                field.stored = str(getattr(self.instance, name, "") or "")
            self.fit(name, field)
        dress(self)
        only_public(self, *(name for _part, names in self.parts for name in names if name not in self.only_staff))

    def fit(self, name: str, field: forms.Field) -> None:
        """Give the fields that several doors share their choices and words."""
        if name in {"countries", "languages"}:
            field.widget = SeveralSelects()
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.widget.choices = languages() if name == "languages" else countries(*self.chosen_countries())
            field.widget.is_required = field.required
        elif name == "support_types":
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = SupportType.objects.all()
            field.widget = forms.CheckboxSelectMultiple()
            field.widget.choices = field.choices
            field.help_text = _("Choose all that fit.")
        elif name == "summary":
            field.widget = forms.Textarea(attrs={"rows": 4, "maxlength": SUMMARY})

    def chosen_countries(self) -> list[str]:
        """Return the codes of the countries that the record has already: a change must not lose one."""
        if self.instance.pk is None or not hasattr(self.instance, "countries"):
            return []
        return list(self.instance.countries.values_list("pk", flat=True))

    # Answers as they are kept

    @classmethod
    def answers_in(cls, data: Any) -> Answers:
        """Return the public's answers in what was posted: names of fields to lists of texts, e-mail left out.

        Nothing else that was posted gets through, and nothing that no database can store.
        """
        names = [name for _part, names in cls.parts for name in names if name != "email"]
        return {
            name: [str(value).replace("\x00", "")[:LONGEST] for value in data.getlist(name)[:MOST]]
            for name in names
            if name in data
        }

    @classmethod
    def answers_of(cls, record: Publishable, *, staff: bool = False) -> Answers:
        """Return the answers that a record stands for, as the form would show them."""
        form = cls(instance=record, staff=staff)
        kept: Answers = {}
        for name in form.fields:
            if name == "email":
                continue
            value = form[name].value()
            values = value if isinstance(value, list | tuple | models.QuerySet) else [value]
            kept[name] = [_as_answer(one) for one in values if one not in (None, "")]
        return kept

    @classmethod
    def with_answers(cls, answers: Answers, email: str, instance: Any = None, **kwargs: Any) -> "DoorForm":
        """Return the form bound to answers that were kept. With `staff`, only those staff fields that have answers."""
        form = cls(MultiValueDict({**answers, "email": [email]}), instance=instance, **kwargs)
        for name in cls.staff_fields:
            if name in form.fields and name not in answers:
                del form.fields[name]
        return form

    @classmethod
    def as_typed(cls, answers: Answers, email: str, instance: Any = None, problem: str | Promise = "") -> "DoorForm":
        """Return the form with answers as somebody typed them, not checked. `problem` is the only thing it complains of."""
        form = cls.with_answers(answers, email, instance)
        form.cleaned_data = {}
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # private in Django's types
        if problem:
            form.add_error(None, str(problem))
        return form

    # The record

    def clean(self) -> dict[str, Any]:
        """Return the answers, with what no answer may hold taken out."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in answers.items():
            if isinstance(value, str) and "\x00" in value:
                self.add_error(name, ValidationError(_("This text holds a sign that cannot be stored.")))
        return answers

    def _get_validation_exclusions(self) -> set[str]:
        # The slug is made when the record is saved; states and dates are not the form's.
        return {*super()._get_validation_exclusions(), "slug"}  # type: ignore[misc]  # private in Django's types

    def _post_clean(self) -> None:
        """Make the record from the answers, and check it against every constraint of the database."""
        super()._post_clean()  # type: ignore[misc]  # private in Django's types
        if self.errors:
            return
        self.finish(self.instance, self.cleaned_data.get("email", ""))
        # Django's own check passes over every constraint that names a field which is not on the form.
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))

    def finish(self, record: Any, email: str) -> None:
        """Fill in the columns of `record` that follow from the answers. Doors add their own."""

    def keep(self, language: str) -> Any:
        """Make or change the record from valid answers and return it. Its state is up to `publishing.actions`."""
        record = self.instance
        for name, day in (("website", "website_checked_on"), ("url", "url_checked_on")):
            if name in self.changed_data and hasattr(record, day):
                setattr(record, day, None)  # nobody has seen yet that the new address works
        if record.pk is None:
            if "language" not in self.fields:
                record.language_id = language
            record.slug = free_slug(type(record), record.heading)
        record.full_clean()
        record.save()
        self._save_m2m()  # type: ignore[attr-defined]  # private in Django's types
        return record


def _as_answer(value: Any) -> str:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value)


def free_slug(model: type[Publishable], title: str) -> str:
    """Return a slug made from a title that no other record of its table has or had."""
    table = model.slug_model()
    base = (slugify(fold(title)) or str(model._meta.model_name))[:80].strip("-")
    slug, number = base, 1
    while (
        slug in table.reserved_slugs
        or table._base_manager.filter(slug=slug).exists()
        or FormerSlug.target_of(table, slug) is not None
    ):
        number += 1
        slug = f"{base}-{number}"
    return slug
