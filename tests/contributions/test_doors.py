"""The five doors and what stands behind them."""

import pytest

from events.models import Series
from library.models import Item, Recording, Resource
from resource_centre.contributions.doors import DOORS, door_for, door_of
from resource_centre.contributions.models import Contribution, Kind
from resource_centre.publishing.templatetags.components import drawings
from tests.factories import make

pytestmark = pytest.mark.django_db


def test_every_kind_has_its_door() -> None:
    assert list(DOORS) == [kind.value for kind in Kind]
    assert [door_of(Contribution(kind=kind)).kind for kind in Kind] == list(Kind)


@pytest.mark.parametrize("kind", DOORS)
def test_a_door_has_a_sign_that_is_drawn_and_takes_minutes(kind: str) -> None:
    door = DOORS[kind]
    assert f"sign-{door.sign}" in drawings()
    assert 0 < door.minutes <= 15
    assert door_for(make(door.model)) is door


def test_an_item_of_the_library_is_known_by_its_detail() -> None:
    item = Item.objects.get(pk=make(Resource).pk)
    assert type(item) is Item
    assert door_for(item) is DOORS["resource"]


@pytest.mark.parametrize("model", [Recording, Series])
def test_what_no_door_makes_has_none(model: type) -> None:
    assert door_for(make(model)) is None
