"""What the mail remembers about addresses: nothing that can be read."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from resource_centre.mail.models import KEEP_BOUNCES, Bounce, Letter, address_digest

pytestmark = pytest.mark.django_db


def test_every_spelling_of_an_address_has_one_digest_and_none_tells_it() -> None:
    spellings = ["maria@example.org", " Maria@Example.ORG\n", "MARIA@example.org"]
    assert len({address_digest(spelling) for spelling in spellings}) == 1
    assert address_digest("maria@example.org") != address_digest("jan@example.org")
    assert len(address_digest("maria@example.org")) == 64


def test_address_from_which_letters_came_back_is_known_by_its_digest_alone() -> None:
    Bounce.notice("Maria@example.org", "5.1.1")
    Bounce.notice("maria@example.org", "5.2.1 and a long story")
    bounce = Bounce.of("maria@example.org")
    assert (bounce, Bounce.of("jan@example.org")) == (Bounce.objects.get(), None)
    assert bounce is not None
    assert bounce.code == "5.2.1 and a long sto"
    assert "maria" not in str(Bounce.objects.values())


def test_note_about_an_address_has_an_end(clock: Any) -> None:
    Bounce.notice("maria@example.org")
    clock(KEEP_BOUNCES / 2)
    Bounce.notice("jan@example.org")
    clock(KEEP_BOUNCES + datetime.timedelta(seconds=1))
    assert Bounce.forget_old() == 1
    assert Bounce.of("jan@example.org") is not None


def test_ended_letter_cannot_keep_its_address() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(name="x", address="maria@example.org", language="en", ended_at=timezone.now())
    Letter.objects.create(name="x", language="en", ended_at=timezone.now())


def test_address_that_only_looks_alike_is_another_one() -> None:
    assert address_digest("kate@example.org") != address_digest("\u212aate@example.org")  # a Kelvin sign
