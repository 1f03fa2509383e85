"""A burst of forms from one network: bounded work, and everybody else is served."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resource_centre.contributions.limits import DOORS
from resource_centre.contributions.models import Contribution
from resource_centre.guard.flood import FORMS
from resource_centre.guard.forms import new_stamp
from resource_centre.guard.models import Bucket
from tests.contributions.sent import ANSWERS

pytestmark = pytest.mark.django_db

BURST = 10_000


def typed(**more: Any) -> dict[str, Any]:
    """Return an activity as a browser posts it."""
    return {**ANSWERS["activity"], "email": "ana@example.org", "stamp": new_stamp(), "action": "look", **more}


@pytest.fixture(autouse=True)
def _clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no allowance grow while a slow machine works."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.long
def test_burst_costs_one_read_a_form_and_others_are_served() -> None:
    attacker, person = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    statuses: dict[int, int] = {}
    before = FORMS.size - DOORS.size - 10  # these came in another way, so that the test takes less time
    assert [FORMS.take("203.0.113.9") for _number in range(before)] == [True] * before
    for number in range(BURST):
        # After the first ones the attacker forges where the forms come from, and it makes no difference.
        answer = attacker.post("/share/activity/", typed(), headers={"x-forwarded-for": f"192.0.2.{number % 250}"})
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if number == BURST - 2:
            with CaptureQueriesContext(connection) as queries:
                assert attacker.post("/share/activity/", typed()).status_code == 429
            assert len(queries) == 1
    assert Contribution.objects.count() == DOORS.size
    assert statuses == {303: DOORS.size, 429: BURST - DOORS.size}
    assert Bucket.objects.count() < 10
    assert person.post("/share/activity/", typed(), headers={"x-forwarded-for": "203.0.113.9"}).status_code == 303
    assert person.get("/library/").status_code == 200


def test_page_for_too_many_forms_asks_to_wait_and_says_that_nothing_is_lost() -> None:
    client = Client()
    assert [FORMS.take("127.0.0.1") for _number in range(FORMS.size)] == [True] * FORMS.size
    answer = client.post("/news/", {"email": "ana@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert b"what you typed is still there" in answer.content
    assert client.get("/news/").status_code == 200
