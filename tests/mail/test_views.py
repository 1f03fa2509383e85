"""Pages behind links: private, kind when the link is over, and changed by POST alone."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resource_centre.mail import links
from resource_centre.mail.models import Link
from resource_centre.vocabularies.models import Topic
from tests.document import Document

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.mail.linked_urls")]
DAY = datetime.timedelta(days=1)
PRIVATE = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def private(response: Any) -> dict[str, str]:
    """Return the headers that keep an address private, as the response has them."""
    return {name: response.headers.get(name) for name in PRIVATE}


def rows() -> tuple[list[Any], list[Any]]:
    """Return everything about links and topics."""
    links_now = Link.objects.values_list("pk", "digest", "purpose", "object_id", "expires_at", "spent_at")
    return list(links_now), list(Topic.objects.values())


@pytest.fixture
def client() -> Client:
    """A browser that refuses cookies meets a server that checks for forged requests."""
    return Client(enforce_csrf_checks=True)


def test_linked_page_is_private_and_asks_for_no_cookie(client: Client, topic: Topic) -> None:
    address = reverse("linked", args=(links.make("status", topic, DAY),))
    shown, sent = client.get(address), client.post(address)
    assert (shown.status_code, shown.content, sent.status_code, sent.content) == (200, b"This is A topic", 200, b"done")
    assert (private(shown), private(sent)) == (PRIVATE, PRIVATE)
    assert dict(client.cookies) == {}
    assert "ETag" not in shown.headers


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_a_linked_page_changes_nothing(method: str, client: Client, topic: Topic) -> None:
    address = reverse("linked", args=(links.make("status", topic, DAY),))
    before = rows()
    for _number in range(3):
        getattr(client, method)(address)
    assert rows() == before
    client.post(address)
    assert rows() != before


def test_second_click_is_told_that_it_was_done(client: Client, topic: Topic) -> None:
    address = reverse("linked", args=(links.make("status", topic, DAY),))
    assert [client.post(address).content for _number in range(3)] == [b"done"] + [b"was done already"] * 2


def test_link_that_is_wrong_old_or_for_another_page_gets_one_kind_answer(
    client: Client, topic: Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, other = links.make("status", topic, DAY), links.make("other", topic, DAY)
    wrong = [client.get(reverse("linked", args=(token,))) for token in ("a", "a" * 43, "ü" * 43, other)]
    later = timezone.now() + DAY
    monkeypatch.setattr(timezone, "now", lambda: later)
    wrong.append(client.get(reverse("linked", args=(right,))))
    wrong.append(client.post(reverse("linked", args=(right,))))
    assert {response.status_code for response in wrong} == {404}
    assert [private(response) for response in wrong] == [PRIVATE] * 6
    assert {Document(response).one("h1").text for response in wrong} == {"This link does not open anything any more"}
    assert Document(wrong[0]).one("meta", name="robots")["content"] == "noindex"
    assert Topic.objects.get().name == "A topic"


def test_link_that_works_once_opens_until_it_was_used(client: Client, topic: Topic) -> None:
    address = reverse("once", args=(links.make("once", topic, DAY),))
    answers = [client.get(address), client.get(address), client.post(address), client.get(address)]
    assert [response.status_code for response in answers] == [200, 200, 200, 404]
    assert client.post(address).status_code == 404


def test_page_that_finds_nothing_to_show_is_private_all_the_same(client: Client, topic: Topic) -> None:
    Topic.objects.update(name="Hidden")
    response = client.get(reverse("linked", args=(links.make("status", topic, DAY),)))
    assert (response.status_code, private(response)) == (404, PRIVATE)


def test_page_with_a_form_for_everybody_asks_for_no_cookie(client: Client) -> None:
    answers = [client.get(reverse("secret")), client.post(reverse("secret")), client.put(reverse("secret"))]
    assert [response.status_code for response in answers] == [200, 200, 405]
    assert [private(response) for response in answers] == [PRIVATE] * 3
    assert dict(client.cookies) == {}
