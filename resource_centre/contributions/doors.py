"""The five doors: which form stands behind each, what record it makes, and what the page says."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resource_centre.publishing.models import Publishable

from .door_forms import ActivityForm, EventForm, OrganisationForm, ResourceForm, StoryForm
from .forms import DoorForm
from .models import Contribution, Kind

#: Somebody reads what is sent within this many working days.
WORKING_DAYS = 10


@dataclass(frozen=True)
class Door:
    """One way in."""

    kind: Kind
    form: type[DoorForm]
    #: Heading and first sentence of the page.
    title: str | Promise
    lede: str | Promise
    minutes: int

    @property
    def model(self) -> type[Publishable]:
        """The model of the records that come in here."""
        model = self.form._meta.model
        assert issubclass(model, Publishable)
        return model

    @property
    def sign(self) -> str:
        """The painted sign of the records."""
        return "story" if self.kind == Kind.STORY else "resource" if self.kind == Kind.RESOURCE else self.kind.value


DOORS: dict[str, Door] = {
    door.kind.value: door
    for door in (
        Door(
            Kind.ACTIVITY,
            ActivityForm,
            _("Share an activity"),
            _(
                "A group, a service, a method or a training: tell others what you do, so that they can find you and learn from it."
            ),
            5,
        ),
        Door(
            Kind.ORGANISATION,
            OrganisationForm,
            _("Add an organisation"),
            _("Tell people in your country, and colleagues abroad, that you are there."),
            5,
        ),
        Door(
            Kind.EVENT,
            EventForm,
            _("Announce an event"),
            _("A workshop, a webinar or another meeting about peer support that others can join."),
            5,
        ),
        Door(
            Kind.RESOURCE,
            ResourceForm,
            _("Suggest something for the library"),
            _("A guide, a study, a toolkit or a website that helped you and may help others."),
            4,
        ),
        Door(
            Kind.STORY,
            StoryForm,
            _("Tell your story"),
            _(
                "What you have lived through, in your own words and under a name of your choice. You may stop at any time."
            ),
            15,
        ),
    )
}


def door_of(contribution: Contribution) -> Door:
    """Return the door through which a contribution came."""
    return DOORS[contribution.kind]


def door_for(record: models.Model) -> Door | None:
    """Return the door whose form fits a record that is public, if there is one."""
    whole: Any = getattr(record, "detail", record)
    return next((door for door in DOORS.values() if type(whole) is door.model), None)
