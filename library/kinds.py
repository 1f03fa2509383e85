"""What the library holds, and what each kind needs and may not have: the one table that form, admin and database follow."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """One row for each kind of item."""

    GUIDE = "guide", _("Guide")
    RESEARCH_PAPER = "research-paper", _("Research paper")
    REPORT = "report", _("Report")
    TOOLKIT = "toolkit", _("Toolkit")
    ARTICLE = "article", _("Article")
    TRAINING_MATERIAL = "training-material", _("Training material")
    BOOK = "book", _("Book")
    THESIS = "thesis", _("Thesis")
    WEBSITE = "website", _("Website")
    CASE_STUDY = "case-study", _("Case study")
    VIDEO = "video", _("Video")
    PODCAST = "podcast", _("Podcast")
    PODCAST_EPISODE = "podcast-episode", _("Podcast episode")
    RECORDED_WEBINAR = "recorded-webinar", _("Recorded webinar")
    STORY = "story", _("Story")


class Shelf(models.TextChoices):
    """The four parts of the library: each has its own list and its own detail table."""

    RESOURCES = "resources", _("Resources")
    CASE_STUDIES = "case-studies", _("Case studies")
    RECORDINGS = "recordings", _("Recordings")
    STORIES = "stories", _("Stories")


@dataclass(frozen=True)
class Rule:
    """Where a kind belongs, and which columns of the catalogue it must fill or leave empty."""

    shelf: Shelf
    requires: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()


_RESOURCE = Rule(Shelf.RESOURCES)
_RECORDING = Rule(Shelf.RECORDINGS, requires=("url",))
RULES: dict[Kind, Rule] = {
    Kind.GUIDE: _RESOURCE,
    Kind.RESEARCH_PAPER: _RESOURCE,
    Kind.REPORT: _RESOURCE,
    Kind.TOOLKIT: _RESOURCE,
    Kind.ARTICLE: _RESOURCE,
    Kind.TRAINING_MATERIAL: _RESOURCE,
    Kind.BOOK: _RESOURCE,
    Kind.THESIS: _RESOURCE,
    Kind.WEBSITE: Rule(Shelf.RESOURCES, requires=("url",)),
    Kind.CASE_STUDY: Rule(Shelf.CASE_STUDIES, forbids=("url",)),
    Kind.VIDEO: _RECORDING,
    Kind.PODCAST: _RECORDING,
    Kind.PODCAST_EPISODE: _RECORDING,
    Kind.RECORDED_WEBINAR: _RECORDING,
    Kind.STORY: Rule(Shelf.STORIES, forbids=("url",)),
}


def kinds_on(shelf: Shelf) -> list[Kind]:
    """Return the kinds of one part of the library, in the order of the table."""
    return [kind for kind in Kind if RULES[kind].shelf == shelf]


def choices_on(shelf: Shelf) -> list[tuple[str, str]]:
    """Return the choices for a form that makes an item of one part of the library."""
    return [(kind.value, str(kind.label)) for kind in kinds_on(shelf)]


def constraints() -> Iterator[models.CheckConstraint]:
    """Yield the database constraints that follow from the table."""
    yield models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="item_kind_is_known")
    for column in sorted({column for rule in RULES.values() for column in rule.requires + rule.forbids}):
        requiring = [kind.value for kind in Kind if column in RULES[kind].requires]
        forbidding = [kind.value for kind in Kind if column in RULES[kind].forbids]
        if requiring:
            yield models.CheckConstraint(
                condition=~Q(kind__in=requiring) | ~Q(**{column: ""}),
                name=f"item_kind_requires_{column}",
                violation_error_message=_("This kind of item lacks something that it needs."),
            )
        if forbidding:
            yield models.CheckConstraint(
                condition=~Q(kind__in=forbidding) | Q(**{column: ""}),
                name=f"item_kind_forbids_{column}",
                violation_error_message=_("This kind of item has something that it may not have."),
            )
