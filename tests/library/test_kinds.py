"""One table says what each kind of item needs and may not have; model, form and database follow it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import modelform_factory

from library.kinds import RULES, Kind, Shelf, choices_on, kinds_on
from library.models import DETAILS, Item
from tests.factories import build, make

pytestmark = pytest.mark.django_db


def model_of(kind: Kind) -> type[Item]:
    return DETAILS[RULES[kind].shelf]


def test_every_kind_has_its_row_and_every_shelf_its_kinds_and_its_table() -> None:
    assert set(RULES) == set(Kind)
    assert sorted(kind for shelf in Shelf for kind in kinds_on(shelf)) == sorted(Kind)
    assert {shelf: model.shelf for shelf, model in DETAILS.items()} == {shelf: shelf for shelf in Shelf}
    assert [value for shelf in Shelf for value, _label in choices_on(shelf)] == [
        kind.value for shelf in Shelf for kind in kinds_on(shelf)
    ]


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_needs_what_the_table_says_and_may_not_have_what_it_says(kind: Kind) -> None:
    rule = RULES[kind]
    address = {"url": "https://example.org/"}
    for columns, is_right in (({"url": ""}, "url" not in rule.requires), (address, "url" not in rule.forbids)):
        item = build(model_of(kind), kind=kind, **columns)
        if is_right:
            item.full_clean()
            item.save()
            continue
        with pytest.raises(ValidationError) as error:
            item.full_clean()
        assert set(error.value.message_dict) == {"url"}
        with pytest.raises(IntegrityError), transaction.atomic():
            item.save()


@pytest.mark.parametrize("kind", Kind)
def test_the_database_refuses_a_change_past_the_model_too(kind: Kind) -> None:
    rule = RULES[kind]
    item = make(model_of(kind), kind=kind, url="https://example.org/" if "url" in rule.requires else "")
    rows = Item.objects.filter(pk=item.pk)
    for column in rule.requires:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{column: ""})
    for column in rule.forbids:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{column: "https://example.org/"})
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(kind="castle")


@pytest.mark.parametrize("shelf", Shelf)
def test_a_kind_of_another_shelf_is_refused_by_form_and_model(shelf: Shelf) -> None:
    model = DETAILS[shelf]
    for kind in Kind:
        item = build(model, kind=kind, url="")
        if RULES[kind].shelf == shelf:
            continue
        with pytest.raises(ValidationError) as error:
            item.full_clean()
        assert set(error.value.message_dict) == {"kind"}
        with pytest.raises(ValueError, match="does not belong"):
            item.save()
    form = modelform_factory(model, fields=("kind",))({"kind": "guide" if shelf != Shelf.RESOURCES else "video"})
    assert set(form.errors) == {"kind"}


def test_the_signs_follow_the_kinds() -> None:
    assert {kind.value: build(model_of(kind), kind=kind).sign for kind in Kind} == {
        kind.value: {"resources": "resource", "case-studies": "case", "recordings": "video", "stories": "story"}[
            RULES[kind].shelf
        ]
        for kind in Kind
    }
