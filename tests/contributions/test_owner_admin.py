"""The desks of owners and of reports."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Activity
from resource_centre.contributions.models import Ownership, Report
from resource_centre.contributions.querysets import about
from resource_centre.mail.models import Bounce, Letter
from tests.controls import Controls, address, said, send
from tests.factories import published
from tests.test_staff_desk import limited

pytestmark = pytest.mark.django_db


def owner(email: str, **columns: Any) -> Ownership:
    record = published(Activity)
    return Ownership.objects.create(email=email, language="en", **about(record), **columns)


def claim(email: str = "claim@example.org") -> Ownership:
    return owner(email, verified_at=timezone.now(), claim="I founded <b>it</b>.")


def granted(email: str = "owner@example.org", **columns: Any) -> Ownership:
    now = timezone.now()
    return owner(email, verified_at=now, granted_at=now, proof="address", **columns)


def report(**columns: Any) -> Report:
    whole = {"path": "/activities/", "reason": "outdated", "language": "en", "text": "Old <b>news</b>.", **columns}
    return Report.objects.create(key_digest=str(Report.objects.count()), **whole)


def standings(page: Any) -> list[str]:
    return [one.email for one in page.context["cl"].result_list]


def test_claims_come_first_and_owners_who_are_hard_to_reach_can_be_found(desk: Client) -> None:
    granted(), claim(), owner("unconfirmed@example.org"), granted("silent@example.org", asked=2)
    granted("bounced@example.org")
    Bounce.notice("Bounced@example.org", "5.1.1")
    page = address(Ownership, "changelist")
    assert standings(desk.get(page))[:2] == ["claim@example.org", "unconfirmed@example.org"]
    assert standings(desk.get(page, {"standing": "claims"})) == ["claim@example.org"]
    assert standings(desk.get(page, {"standing": "silent"})) == ["silent@example.org"]
    assert standings(desk.get(page, {"standing": "bounced"})) == ["bounced@example.org"]
    assert desk.get(page, {"standing": "granted"}).content.count(b">Owner</a>") == 3


def test_granting_lets_somebody_answer_for_the_entry(desk: Client, maria: User) -> None:
    waiting = claim()
    page = address(Ownership, "change", waiting.pk)
    assert "I founded &lt;b&gt;it&lt;/b&gt;." in desk.get(page).content.decode()
    answer = send(desk, page, "_grant")
    waiting.refresh_from_db()
    assert (waiting.granted_by, waiting.proof, said(answer)) == (maria, "staff", ["1 claim is granted."])
    assert Letter.objects.get().name == "owner_granted"
    assert set(Controls(desk.get(page).content.decode()).buttons) == set()
    again = desk.post(page, {"_grant": "1"}, follow=True)
    assert said(again) == ["This was decided already, or the address is not confirmed yet."]
    assert Letter.objects.count() == 1


def test_refusing_sends_the_reason_and_forgets_the_address(desk: Client) -> None:
    waiting = claim()
    send(desk, address(Ownership, "change", waiting.pk), "_refuse", reason="We asked the house.")
    letter = Letter.objects.get()
    assert (letter.name, letter.data) == ("owner_refused", {"text": "We asked the house."})
    assert Ownership.objects.count() == 0


@pytest.mark.parametrize(("action", "left"), [("grant_chosen", 2), ("refuse_chosen", 0)])
def test_several_claims_are_decided_from_the_list(action: str, left: int, desk: Client) -> None:
    chosen = [claim("a@example.org").pk, claim("b@example.org").pk]
    desk.post(address(Ownership, "changelist"), {"action": action, "_selected_action": chosen})
    assert Ownership.objects.filter(granted_at__isnull=False).count() == left
    assert Ownership.objects.count() == left


def test_reports_are_dealt_with_and_opened_again(desk: Client, maria: User) -> None:
    told = report()
    page, queue = address(Report, "change", told.pk), address(Report, "changelist")
    assert "Old &lt;b&gt;news&lt;/b&gt;." in desk.get(page).content.decode()
    answer = send(desk, page, "_done")
    told.refresh_from_db()
    assert (told.state, told.done_by, said(answer)) == ("done", maria, ["1 report: Done."])
    assert (
        desk.get(queue).context["cl"].result_count,
        desk.get(queue, {"stage": "done"}).context["cl"].result_count,
    ) == (0, 1)
    assert set(Controls(desk.get(page).content.decode()).buttons) == {"_new"}
    send(desk, page, "_new")
    told.refresh_from_db()
    assert (told.state, told.done_at, told.done_by) == ("new", None, None)
    desk.post(queue, {"action": "mark_spam", "_selected_action": [told.pk]})
    told.refresh_from_db()
    assert told.state == "spam"
    kept = LogEntry.objects.filter(user=maria, object_id=str(told.pk)).order_by("pk")
    assert [entry.change_message for entry in kept] == ["State: done.", "State: new.", "State: spam."]


def test_reports_that_suggest_danger_stand_first(desk: Client) -> None:
    calm, danger = report(), report(read_first=True)
    found = desk.get(address(Report, "changelist")).context["cl"].result_list
    assert list(found) == [danger, calm]


@pytest.mark.parametrize("path", ["//evil.example.org/", "javascript:x()", "/\\evil.example.org"])
def test_only_pages_of_ours_become_links(path: str, desk: Client) -> None:
    page = desk.get(address(Report, "change", report(path=path).pk)).content.decode()
    assert f'href="{path}"' not in page
    assert '<a href="/topics/">' in desk.get(address(Report, "change", report(path="/topics/").pk)).content.decode()


def test_lists_take_as_many_queries_for_five_as_for_one(desk: Client) -> None:
    counts = []
    for number in (1, 4):
        for each in range(number):
            claim(f"claim{number}{each}@example.org")
            report(**about(published(Activity)))
        for model in (Ownership, Report):
            desk.get(address(model, "changelist"))
            with CaptureQueriesContext(connection) as queries:
                desk.get(address(model, "changelist"))
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_who_may_only_look_decides_nothing() -> None:
    client = limited("view_ownership", "view_report")
    waiting, told = claim(), report()
    for thing, button in ((waiting, "_grant"), (waiting, "_refuse"), (told, "_done")):
        page = address(type(thing), "change", thing.pk)
        assert Controls(client.get(page).content.decode()).buttons == {}
        assert client.post(page, {button: "1"}).status_code == 403
    told.refresh_from_db()
    assert (told.state, Ownership.objects.get().granted_at) == ("new", None)
