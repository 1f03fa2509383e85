"""The desk of web addresses."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import Activity
from resource_centre.contributions.models import LinkCheck
from resource_centre.contributions.querysets import about
from tests.contributions.desk import reviewer
from tests.controls import address
from tests.factories import published

pytestmark = pytest.mark.django_db


def checked(title: str, days: int | None) -> LinkCheck:
    """Return the check of an activity whose address broke so many days ago, or works."""
    now = timezone.now()
    since = None if days is None else now - datetime.timedelta(days=days)
    record = published(Activity, title=title, url="https://table.example.org/")
    columns = {"address": record.url, "tried_at": now, "status": 200 if since is None else 404, "failed_since": since}
    check: LinkCheck = LinkCheck.objects.create(**about(record), **columns)
    return check


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(address(LinkCheck, "changelist") + query)
    return [str(one.record) for one in page.context["cl"].result_list]


def test_longest_broken_stands_first_and_what_works_last() -> None:
    _maria, desk = reviewer("maria")
    checked("Works", None), checked("Broke last week", 7), checked("Broke last year", 365)
    assert shown(desk) == ["Broke last year", "Broke last week", "Works"]
    assert shown(desk, "?failed_since__isempty=0") == ["Broke last year", "Broke last week"]


def test_nobody_writes_what_a_machine_found() -> None:
    _maria, desk = reviewer("maria")
    check = checked("Works", None)
    assert desk.post(address(LinkCheck, "add")).status_code == 403
    assert desk.post(address(LinkCheck, "delete", check.pk)).status_code == 403
    assert desk.post(address(LinkCheck, "change", check.pk), {"status": 404}).status_code == 403
    assert LinkCheck.objects.get().status == 200
