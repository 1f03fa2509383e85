"""Links in e-mails: for one purpose, with an end, and nowhere to be read."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resource_centre.mail import links
from resource_centre.mail.models import Link
from resource_centre.vocabularies.models import Topic
from tests.at_once import at_once, database_for_threads
from tests.factories import make

WEEK = datetime.timedelta(days=7)
pytestmark = pytest.mark.django_db


def test_link_opens_what_it_was_made_for(topic: Topic) -> None:
    token = links.make("status", topic, WEEK)
    link = links.find("status", token)
    assert link is not None
    assert (link.about, link.purpose, link.spent_at) == (topic, "status", None)


def test_link_for_another_purpose_opens_nothing(topic: Topic) -> None:
    token = links.make("status", topic, WEEK)
    assert [links.find(purpose, token) for purpose in ("confirm", "", "Status", "status ")] == [None] * 4


def test_only_the_digest_of_a_link_is_kept(topic: Topic) -> None:
    with CaptureQueriesContext(connection) as queries:
        token = links.make("status", topic, WEEK)
    assert len(token) == links.TOKEN_LENGTH
    assert not any(token in query["sql"] for query in queries)
    row = Link.objects.get()
    assert row.digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(vars(row))


def test_link_opens_until_its_end_and_not_at_it(topic: Topic, clock: Any) -> None:
    token = links.make("status", topic, WEEK)
    clock(WEEK - datetime.timedelta(microseconds=1))
    assert links.find("status", token) is not None
    clock(WEEK)
    assert links.find("status", token) is None
    assert (links.forget_old(), Link.objects.count()) == (1, 0)


def test_old_links_are_forgotten_and_others_are_kept(topic: Topic, clock: Any) -> None:
    links.make("status", topic, WEEK)
    links.make("status", topic, 2 * WEEK)
    clock(WEEK + datetime.timedelta(days=1))
    assert (links.forget_old(), Link.objects.count()) == (1, 1)


def test_guesses_open_nothing_and_the_long_ones_ask_nothing(topic: Topic) -> None:
    token = links.make("status", topic, WEEK)
    digest = hashlib.sha256(token.encode()).hexdigest()
    wrong = ["", "a", token[:-1], f"{token}a", f" {token}", token.swapcase(), "ü" * 43, "\0" * 43, digest, "a" * 43]
    assert [links.find("status", guess) for guess in wrong] == [None] * len(wrong)
    with CaptureQueriesContext(connection) as queries:
        assert links.find("status", "a" * 100_000) is None
    assert len(queries) == 0


def test_tokens_are_random(topic: Topic) -> None:
    tokens = {links.make("status", topic, WEEK) for _number in range(50)}
    assert len(tokens) == 50
    assert len({token[:8] for token in tokens}) == 50


def test_link_about_something_that_is_gone_opens_nothing(topic: Topic) -> None:
    token = links.make("status", topic, WEEK)
    topic.delete()
    assert Link.objects.count() == 1
    assert links.find("status", token) is None


def test_link_is_spent_once(topic: Topic) -> None:
    token = links.make("confirm", topic, WEEK)
    first, second = links.find("confirm", token), links.find("confirm", token)
    assert first is not None
    assert second is not None
    assert [links.spend(first), links.spend(second), links.spend(first)] == [True, False, False]
    again = links.find("confirm", token)
    assert again is not None
    assert again.spent_at == first.spent_at


def test_links_about_one_record_end_together_or_by_purpose(topic: Topic) -> None:
    other = make(Topic, slug="another", name="Another")
    tokens = {purpose: links.make(purpose, topic, WEEK) for purpose in ("status", "change", "confirm")}
    elsewhere = links.make("status", other, WEEK)
    links.end_all(topic, "change", "confirm")
    assert [purpose for purpose, token in tokens.items() if links.find(purpose, token)] == ["status"]
    links.end_all(topic)
    assert links.find("status", tokens["status"]) is None
    assert links.find("status", elsewhere) is not None


@pytest.mark.django_db(transaction=True)
def test_link_that_six_use_at_the_same_moment_is_spent_once(topic: Topic, tmp_path: Path) -> None:
    token = links.make("confirm", topic, WEEK)

    def use() -> bool:
        link = links.find("confirm", token)
        return link is not None and links.spend(link)

    with database_for_threads(tmp_path):
        assert sorted(at_once(use, 6)) == [False] * 5 + [True]
